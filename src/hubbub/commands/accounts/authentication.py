"""Accounts: making one, logging in, and another password."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.chat.chat import Chat
from hubbub.chat.events import AccountChanged, AccountCreated, AccountEntered, Credentials, LoggedIn
from hubbub.chat.ports import Hasher, TooBusy
from hubbub.chat.refusals import (
    AccountExists,
    AlreadyLoggedIn,
    LoginFailed,
    NotLoggedIn,
)
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.privacy import Privacy
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import devices, emails
from hubbub.commands.accounts.passwords import check_form, check_new, count_new, hashed, hasher_for
from hubbub.commands.guard import access, banned, guessing, identity
from hubbub.commands.guard.guessing import begin_try
from hubbub.commands.people import hosts, metadata, presence, privacy
from hubbub.commands.rooms import joining, roles
from hubbub.commands.sessions import entering, merging


def are_offered(chat: Chat, session: Session) -> bool:
    """Whether this connection may send passwords at all."""
    return session.secure


def quietly(account: Account) -> None:
    """Nobody is told."""


async def register(
    chat: Chat,
    session: Session,
    password: str,
    name: str = "",
    email: str = "",
    told: Callable[[Account], None] = quietly,
) -> Account:
    """Make an account of the name that the connection has, or asks for (`name`) while it has none yet; log in.

    `email`: empty: where an address is wanted, it stands behind the password. `told`: what the client hears of its
    success, before it hears what comes of it. Raises AccountsClosed, NotSecure,
    BadPassword, BadEmail, AccountExists, AlreadyLoggedIn, BannedHere, TooManyTries, TooManyLogins.
    """
    hasher = hasher_for(chat, session)
    access.check_register(chat, session)
    if chat.policy.require_email and not email:
        password, email = emails.apart(password)
    email = emails.checked(chat, email)
    check_new(chat, password)
    _check_new(chat, session, name)
    count_new(chat, session)
    credentials = await hashed(chat, session, hasher.derive(password))
    name = _check_new(chat, session, name)
    access.check_register(chat, session)
    chat.check_space()
    number = chat.ids()
    chat.emit(AccountCreated(account=number, at=chat.now, name=name, credentials=credentials, email=email))
    account = chat.world.accounts.numbers[number]
    access.came(chat, session, account.party)
    told(account)
    if session.user is not None:
        before, blocked = session.user.metadata, session.user.privacy
        chat.emit(LoggedIn(at=chat.now, source=session.user.source, account=number, name=name), session)
        metadata.became(chat, session.user, before)
        privacy.bring(chat, session.user, blocked)
        await _settle(chat, session, session.user)
    return account


async def authenticate(chat: Chat, session: Session, name: str, password: str) -> Account:
    """The account whose name and password these are. Raises NotSecure, LoginFailed, TooManyTries, TooManyLogins.

    An account that does not exist costs the same time and gets the same answer.
    """
    hasher = hasher_for(chat, session)
    check_form(password)
    fold = begin_try(chat, session, name)
    while True:
        known = _credentials(chat, name)
        if not await hashed(chat, session, hasher.matches(password, known)):
            guessing.wrong(chat, session, name, "password")
            raise LoginFailed(name)
        assert known is not None
        better = await _better(chat, session, hasher, password, known)
        account = chat.world.accounts.named(name)
        if account is None:
            guessing.wrong(chat, session, name, "password")
            raise LoginFailed(name)
        if account.credentials is known:  # otherwise they were changed meanwhile, and the others decide
            break
    chat.world.local.guesses.succeed(session.address, fold)
    if better is not None and not chat.disk_full:
        chat.emit(AccountChanged(account=account.number, at=chat.now, credentials=better))
    return account


async def log_in(
    chat: Chat, session: Session, name: str, password: str, told: Callable[[Account], None] = quietly
) -> Account:
    """Somebody who is here shows that the account is theirs, and takes its name, or that of its other connections.

    `told`: as above.
    """
    account = await authenticate(chat, session, name, password)
    check_become(chat, session, account)
    told(account)
    user = session.me
    await become(chat, session, account)
    if user is session.user and account.name != user.name:
        await _give_way(chat)
    if user is session.user and user.number == account.number and account.name != user.name:
        entering.rename(chat, session, account.name)
    return account


def check_become(chat: Chat, session: Session, account: Account) -> None:
    """Whether who is here can be the owner of the account. Raises AlreadyLoggedIn, BannedHere, DiskFull and others."""
    user = session.me
    if user.number == account.number or (user.number and len(user.sessions) > 1):
        raise AlreadyLoggedIn(user.account)
    host = hosts.host_of(chat, session, account.name)
    banned.check(chat, session, f"{user.name}!{user.username}@{host}", account.name)
    present = chat.world.parties.get(account.party)
    if present is not None:
        entering.check_connections(chat, present)
        chat.check_space()


async def become(chat: Chat, session: Session, account: Account) -> None:
    """Who is here is the owner of the account from now on. Raises what `check_become` does.

    When the owner is in the chat already, connected or not, the connection is one more of theirs. Where very many hear
    of it, others have their turn in between.
    """
    check_become(chat, session, account)
    user, present = session.me, chat.world.parties.get(account.party)
    chat.emit(AccountEntered(at=chat.now, name=account.name, address=session.address))
    if present is not None:
        await merging.merge(chat, session, present, account)
        return
    if user.number:
        joining.leave_barred(chat, user)
    presence.forget(chat, user)
    identity.step_down(chat, user)
    before = user.metadata
    blocked = Privacy() if user.number else user.privacy
    chat.emit(LoggedIn(at=chat.now, source=user.source, account=account.number, name=account.name), session)
    metadata.became(chat, user, before)
    identity.recognise(chat, user)
    privacy.bring(chat, user, blocked)
    await _settle(chat, session, user)


async def change_password(chat: Chat, session: Session, password: str) -> None:
    """Another password for the account that is logged in here; its other connections end."""
    number = identity.logged_in(chat, session).number
    hasher = hasher_for(chat, session)
    check_new(chat, password)
    count_new(chat, session)
    credentials = await hashed(chat, session, hasher.derive(password))
    chat.check_space()
    account = identity.logged_in(chat, session)
    if account.number != number:
        raise NotLoggedIn
    chat.emit(AccountChanged(account=number, at=chat.now, credentials=credentials))
    devices.end_others(chat, account, session, "The password was changed from another device")


def is_logged_in(chat: Chat, account: Account, logouts: int) -> bool:
    """Whether a login to this account still holds (G19) that came after so many logouts. Counted, for the time of day
    may be set in between."""
    return chat.world.accounts.numbers.get(account.number) is account and account.logouts == logouts


def _credentials(chat: Chat, name: str) -> Credentials | None:
    account = chat.world.accounts.named(name)
    return account.credentials if account else None


async def _better(
    chat: Chat, session: Session, hasher: Hasher, password: str, known: Credentials
) -> Credentials | None:
    """The same password as it is kept today, when it was kept in another way; None also when there is no time."""
    if not hasher.is_outdated(known):
        return None
    try:
        return await chat.after(session, hasher.derive(password))
    except TooBusy:
        chat.begin()
        return None


async def _settle(chat: Chat, session: Session, user: User) -> None:
    """Who has just logged in has the host of their account, and is in rooms what the account is there. That they are
    there is kept in one turn with the login; of the rest very many may hear, and it is done whoever has gone."""
    party = user.party
    for room in user.rooms:
        roles.note_membership(chat, user, room)
    await _give_way(chat)
    if session.user is user and user.party == party:
        hosts.settle(chat, session)
        presence.note(chat, user)
    for room in tuple(user.rooms):
        await _give_way(chat)
        if chat.world.parties.get(party) is user and room in user.rooms:
            roles.settle(chat, user, room)


async def _give_way(chat: Chat) -> None:
    """Where very many have heard of something in this turn, let others have theirs."""
    if chat.told_much:
        await chat.give_way()


def _check_new(chat: Chat, session: Session, wanted: str) -> str:
    """The name of the account that they may make: nobody's yet, and they are not banned as its owner either."""
    user = session.user
    if user is not None and user.account:
        raise AlreadyLoggedIn(user.account)
    name = user.name if user is not None else entering.check_name(chat, wanted)
    if chat.world.accounts.owner(name) is not None:
        raise AccountExists(name)
    host = hosts.host_of(chat, session, name)
    banned.check(chat, session, f"{name}!{user.username if user is not None else '*'}@{host}", name)
    return name
