"""Bans from the whole server: by account, by address or network, by name."""

from __future__ import annotations

from itertools import islice

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import ServerBanLifted, ServerBanned
from hubbub.chat.names import fold, masks
from hubbub.chat.refusals import BadBan, NoSuchBan
from hubbub.chat.rights import Action
from hubbub.chat.world.moderation import bans
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.commands.guard import banned
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.sessions import staying
from hubbub.typed.durations import moment

LONGEST = 390  # bytes of a target, and of a reason
MOST = 10_000  # bans at once
LIFTED = 20  # of those that have ended, when there are so many


class Meant(msgspec.Struct, frozen=True):
    """Whom a target means of those who are here: with the connections of theirs that it means, perhaps none."""

    target: str  # whole
    people: list[tuple[User, list[Session]]]

    @property
    def names(self) -> list[str]:
        return [user.name for user, _ in sorted(self.people, key=lambda one: one[0].fold)]

    @property
    def connections(self) -> list[Session]:
        return [session for _, sessions in self.people for session in sessions]


def add(chat: Chat, session: Session, whom: Meant, milliseconds: int, why: str) -> tuple[Ban, int, list[str]]:
    """Ban whom was `meant` in this same turn for so long (0: for ever) and end the connections that it means (G19).

    The ban, how many connections they were, and the names of those who stay in their rooms without one, for it means
    where they came from and not their accounts. A ban of the same target takes the place of the earlier one. Raises
    NotServerOperator, BadBan, DiskFull.
    """
    operator = actor(session, Action.KILL)
    target, hit = whom.target, whom.connections
    if len(why.encode()) > LONGEST:
        raise BadBan(target, reason=f"the reason has more than {LONGEST} bytes")
    if any(one is session or (one.login and one.login == session.login) for one in hit):
        raise BadBan(target, reason="that would be you, too")
    _make_room(chat, target)
    chat.check_space()
    until = chat.now + milliseconds if milliseconds else 0
    note(chat, operator, "UBAN", target, f"until {moment(until)}: {why}" if until else why)
    chat.emit(ServerBanned(at=chat.now, target=target, until=until, by=operator.name, why=why))
    ban = chat.world.bans[fold(target)]
    for one in hit:
        one.close("closed", banned.refusal(ban))
    aim = bans.Aim(target)
    for user, _ in whom.people:
        if _stays(chat, user) and aim.means(user, ""):  # who has no address is not meant by one
            staying.go(chat, user, "closed", banned.said(ban))
    stay = [user.name for user, sessions in whom.people if sessions and _stays(chat, user)]
    return ban, len(hit), sorted(stay, key=fold)


def lift(chat: Chat, session: Session, target: str) -> str:
    """End a ban; its target. Raises NotServerOperator, BadBan, NoSuchBan or DiskFull."""
    operator = actor(session, Action.KILL)
    target = _whole(target)
    if fold(target) not in chat.world.bans:
        raise NoSuchBan(target)
    chat.check_space()
    note(chat, operator, "UNUBAN", target)
    chat.emit(ServerBanLifted(at=chat.now, target=target))
    return target


def listed(chat: Chat, session: Session) -> list[Ban]:
    """All that hold, the oldest first. Raises NotServerOperator."""
    actor(session, Action.KILL)
    return [ban for ban in chat.world.bans.values() if ban.holds(chat.now)]


def meant(chat: Chat, session: Session, target: str) -> Meant:
    """Those here whom it means, banned or not; everybody is looked at. Raises NotServerOperator, BadBan."""
    actor(session, Action.KILL)
    target = _whole(target)
    hits = bans.Aim(target).hits
    return Meant(target, [(user, hit) for user in chat.world.users.values() if (hit := hits(user)) is not None])


def of(chat: Chat, target: str) -> Ban | None:
    """The ban of just that, if there is one that holds."""
    ban = chat.world.bans.get(fold(target))
    return ban if ban is not None and ban.holds(chat.now) else None


def _stays(chat: Chat, user: User) -> bool:
    return not user.sessions and chat.world.user(user.name) is user


def _make_room(chat: Chat, target: str) -> None:
    world = chat.world
    if len(world.bans) < MOST or fold(target) in world.bans:
        return
    now = chat.aged()
    ended = (ban for ban in world.bans.values() if not ban.holds(now))
    for ban in list(islice(ended, LIFTED)):
        chat.emit(ServerBanLifted(at=chat.now, target=ban.target))
    if len(world.bans) >= MOST:
        raise BadBan(target, reason=f"there are {MOST} bans already; lift some, or ban a network")


def _whole(target: str) -> str:
    if len(target.encode()) > LONGEST:
        raise BadBan(target[:64], reason=f"it has more than {LONGEST} bytes")
    try:
        return bans.whole(target)
    except masks.NoMask as error:
        raise BadBan(target, reason=str(error)) from None
