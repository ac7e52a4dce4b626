"""Keeping order: reports, bans from the server, invitations, the audit log and undoing, lockdown."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hubbub.chat.refusals import MeansMany
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.moderation.reports import CLOSED, TAKEN
from hubbub.commands.moderation import bans, invites, lockdown, reports
from hubbub.dialects.api import shapes
from hubbub.dialects.services import serving
from hubbub.dialects.services.bans import MANY
from hubbub.server.http.problems import Wrong
from hubbub.server.http.response import Response
from hubbub.typed.links import InviteLink
from hubbub.wire.numbers import ordinal

from .calls import Asked, Call
from .fields import Form, Lasting, Reason, Word, records
from .rooms import SLICE, listed


class ServerBan(shapes.Shape, frozen=True, kw_only=True):
    """`target`: nick!user@host with * and ?, $a:account, an address or a network. `until`: 0: for ever."""

    target: str
    until: int
    by: str
    at: int
    why: str


class ServerBanList(shapes.Shape, frozen=True, kw_only=True):
    bans: list[ServerBan]


class NewBan(Form, frozen=True, kw_only=True):
    """Whom, for how long and why. `many`: also if it means more than ten people who are here."""

    target: Word
    seconds: Lasting = 0
    reason: Reason = ""
    many: bool = False


class MadeBan(shapes.Shape, frozen=True, kw_only=True):
    """The ban, how many connections ended, and who stays in their rooms without one."""

    ban: ServerBan
    ended: int
    stayed: list[str]


class Target(Form, frozen=True, kw_only=True):
    """As it is listed."""

    target: Word


class Invitation(shapes.Shape, frozen=True, kw_only=True):
    """`room`: empty for the server. `link`: of a new one alone, shown only then."""

    n: int
    room: str
    uses: int
    used: int
    until: int
    by: str
    link: str = ""


class InvitationList(shapes.Shape, frozen=True, kw_only=True):
    invitations: list[Invitation]


class NewInvitation(Form, frozen=True, kw_only=True):
    """For how many people and days; into a room, or the server."""

    room: Annotated[str, Meta(max_length=128)] = ""
    uses: Annotated[int, Meta(ge=1, le=100_000)] = invites.USES
    days: Annotated[int, Meta(ge=1, le=10_000)] = invites.DAYS


class Report(shapes.Shape, frozen=True, kw_only=True):
    """What somebody did, and how far it is looked after. `by` and `why` are lists, side by side."""

    n: int
    at: int
    about: str
    by: list[str]
    why: list[str]
    room: str
    quote: str
    state: str
    taken_by: str
    note: str


class ReportList(shapes.Shape, frozen=True, kw_only=True):
    reports: list[Report]


class ReportQuery(Form, frozen=True, kw_only=True):
    """Of one room alone."""

    room: Annotated[str, Meta(max_length=128)] = ""


class NewReport(Form, frozen=True, kw_only=True):
    """Who, by their name, or what, by the id of a message; and why."""

    about: Word
    why: Annotated[str, Meta(min_length=1, max_length=300)]


class MadeReport(shapes.Shape, frozen=True, kw_only=True):
    n: int


class ReportChange(Form, frozen=True, kw_only=True):
    """`taken`: one looks after it; `closed`: it is done with."""

    state: Annotated[str, Meta(pattern="^(taken|closed)$")]
    note: Reason = ""


class Act(shapes.Shape, frozen=True, kw_only=True):
    """What somebody did by a role, in a room or as an operator of the server."""

    n: int
    at: int
    by: str
    account: str
    role: str
    act: str
    room: str
    target: str
    text: str
    until: int
    undoes: int
    undone: bool
    undoable: bool


class ActList(shapes.Shape, frozen=True, kw_only=True):
    """The oldest first."""

    acts: list[Act]


class AuditQuery(Form, frozen=True, kw_only=True):
    """The newest `limit`, about a room or a name alone."""

    about: Annotated[str, Meta(max_length=128, pattern=r"^\S*$")] = ""
    limit: Annotated[int, Meta(ge=1, le=500)] = 50


class Level(Form, frozen=True, kw_only=True):
    """open, no-registration, accounts-only or read-only."""

    level: Word


class LevelNow(shapes.Shape, frozen=True, kw_only=True):
    level: str


def _ban_shape(ban: Ban) -> ServerBan:
    return ServerBan(target=ban.target, until=ban.until, by=ban.by, at=ban.at, why=ban.why)


async def server_bans(asked: Asked) -> Response:
    hold = await bans.listed(asked.chat, asked.session)
    return await listed("bans", (hold[start : start + SLICE] for start in range(0, len(hold), SLICE)), _ban_shape)


async def ban(asked: Asked) -> MadeBan:
    chat, session, body = asked.chat, asked.session, asked.body
    whom = await bans.meant(chat, session, body.target)
    if whom.count > MANY and not body.many:
        names = await bans.names(chat, session, whom)
        raise MeansMany(whom.target, count=str(whom.count), names=", ".join(names))
    made = bans.add(chat, session, whom, body.seconds * 1000, body.reason or "No reason given")
    stayed = await bans.stayed(chat, session, whom)
    return MadeBan(ban=_ban_shape(made.ban), ended=made.ended, stayed=stayed)


def unban(asked: Asked) -> None:
    bans.lift(asked.chat, asked.session, asked.query.target)


async def invitations(asked: Asked) -> InvitationList:
    told = await serving.serve(asked.chat, asked.session, "invite-link", "list")
    return InvitationList(invitations=records(told, "invitation", Invitation))


async def make_invitation(asked: Asked) -> Invitation:
    body = asked.body
    made = invites.make(asked.chat, asked.session, body.room, body.uses, body.days)
    address, room = asked.chat.services.public_address(), made.room.name if made.room else ""
    return Invitation(
        n=made.invite.number,
        room=room,
        uses=made.invite.uses,
        used=0,
        until=made.invite.until,
        by=asked.session.me.name,
        link=str(InviteLink(address.url, made.code, address.pin, room)),
    )


def revoke_invitation(asked: Asked) -> None:
    invites.revoke(asked.chat, asked.session, _number(asked.given["n"]))


async def see_reports(asked: Asked) -> ReportList:
    told = await serving.serve(asked.chat, asked.session, "reports", f"list {_one(asked.query.room)}")
    return ReportList(reports=records(told, "report", Report))


async def report(asked: Asked) -> MadeReport:
    made = await reports.make(asked.chat, asked.session, asked.body.about.removeprefix("@"), asked.body.why)
    return MadeReport(n=made.number)


def handle_report(asked: Asked) -> None:
    state = TAKEN if asked.body.state == "taken" else CLOSED
    reports.change(asked.chat, asked.session, _number(asked.given["n"]), state, asked.body.note)


async def audit(asked: Asked) -> ActList:
    told = await serving.serve(asked.chat, asked.session, "audit", f"{asked.query.about} {asked.query.limit}")
    return ActList(acts=records(told, "act", Act))


async def undo(asked: Asked) -> None:
    await serving.serve(asked.chat, asked.session, "undo", str(_number(asked.given["n"])))


def see_lockdown(asked: Asked) -> LevelNow:
    return LevelNow(level=asked.chat.world.lockdown.word)


def lock_down(asked: Asked) -> LevelNow:
    return LevelNow(level=lockdown.set_level(asked.chat, asked.session, asked.body.level).word)


def _number(text: str) -> int:
    number = ordinal(text)
    if number is None:
        raise Wrong(404, "NOT_FOUND", f"{text[:40]!r} is no number.")
    return number


def _one(text: str) -> str:
    if len(text.split()) > 1:
        raise Wrong(400, "BAD_QUERY", "A room's name has no spaces.")
    return text


CALLS = (
    Call(method="GET", path="/reports", does="See reports that are yours, or for you to handle.", run=see_reports,
         scope="moderate", query=ReportQuery, answer=ReportList),
    Call(method="POST", path="/reports", does="Tell those who keep order what somebody did.", run=report, scope="say",
         body=NewReport, answer=MadeReport, says=True),
    Call(method="PUT", path="/reports/{n}", does="Look after a report, or close it.", run=handle_report,
         scope="moderate", body=ReportChange),
    Call(method="GET", path="/audit", does="See who did what by a role.", run=audit, scope="moderate",
         query=AuditQuery, answer=ActList),
    Call(method="POST", path="/audit/{n}/undo", does="Undo what somebody did by a role.", run=undo, scope="moderate"),
    Call(method="GET", path="/bans", does="See who is banned from the whole server.", run=server_bans, scope="server",
         operators=True, answer=ServerBanList),
    Call(method="POST", path="/bans", does="Ban from the whole server.", run=ban, scope="server", operators=True,
         body=NewBan, answer=MadeBan),
    Call(method="DELETE", path="/bans", does="Lift a ban from the whole server.", run=unban, scope="server",
         operators=True, query=Target),
    Call(method="GET", path="/invitations", does="See the invitations that hold.", run=invitations, scope="server",
         answer=InvitationList),
    Call(method="POST", path="/invitations", does="Make a link that lets people in.", run=make_invitation,
         scope="server", body=NewInvitation, answer=Invitation, once=("link",)),
    Call(method="DELETE", path="/invitations/{n}", does="End an invitation.", run=revoke_invitation, scope="server"),
    Call(method="GET", path="/lockdown", does="See who may come in and speak for now.", run=see_lockdown,
         scope="server", answer=LevelNow),
    Call(method="PUT", path="/lockdown", does="Say who may come in and speak for now.", run=lock_down, scope="server",
         operators=True, body=Level, answer=LevelNow),
)  # fmt: skip
