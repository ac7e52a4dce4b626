"""Bans from the whole server: by account, by address or network, by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from functools import partial
from heapq import nsmallest
from itertools import chain, islice
from typing import TypeVar

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import ServerBanLifted, ServerBanned
from hubbub.chat.names import fold, masks
from hubbub.chat.refusals import BadBan, NoSuchBan
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation import bans
from hubbub.chat.world.moderation.bans import ACCOUNT, Ban
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.commands.guard import banned
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.sessions import staying
from hubbub.typed.durations import moment

T = TypeVar("T")

LONGEST = 390  # bytes of a target, and of a reason
MOST = 10_000  # bans at once
LIFTED = 20  # of those that have ended, when there are so many
LOOKED_AT = 500  # people in one go, whether a target means them
OWNERS = 50  # people in one go, whether they stay without a connection: bans are looked for
SHOWN = 50  # names of those whom a target means
AT_ONCE = 10  # connections, or people who are away, that end in one go


class Meant(msgspec.Struct, frozen=True):
    """Whom a target means of those who are here: with the connections of theirs that it means, perhaps none."""

    target: str  # whole
    people: dict[User, list[Session]]

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def connections(self) -> list[Session]:
        return list(chain.from_iterable(self.people.values()))


class Made(msgspec.Struct, frozen=True):
    """A ban that was made, and how many connections it ends."""

    ban: Ban
    ended: int


def add(chat: Chat, session: Session, whom: Meant, milliseconds: int, why: str) -> Made:
    """Ban whom was `meant` in this same turn for so long (0: for ever) and end the connections that it means (G19).

    A ban of the same target takes the place of the earlier one. Raises NotServerOperator, BadBan, DiskFull.
    """
    operator = actor(session, Action.KILL)
    target, hit = whom.target, whom.connections
    if len(why.encode()) > LONGEST:
        raise BadBan(target, reason=f"the reason has more than {LONGEST} bytes")
    mine = whom.people.get(session.user, ()) if session.user is not None else ()
    if any(one is session or (one.login and one.login == session.login) for one in mine):
        raise BadBan(target, reason="that would be you, too")
    _make_room(chat, target)
    chat.check_space()
    until = chat.now + milliseconds if milliseconds else 0
    note(chat, operator, "UBAN", target, f"until {moment(until)}: {why}" if until else why)
    chat.emit(ServerBanned(at=chat.now, target=target, until=until, by=operator.name, why=why))
    ban = chat.world.bans[fold(target)]
    _end(chat, ban, hit)
    _end_stays(chat, ban, whom.people)
    return Made(ban, len(hit))


async def stayed(chat: Chat, session: Session, whom: Meant) -> list[str]:
    """The names of those who stay in their rooms without a connection, for the ban means where they came from and not
    their accounts; many are looked at in parts. Raises Ended."""
    stay: list[str] = []
    async for some in _in_parts(chat, session, list(whom.people.items()), OWNERS):
        for user, ended in some:
            if user.account and ended and all(one in ended for one in user.sessions):
                account = staying.stays_as(chat, user)
                stay += [account.name] if account is not None else []
    return sorted(stay, key=fold)


async def names(chat: Chat, session: Session, whom: Meant) -> list[str]:
    """The first names of those who are meant; thousands are put in order in parts. Raises Ended."""
    first: list[tuple[str, str]] = []
    async for some in _in_parts(chat, session, list(whom.people)):
        first = nsmallest(SHOWN, [*first, *((user.fold, user.name) for user in some)])
    return [name for _, name in first]


async def _in_parts(
    chat: Chat, session: Session, many: Sequence[T], size: int | None = None
) -> AsyncIterator[Sequence[T]]:
    """So many in a turn. Raises Ended."""
    size = size or LOOKED_AT
    for start in range(0, len(many), size):
        if start:
            await chat.rest(session)
        yield many[start : start + size]


async def go_on(chat: Chat, targets: Iterable[str]) -> None:
    """End the connections that these bans still mean: the process that had begun to do so is no more. So many people
    are looked at in a turn; whoever comes meanwhile is looked at as they come."""
    for target in targets:
        hits, users = bans.Aim(target).hits, list(chat.world.users.values())
        for first in range(0, len(users), LOOKED_AT):
            chat.services.begin()
            if (ban := of(chat, target)) is not None:
                some = users[first : first + LOOKED_AT]
                _end(chat, ban, [session for user in some for session in hits(user) or ()])
                _end_stays(chat, ban, some)
            await chat.services.pause()


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


async def listed(chat: Chat, session: Session) -> list[Ban]:
    """All that hold, the oldest first; of very many some are looked at in a turn. Raises NotServerOperator, Ended."""
    actor(session, Action.KILL)
    hold = list[Ban]()
    async for some in _in_parts(chat, session, list(chat.world.bans.values())):
        hold += [ban for ban in some if ban.holds(chat.over_by)]
    return hold


async def meant(chat: Chat, session: Session, target: str) -> Meant:
    """Those here whom it means, banned or not; everybody is looked at, so many in a turn. Who came or changed meanwhile
    is looked at again, in the turn in which this returns. Raises NotServerOperator, BadBan, Ended."""
    actor(session, Action.KILL)
    target = _whole(target)
    try:
        bans.check_possible(target)
    except masks.NoMask as error:
        raise BadBan(target, reason=str(error)) from None
    hits, users = bans.Aim(target).hits, chat.world.users
    found: dict[User, list[Session]] = {}
    with chat.world.local.looking() as changed:
        async for some in _in_parts(chat, session, list(users.values())):
            found.update((user, hit) for user in some if (hit := hits(user)) is not None)
        actor(session, Action.KILL)
        for user in changed:
            found.pop(user, None)
            if users.get(user.fold) is user and (hit := hits(user)) is not None:
                found[user] = hit
    return Meant(target, found)


def of_account(chat: Chat, account: Account) -> Meant:
    """The same of a target that is one account."""
    owner = chat.world.parties.get(account.party)
    return Meant(f"{ACCOUNT}{account.name}", {} if owner is None else {owner: list(owner.sessions)})


def of(chat: Chat, target: str) -> Ban | None:
    """The ban of just that, if there is one that holds."""
    ban = chat.world.bans.get(fold(target))
    return ban if ban is not None and ban.holds(chat.over_by) else None


def _end(chat: Chat, ban: Ban, hit: Sequence[Session]) -> None:
    """From now on nothing is done of what they say."""
    close = partial(Session.close, reason="closed", why=banned.refusal(ban))
    if len(hit) > AT_ONCE:
        for one in hit:
            one.endpoint.hold()
        chat.services.in_turns(map(close, hit))
        return
    for one in hit:
        close(one)


def _end_stays(chat: Chat, ban: Ban, users: Collection[User]) -> None:
    """Whom of these it means, and who is in their rooms without a connection, is there no more; of many a few in a
    turn."""
    aim = bans.Aim(ban.target)
    away = (user for user in users if _is_away(chat, user) and aim.means(user, ""))  # nobody away has an address
    if len(users) > AT_ONCE:
        chat.services.in_turns(map(partial(_end_stay, chat, ban), away))
        return
    for user in list(away):
        _end_stay(chat, ban, user)


def _end_stay(chat: Chat, ban: Ban, user: User) -> None:
    if _is_away(chat, user) and chat.world.bans.get(fold(ban.target)) is ban:
        staying.go(chat, user, "closed", banned.said(ban))


def _is_away(chat: Chat, user: User) -> bool:
    return not user.sessions and chat.world.user(user.name) is user


def _make_room(chat: Chat, target: str) -> None:
    world = chat.world
    if len(world.bans) < MOST or fold(target) in world.bans:
        return
    ended = (ban for ban in world.bans.values() if not ban.holds(chat.over_by))
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
