"""Entering and going: a connection gets a name, takes a visit up again, or ends."""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import sha256
from itertools import count

from hubbub.chat import names, rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import AccountEntered, ConnectionEnded, LeaveReason, UserArrived, VisitOpened, VisitSeen
from hubbub.chat.names import masks
from hubbub.chat.party import guest
from hubbub.chat.refusals import (
    BadName,
    BadToken,
    NameKept,
    NameOwned,
    NameReserved,
    NameResting,
    NameTaken,
    Refusal,
    TooManyConnections,
)
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import VISIT_MS, User, Visit
from hubbub.chat.world.session import Session
from hubbub.commands.guard import access, banned, identity
from hubbub.commands.people import hosts, monitor, presence, privacy, profile
from hubbub.typed.durations import moment

from . import staying

NOTED = 200  # people in one go
_NO_USERNAME = re.compile("[^A-Za-z0-9]+")


def check_name(chat: Chat, text: str, mine: User | None = None, account: int = 0, *, by_operator: bool = False) -> str:
    """The name as it will be used. Raises BadName, NameReserved, NameTaken, NameOwned or NameResting.

    `mine`: who has it already; `account`: the number of the account of who wants it; `by_operator`: one gives it away,
    also if the settings reserve it.
    """
    try:
        name = names.check_name(text, ascii_only=chat.policy.ascii_names, longest=chat.policy.name_bytes)
    except names.InvalidName as error:
        raise BadName(text, reason=error.reason) from None
    if names.is_reserved(name):
        raise NameReserved(name)
    accounts = chat.world.accounts
    owner = accounts.owner(name)
    number = mine.number if mine else account
    if owner is not None and owner.number != number:
        raise NameOwned(name)
    if owner is None and not by_operator and names.is_among(name, chat.policy.reserved_names):
        raise NameReserved(name)
    until = accounts.rests_until(name, chat.aged(), number) if accounts.resting else 0
    if until and owner is None:
        raise NameResting(name, until=moment(until))
    holder = chat.world.holder(name)
    if holder is not None and holder is not mine:
        raise NameTaken(name)
    return name


def guest_name(chat: Chat) -> str:
    """A free name for a guest who has none: Guest and a number."""
    for number in count(1000 + chat.ids() % 9000):
        with suppress(NameTaken):
            return check_name(chat, f"Guest{number}")
    raise AssertionError("there are more numbers than people")


def resumable(chat: Chat, token: str) -> Visit:
    """The visit that this token takes up again. Raises BadToken."""
    visit = chat.world.tokens.get(sha256(token.encode()).digest())
    if visit is None or chat.aged() - visit.seen_at > VISIT_MS:
        raise BadToken
    return visit


def present(chat: Chat, visit: Visit | None, account: Account | None = None) -> User | None:
    """The owner of this account, or else the guest of this visit, while they are here; owners may be away."""
    if account is not None:
        return chat.world.parties.get(account.party)
    return chat.world.parties.get(guest(visit.number)) if visit else None


def enter(
    chat: Chat,
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
    chat.check_space()
    session.cloak = hosts.cloak(chat, session)
    of_account = account.name if account else ""
    host = hosts.host_of(chat, session, of_account)
    banned.check(chat, session, f"{name}!{_username(username) or 'guest'}@{host}", of_account)
    visit = chat.world.visits.get(visit.number) if visit else None  # it may have ended since its token was given
    access.check_enter(chat, session, account, visit)
    if account is not None:
        _enter_account(chat, session, name, username, realname, account, away)
        chat.emit(AccountEntered(at=chat.now, name=account.name, address=session.address))
        access.came(chat, session, account.party)
        return []
    user = present(chat, visit)
    name = check_name(chat, name, mine=user)
    if user is not None:
        return _go_on(chat, session, user, name, realname)
    _arrive(chat, session, name, username, realname, visit)
    return []


def _go_on(chat: Chat, session: Session, user: User, name: str, realname: str) -> list[Session]:
    """The connection is the next one of a visit that is still here; the dead ones of that."""
    dead = list(user.sessions)
    chat.emit(ConnectionEnded(at=max(old.last_active for old in dead), party=user.party))
    for old in dead:
        chat.world.local.detach(old)
    chat.world.local.attach(session, user)
    if name != user.name:
        with suppress(NameKept):
            choose_name(chat, session, name)
    profile.follow_realname(chat, user, realname)
    return dead


def _arrive(chat: Chat, session: Session, name: str, username: str, realname: str, visit: Visit | None) -> None:
    """A guest comes, for a new visit or for one that has ended."""
    number = visit.number if visit else chat.ids()
    source = f"{name}!{_username(username) or 'guest'}@{hosts.host_of(chat, session)}"
    chat.emit(
        UserArrived(
            id=chat.ids(),
            at=chat.now,
            name=name,
            source=source,
            party=guest(number),
            realname=realname,
            address=session.address,
            client=session.dialect.name,
        )
    )
    user = chat.world.users[names.fold(name)]
    chat.world.local.attach(session, user)
    monitor.came(chat, source)
    privacy.recall(chat, user)
    if visit:
        chat.emit(VisitSeen(visit=number, at=chat.now, name=name))
    else:
        access.came(chat, session, guest(number))


def _enter_account(
    chat: Chat, session: Session, name: str, username: str, realname: str, account: Account, away: str | None
) -> None:
    user = chat.world.parties.get(account.party)
    if user is not None:
        check_connections(chat, user)
    if user is None:
        name = check_name(chat, name, account=account.number)
        source = f"{name}!{_username(username) or 'guest'}@{hosts.host_of(chat, session, account.name)}"
        chat.emit(
            UserArrived(
                id=chat.ids(),
                at=chat.now,
                name=name,
                source=source,
                party=account.party,
                realname=realname,
                account=account.name,
                address=session.address,
                client=session.dialect.name,
            )
        )
        user = chat.world.users[names.fold(name)]
        identity.recognise(chat, user)
        presence.note(chat, user)
        monitor.came(chat, source)
    elif not user.sessions:
        mine = user.name
        with suppress(Refusal):
            if not rights.silenced(chat.world, user, user.rooms):
                mine = check_name(chat, name, mine=user)
        staying.come_back(chat, user, mine, away)
        profile.follow_realname(chat, user, realname)
    chat.world.local.attach(session, user)
    privacy.recall(chat, user)


def check_connections(chat: Chat, user: User) -> None:
    """Whether the owner of an account may have one more. Raises TooManyConnections."""
    limit = chat.policy.connections_per_account
    if limit and len(user.sessions) >= limit:
        raise TooManyConnections(user.account, limit=str(limit))


def give_token(chat: Chat, session: Session) -> str:
    """A token by which this guest's visit can be taken up again after a lost connection."""
    user = session.me
    token = chat.services.secret()
    chat.emit(VisitOpened(visit=user.visit, at=chat.now, name=user.name, token_hash=sha256(token.encode()).digest()))
    return token


def still_here(chat: Chat) -> bool:
    """Note for all who may come back that they are here now, so that a crash makes nobody seem to be gone for long:
    for some of them; whether there are more."""
    local = chat.world.local
    if not local.to_note:
        local.to_note = list(chat.world.users)
    some = local.to_note[-NOTED:]
    del local.to_note[-NOTED:]  # from the end: nothing is moved
    for user in filter(None, map(chat.world.users.get, some)):
        if chat.disk_full:
            return False
        if user.visit in chat.world.visits:
            chat.emit(VisitSeen(visit=user.visit, at=chat.now, name=user.name))
        elif user.sessions:
            presence.note(chat, user)
    return bool(local.to_note)


def choose_name(chat: Chat, session: Session, text: str) -> None:
    """Take another name, which all in one's rooms read. Raises NameKept for who may not speak there, among others."""
    user = session.me
    name = check_name(chat, text, mine=user)
    if name != user.name and (refusal := rights.silenced(chat.world, user, user.rooms)):
        where = refusal.about if refusal.about.startswith("#") else chat.policy.server
        raise NameKept(name, where=where)
    rename(chat, session, text)


def rename(chat: Chat, session: Session, text: str) -> None:
    """Take another name, whatever they may say: that of their account, for one."""
    user = session.me
    name = check_name(chat, text, mine=user)
    before = user.name
    if name == before:
        return
    banned.check(chat, session, f"{name}!{user.username}@{user.host}", user.account)
    chat.check_space()
    staying.take_name(chat, user, name, session)
    if names.fold(before) != user.fold:
        monitor.went(chat, before)
        monitor.came(chat, user.source)


def leave(chat: Chat, session: Session, reason: LeaveReason, text: str = "") -> None:
    """The connection has ended; when it was the last one, a guest has gone."""
    if session.ended:
        return
    session.ended = True
    chat.world.local.strangers.discard(session)
    chat.world.local.watchers.clear(session)
    user = session.user
    if user is None:
        return
    chat.world.local.detach(session)
    chat.emit(ConnectionEnded(at=chat.now, party=user.party))
    if not user.sessions:
        if reason == "quit":
            text = rights.heard(chat.world, user, user.rooms, text)
        staying.end(chat, user, reason, text)


def _username(text: str) -> str:
    """The user part of nick!user@host: what the client gave, reduced to letters and digits."""
    plain = text.isascii() and text.isalnum()
    return (text if plain else _NO_USERNAME.sub("", text))[: masks.USER_LETTERS]
