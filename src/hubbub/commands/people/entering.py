"""Entering and going: a connection gets a name, takes a visit up again, or ends."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from itertools import count

from hubbub.chat import names
from hubbub.chat.accounts import Account
from hubbub.chat.events import LeaveReason, UserArrived, VisitOpened, VisitSeen
from hubbub.chat.people import VISIT_MS, User, Visit, guest
from hubbub.chat.refusals import (
    BadName,
    BadToken,
    DiskFull,
    NameOwned,
    NameReserved,
    NameResting,
    NameTaken,
    Refusal,
    TooManyConnections,
)
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation import access, bans, roles
from hubbub.commands.people import blocking, hosts, monitor, presence
from hubbub.typed.periods import moment


def check_name(turn: Turn, text: str, mine: User | None = None, account: int = 0) -> str:
    """The name as it will be used. Raises BadName, NameReserved, NameTaken, NameOwned or NameResting.

    `mine`: who has it already; `account`: the number of the account of who wants it.
    """
    try:
        name = names.check_name(text, ascii_only=turn.policy.ascii_names, longest=turn.policy.name_bytes)
    except names.BadName as error:
        raise BadName(text, reason=error.reason) from None
    if names.is_reserved(name):
        raise NameReserved(name)
    owner = turn.world.accounts.owner(name)
    if owner is not None and owner.number != (mine.number if mine else account):
        raise NameOwned(name)
    until = turn.world.accounts.rests_until(name, turn.now)
    if until and owner is None:
        raise NameResting(name, until=moment(until))
    holder = turn.world.holder(name)
    if holder is not None and holder is not mine:
        raise NameTaken(name)
    return name


def guest_name(turn: Turn) -> str:
    """A free name for a guest who has none: Guest and a number."""
    for number in count(1000 + turn.ids() % 9000):
        with suppress(NameTaken):
            return check_name(turn, f"Guest{number}")
    raise AssertionError("there are more numbers than people")


def resumable(turn: Turn, token: str) -> Visit:
    """The visit that this token takes up again. Raises BadToken."""
    visit = turn.world.tokens.get(sha256(token.encode()).digest())
    if visit is None or turn.now - visit.seen_at > VISIT_MS:
        raise BadToken
    return visit


def present(turn: Turn, visit: Visit | None, account: Account | None = None) -> User | None:
    """The owner of this account, or else the guest of this visit, while they are here; owners may be away."""
    if account is not None:
        return turn.world.parties.get(account.party)
    return turn.world.parties.get(guest(visit.number)) if visit else None


def enter(
    turn: Turn,
    session: Session,
    name: str,
    username: str = "",
    realname: str = "",
    visit: Visit | None = None,
    account: Account | None = None,
    away: str | None = None,
) -> list[Session]:
    """The connection becomes somebody. Returns the dead connections of the same visit, to be closed.

    All connections of an account are one user, who keeps the name they have while any is there. `away`: what its AWAY
    said before.
    """
    if turn.disk_full:
        raise DiskFull
    session.cloak = hosts.cloak(turn, session)
    of_account = account.name if account else ""
    host = hosts.host_of(turn, session, of_account)
    bans.check(turn, session, f"{name}!{_username(username) or 'guest'}@{host}", of_account)
    visit = turn.world.visits.get(visit.number) if visit else None  # it may have ended since its token was given
    access.check_enter(turn, session, account, visit)
    if account is not None:
        _enter_account(turn, session, name, username, realname, account, away)
        access.came(turn, session, account.party)
        return []
    user = present(turn, visit)
    name = check_name(turn, name, mine=user)
    if user is not None:
        dead = list(user.sessions)
        user.here_at = max(old.last_active for old in dead)
        for old in dead:
            turn.world.detach(old)
        turn.world.attach(session, user)
        if name != user.name:
            rename(turn, session, name)
        return dead
    number = visit.number if visit else turn.ids()
    source = f"{name}!{_username(username) or 'guest'}@{hosts.host_of(turn, session)}"
    arrived = UserArrived(turn.ids(), turn.now, name, source, guest(number), realname)
    turn.emit(arrived)
    turn.world.attach(session, turn.world.users[names.fold(name)])
    monitor.came(turn, source)
    blocking.recall(turn, turn.world.users[names.fold(name)])
    if visit:
        turn.emit(VisitSeen(number, turn.now, name))
    else:
        access.came(turn, session, guest(number))
    return []


def _enter_account(
    turn: Turn, session: Session, name: str, username: str, realname: str, account: Account, away: str | None
) -> None:
    user = turn.world.parties.get(account.party)
    if user is not None:
        check_connections(turn, user)
    if user is None:
        name = check_name(turn, name, account=account.number)
        source = f"{name}!{_username(username) or 'guest'}@{hosts.host_of(turn, session, account.name)}"
        turn.emit(UserArrived(turn.ids(), turn.now, name, source, account.party, realname, account.name))
        user = turn.world.users[names.fold(name)]
        roles.recognise(turn, user)
        presence.note(turn, user)
        monitor.came(turn, source)
    elif not user.sessions:
        mine = user.name
        with suppress(Refusal):
            mine = check_name(turn, name, mine=user)
        presence.come_back(turn, user, mine, away)
    turn.world.attach(session, user)
    blocking.recall(turn, user)


def check_connections(turn: Turn, user: User) -> None:
    """Whether the owner of an account may have one more. Raises TooManyConnections."""
    limit = turn.policy.connections_per_account
    if limit and len(user.sessions) >= limit:
        raise TooManyConnections(user.account, limit=str(limit))


def give_token(turn: Turn, session: Session) -> str:
    """A token by which this guest's visit can be taken up again after a lost connection."""
    user = session.user
    assert user is not None
    token = turn.secret()
    turn.emit(VisitOpened(user.visit, turn.now, user.name, sha256(token.encode()).digest()))
    return token


def still_here(turn: Turn) -> None:
    """Note for all who may come back that they are here now, so that a crash makes nobody seem to be gone for long."""
    for user in tuple(turn.world.users.values()):
        if turn.disk_full:
            return
        if user.visit in turn.world.visits:
            turn.emit(VisitSeen(user.visit, turn.now, user.name))
        elif user.sessions:
            presence.note(turn, user)


def rename(turn: Turn, session: Session, text: str) -> None:
    """Take another name."""
    user = session.user
    assert user is not None
    name = check_name(turn, text, mine=user)
    before = user.name
    if name == before:
        return
    bans.check(turn, session, f"{name}!{user.username}@{user.host}", user.account)
    if turn.disk_full:
        raise DiskFull
    presence.take_name(turn, user, name, session)
    if names.fold(before) != user.fold:
        monitor.went(turn, before)
        monitor.came(turn, user.source)


def leave(turn: Turn, session: Session, reason: LeaveReason, text: str = "") -> None:
    """The connection has ended; when it was the last one, a guest has gone."""
    if session.ended:
        return
    session.ended = True
    turn.world.watchers.clear(session)
    user = session.user
    if user is None:
        return
    turn.world.detach(session)
    user.here_at = turn.now
    if not user.sessions:
        presence.end(turn, user, reason, text)


def _username(text: str) -> str:
    """The user part of nick!user@host: what the client gave, reduced to letters and digits."""
    return "".join(letter for letter in text if letter.isalnum() and letter.isascii())[:10]
