"""Accounts: making one, logging in, and another password."""

from __future__ import annotations

from hubbub.chat.accounts import Account
from hubbub.chat.events import AccountChanged, AccountCreated, Credentials, LoggedIn
from hubbub.chat.people import User
from hubbub.chat.ports import Hasher, TooBusy
from hubbub.chat.refusals import (
    AccountExists,
    AlreadyLoggedIn,
    DiskFull,
    LoginFailed,
    NotLoggedIn,
)
from hubbub.chat.session import Session
from hubbub.chat.shield import Shield
from hubbub.chat.turn import Turn
from hubbub.commands.accounts import devices
from hubbub.commands.accounts.guessing import begin_try
from hubbub.commands.accounts.passwords import check_form, check_new, count_new, hashed, hasher_for
from hubbub.commands.moderation import access, bans, roles
from hubbub.commands.people import blocking, entering, hosts, merging, metadata, presence
from hubbub.commands.rooms import rooms, standing


def are_offered(turn: Turn, session: Session) -> bool:
    """Whether this connection may send passwords at all."""
    return turn.hasher is not None and session.secure


async def register(turn: Turn, session: Session, password: str, name: str = "") -> Account:
    """Make an account of the name that the connection has, or asks for (`name`) while it has none yet; log in.

    Raises AccountsClosed, NotSecure, BadPassword, AccountExists, AlreadyLoggedIn, BannedHere, TooManyTries,
    TooManyLogins.
    """
    hasher = hasher_for(turn, session)
    access.check_register(turn, session)
    check_new(password)
    _check_new(turn, session, name)
    count_new(turn, session)
    credentials = await hashed(turn, session, hasher.derive(password))
    name = _check_new(turn, session, name)
    access.check_register(turn, session)
    if turn.disk_full:
        raise DiskFull
    number = turn.ids()
    turn.emit(AccountCreated(number, turn.now, name, credentials))
    account = turn.world.accounts.numbers[number]
    access.came(turn, session, account.party)
    if session.user is not None:
        before, shield = session.user.metadata, session.user.shield
        turn.emit(LoggedIn(turn.now, session.user.source, number, name), session)
        metadata.became(turn, session.user, before)
        blocking.bring(turn, session.user, shield)
        _settle(turn, session)
    return account


async def authenticate(turn: Turn, session: Session, name: str, password: str) -> Account:
    """The account whose name and password these are. Raises NotSecure, LoginFailed, TooManyTries, TooManyLogins.

    An account that does not exist costs the same time and gets the same answer.
    """
    hasher = hasher_for(turn, session)
    check_form(password)
    fold = begin_try(turn, session, name)
    while True:
        known = _credentials(turn, name)
        if not await hashed(turn, session, hasher.matches(password, known)):
            raise LoginFailed(name)
        assert known is not None
        better = await _better(turn, session, hasher, password, known)
        account = turn.world.accounts.named(name)
        if account is None:
            raise LoginFailed(name)
        if account.credentials is known:  # otherwise they were changed meanwhile, and the others decide
            break
    turn.world.guesses.succeed(session.address, fold)
    if better is not None and not turn.disk_full:
        turn.emit(AccountChanged(account.number, turn.now, better))
    return account


async def log_in(turn: Turn, session: Session, name: str, password: str) -> Account:
    """Somebody who is here shows that the account is theirs, and takes its name, or that of its other connections."""
    account = await authenticate(turn, session, name, password)
    user = _me(session)
    become(turn, session, account)
    if user is session.user and account.name != user.name:
        entering.rename(turn, session, account.name)
    return account


def become(turn: Turn, session: Session, account: Account) -> None:
    """Who is here is the owner of the account from now on. Raises AlreadyLoggedIn, BannedHere or DiskFull.

    When the owner is in the chat already, connected or not, the connection is one more of theirs.
    """
    user = _me(session)
    if user.number == account.number or (user.number and len(user.sessions) > 1):
        raise AlreadyLoggedIn(user.account)
    host = hosts.host_of(turn, session, account.name)
    bans.check(turn, session, f"{user.name}!{user.username}@{host}", account.name)
    present = turn.world.parties.get(account.party)
    if present is not None:
        entering.check_connections(turn, present)
        merging.merge(turn, session, present, account)
        return
    if user.number:
        rooms.leave_barred(turn, user)
    presence.forget(turn, user)
    roles.step_down(turn, user)
    before = user.metadata
    shield = Shield() if user.number else user.shield
    turn.emit(LoggedIn(turn.now, user.source, account.number, account.name), session)
    metadata.became(turn, user, before)
    roles.recognise(turn, user)
    blocking.bring(turn, user, shield)
    _settle(turn, session)


async def change_password(turn: Turn, session: Session, password: str) -> None:
    """Another password for the account that is logged in here; its other connections end."""
    hasher = hasher_for(turn, session)
    check_new(password)
    count_new(turn, session)
    number = _me(session).number
    credentials = await hashed(turn, session, hasher.derive(password))
    if turn.disk_full:
        raise DiskFull
    account = roles.logged_in(turn, session)
    if account.number != number:
        raise NotLoggedIn
    turn.emit(AccountChanged(number, turn.now, credentials))
    devices.end_others(turn, account, session, "The password was changed from another device")


def is_logged_in(turn: Turn, account: Account, at: int) -> bool:
    """Whether a login to this account at that time still holds (G19)."""
    return turn.world.accounts.numbers.get(account.number) is account and account.logged_out_at < at


def _credentials(turn: Turn, name: str) -> Credentials | None:
    account = turn.world.accounts.named(name)
    return account.credentials if account else None


async def _better(
    turn: Turn, session: Session, hasher: Hasher, password: str, known: Credentials
) -> Credentials | None:
    """The same password as it is kept today, when it was kept in another way; None also when there is no time."""
    if not hasher.is_outdated(known):
        return None
    try:
        return await turn.after(session, hasher.derive(password))
    except TooBusy:
        turn.begin()
        return None


def _settle(turn: Turn, session: Session) -> None:
    """Who has just logged in has the host of their account, and is in rooms what the account is there."""
    user = _me(session)
    hosts.settle(turn, session)
    presence.note(turn, user)
    for room in user.rooms:
        standing.settle(turn, user, room)


def _check_new(turn: Turn, session: Session, wanted: str) -> str:
    """The name of the account that they may make: nobody's yet, and they are not banned as its owner either."""
    user = session.user
    if user is not None and user.account:
        raise AlreadyLoggedIn(user.account)
    name = user.name if user is not None else entering.check_name(turn, wanted)
    if turn.world.accounts.owner(name) is not None:
        raise AccountExists(name)
    host = hosts.host_of(turn, session, name)
    bans.check(turn, session, f"{name}!{user.username if user is not None else '*'}@{host}", name)
    return name


def _me(session: Session) -> User:
    assert session.user is not None
    return session.user
