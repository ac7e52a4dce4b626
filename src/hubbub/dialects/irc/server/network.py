"""ADMIN, LINKS, MAP and STATS: who runs this server, that it is the only one, and what it has been doing."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator

from hubbub.chat.chat import Chat
from hubbub.chat.rights import Action
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor
from hubbub.commands.moderation import bans
from hubbub.dialects.irc.lines import SLICE, numeric, numeric_line, server_name, shortened
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.typed.durations import moment
from hubbub.wire.message import Message

from .addressed import addressed

FOR_OPERATORS = "kmo"  # the statistics that not everybody may see


def admin(chat: Chat, session: Session, message: Message) -> None:
    if not addressed(session, message):
        return
    server = server_name(session)
    if not chat.policy.admin:
        numeric(session, n.ERR_NOADMININFO, server, "Nobody has said who runs this server")
        return
    *places, contact = chat.policy.admin
    first, second = (*places, "", "")[:2]
    numeric(session, n.RPL_ADMINME, server, "Who runs this server:")
    numeric(session, n.RPL_ADMINLOC1, first or chat.policy.description or server)
    numeric(session, n.RPL_ADMINLOC2, second)
    numeric(session, n.RPL_ADMINEMAIL, contact)


def links(chat: Chat, session: Session, message: Message) -> None:
    server = server_name(session)
    numeric(session, n.RPL_LINKS, server, server, f"0 {chat.policy.description or 'hubbub'}")
    numeric(session, n.RPL_ENDOFLINKS, "*", "End of LINKS")


def map(chat: Chat, session: Session, message: Message) -> None:
    numeric(session, n.RPL_MAP, f"{server_name(session)} ({chat.world.local.connected} users)")
    numeric(session, n.RPL_MAPEND, "End of MAP")


def stats(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    if not addressed(session, message, 1):
        return None
    query = message.params[0][:1]
    if query and query in FOR_OPERATORS:
        actor(session, Action.RUN_SERVER)
    if query == "u":
        numeric(session, n.RPL_STATSUPTIME, uptime(max(0, chat.now - chat.policy.started_at)))
    elif query == "m":
        for command, count in sorted(chat.uses.items()):
            numeric(session, n.RPL_STATSCOMMANDS, command, str(count), "0", "0")
    elif query == "k":
        return _bans(chat, session)
    elif query == "o":
        for operator in chat.policy.operators:
            numeric(session, n.RPL_STATSOLINE, "O", "*@*", "*", operator.name)
    _end_of_stats(session, query)
    return None


async def _bans(chat: Chat, session: Session) -> None:
    session.answer_slowly(_banned(session, await bans.listed(chat, session)))
    _end_of_stats(session, "k")


def _end_of_stats(session: Session, query: str) -> None:
    numeric(session, n.RPL_ENDOFSTATS, shortened(query), "End of STATS")


def _banned(session: Session, listed: list[Ban]) -> Iterator[list[bytes]]:
    for start in range(0, len(listed), SLICE):
        yield [_kline(session, ban) for ban in listed[start : start + SLICE]]


def _kline(session: Session, ban: Ban) -> bytes:
    who, _, host = ban.target.rpartition("@")
    until = f" (until {moment(ban.until)})" if ban.until else ""
    return numeric_line(session, n.RPL_STATSKLINE, "K", host, "*", who or "*", f"{ban.why}{until}")


def uptime(milliseconds: int) -> str:
    """RPL_STATSUPTIME: "Server Up %d days %d:%02d:%02d"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"Server Up {days} days {hours}:{minutes:02}:{seconds:02}"


VERBS: dict[str, Verb] = {
    "ADMIN": Verb(admin, "ADMIN [<server>]", "See who runs this server."),
    "LINKS": Verb(links, "LINKS", "List the servers: this one."),
    "MAP": Verb(map, "MAP", "See how the servers are linked: this one alone."),
    "STATS": Verb(
        stats, "STATS u|k|m|o [<server>]",
        "See how long it has been up; for operators also bans, commands used, operators.",
        params=1,
    ),
}  # fmt: skip
