"""Being in the chat: the owners of accounts stay in their rooms while none of their connections is there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hubbub.chat import rights
from hubbub.chat.chat import TOLD, Chat
from hubbub.chat.events import (
    HostChanged,
    LeaveReason,
    StayingChosen,
    UserDisconnected,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    UserReturned,
    VisitSeen,
)
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import NOT_CONNECTED, User
from hubbub.chat.world.session import Session
from hubbub.commands.guard import banned, identity
from hubbub.commands.people import hosts, monitor, presence
from hubbub.commands.rooms.joining import end_if_forgotten
from hubbub.irc.modes import Change
from hubbub.typed.durations import DAY

LET_GO = 20  # people in one go: all in their rooms are told
LOOKED_AT = 1000  # people in one go, whether they are due
UNSAID = "*"  # AWAY with this text before registration: a client comes by itself, and nobody is there (draft/pre-away)


def end(chat: Chat, user: User, reason: LeaveReason, text: str = "") -> None:
    """Their last connection has ended: who owns an account stays, everybody else goes."""
    account = stays_as(chat, user)
    if account is not None:
        _stay(chat, user, account)
    else:
        go(chat, user, reason, text)


def stays_as(chat: Chat, user: User) -> Account | None:
    """Whether they stay when their last connection has ended: the account they own, unless a ban means that."""
    account = chat.world.accounts.of_party(user.party)
    if account is None or not account.stays or not chat.policy.stay_days:
        return None
    return None if banned.means(chat, user, account) else account


def go(chat: Chat, user: User, reason: LeaveReason, text: str) -> None:
    """This user is here no more; connections that they still have hear it too, and are nobody's then."""
    rooms = tuple(user.rooms)
    at = chat.stamp_all(rooms)
    logs = tuple(room.log for room in rooms)
    chat.emit(
        UserQuit(
            id=chat.ids(),
            at=at,
            logs=logs,
            source=user.source,
            reason=reason,
            text=text,
            bot=user.is_bot,
            login=user.account,
        )
    )
    if user.visit in chat.world.visits:
        chat.emit(VisitSeen(visit=user.visit, at=chat.now, name=user.name))
    presence.forget(chat, user)
    monitor.went(chat, user.name)
    for room in rooms:
        end_if_forgotten(chat, room)


def come_back(chat: Chat, user: User, name: str, away: str | None) -> None:
    """Who stayed has a connection again, and takes this name, which is free. `away`: what its AWAY said, if anything.

    To be called before the connection is theirs.
    """
    if name != user.name:
        take_name(chat, user, name)
    host = hosts.of_account(chat, user.account)
    if host != user.host:
        chat.emit(HostChanged(at=chat.now, source=user.source, host=host))
    text = user.away if away == UNSAID else away or ""
    text = text and (rights.heard(chat.world, user, user.rooms, text) or rights.AWAY)
    _emit(chat, user, UserReturned(at=chat.now, source=user.source, text=text, bot=user.is_bot, login=user.account))
    identity.recognise(chat, user)
    presence.note(chat, user)
    monitor.came(chat, user.source)


def let_go(chat: Chat) -> bool:
    """Who has not been here for too long leaves their rooms, and who does not want to stay, after a crash: some of
    them, of some who are looked at; whether more are to be looked at."""
    users, left, gone, before = chat.world.users, chat.world.local.to_let_go, 0, chat.told
    if not left:
        left.extend(reversed(users))
    for _ in range(min(LOOKED_AT, len(left))):
        user = users.get(left.pop())
        if user is None or user.sessions or not _is_due(chat, user):
            continue
        _let_go(chat, user)
        gone += 1
        if gone == LET_GO or chat.told - before > TOLD:
            break
    return bool(left)


def _let_go(chat: Chat, user: User) -> None:
    days = chat.policy.stay_days
    is_late = days and _is_late(chat, user) and chat.world.accounts.numbers[user.number].stays
    go(chat, user, "left", f"Not here for {days} days" if is_late else "")


def _is_due(chat: Chat, user: User) -> bool:
    account = chat.world.accounts.of_party(user.party)
    return account is not None and (not account.stays or _is_late(chat, user))


def _is_late(chat: Chat, user: User) -> bool:
    return user.here_at <= chat.aged() - chat.policy.stay_days * DAY


def choose(chat: Chat, session: Session, *, stay: bool) -> None:
    """Whether the account stays in its rooms when its last connection has ended. Raises NotLoggedIn or DiskFull."""
    account = identity.logged_in(chat, session)
    chat.check_space()
    if account.stays is not stay:
        chat.emit(StayingChosen(at=chat.now, account=account.number, stays=stay))


def _emit(chat: Chat, user: User, event: UserReturned | UserDisconnected) -> None:
    """They have come back or gone away. Where very many have just heard of their name, they hear of this behind it."""
    if chat.told_much:
        event = msgspec.structs.replace(event, quiet=True)
        chat.services.in_turns(_tell(chat, user, event))
    chat.emit(event)


def _tell(chat: Chat, user: User, event: UserReturned | UserDisconnected) -> Iterator[None]:
    """The step that tells of it, as it is by then: unless it is so no more."""
    is_here = isinstance(event, UserReturned)
    if chat.world.parties.get(user.party) is user and bool(user.sessions) is is_here:
        chat.tell(msgspec.structs.replace(event, source=user.source, text=user.away, quiet=False))
    yield


def take_name(chat: Chat, user: User, name: str, asker: Session | None = None) -> None:
    """From now on they are called that; it was checked before."""
    at = chat.stamp_all(user.rooms)
    chat.emit(
        UserRenamed(id=chat.ids(), at=at, logs=tuple(room.log for room in user.rooms), source=user.source, name=name),
        asker,
    )


def _stay(chat: Chat, user: User, account: Account) -> None:
    """They are away until they come back; another name than the account's, and an operator's rights, end at once."""
    before = user.name
    if user.operator:
        chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=(Change(False, "o"),)))
    if user.fold != account.fold:
        take_name(chat, user, account.name)
    text = user.away or NOT_CONNECTED
    _emit(chat, user, UserDisconnected(at=chat.now, source=user.source, text=text, bot=user.is_bot, login=user.account))
    monitor.went(chat, before)
    presence.note(chat, user)
