"""Logins that outlive their connection: a token stands for the password, and is kept where no script can read it.

A connection asks for a ticket; the browser gives it back over HTTP and is given the token in a cookie. So the token is
seen by nobody but the browser and the server, which keeps its hash alone. What a guest's browser keeps in the same way
is the token of the visit.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import LoginForgotten, LoginKept
from hubbub.chat.party import NO_PARTY, Party, guest
from hubbub.chat.refusals import BadTicket, NotSecure
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import VISIT_MS
from hubbub.chat.world.push import Subscription
from hubbub.chat.world.session import Session
from hubbub.commands.sessions import entering

from . import push

MOST = 20  # of one account; one more ends the one that was used longest ago
LASTS_MS = 30 * 24 * 3_600_000  # since it was used last
RENEWED_MS = 24 * 3_600_000  # between two notes that it was used


class BrowserLogin(msgspec.Struct, frozen=True):
    """What a browser is to keep: the token, and for how many milliseconds."""

    token: str
    lasts: int


def ticket(chat: Chat, session: Session) -> str:
    """A ticket for the browser of this connection. Raises NotSecure, for accounts, where others could read along."""
    if session.me.account and not session.secure:
        raise NotSecure
    made = chat.services.secret()
    chat.world.local.tickets.offer(session, made, chat.clock)
    return made


def redeem(chat: Chat, given: str, *, secure: bool) -> BrowserLogin:
    """What the browser that has this ticket is to keep. Raises BadTicket, NotSecure or DiskFull."""
    session = chat.world.local.tickets.take(given, chat.clock)
    if session is None or session.ended or session.user is None:
        raise BadTicket
    chat.check_space()
    account = chat.world.accounts.numbers.get(session.user.number)
    if account is None:
        return BrowserLogin(entering.give_token(chat, session), VISIT_MS)
    if not secure:
        raise NotSecure
    token = chat.services.secret()
    before, session.login = session.login, _hash(token)
    push.goes_with(chat, session, account, before)
    _forget(chat, account, before)
    while len(account.logins) >= MOST:
        _forget(chat, account, next(iter(account.logins)))
    chat.emit(LoginKept(account=account.number, at=chat.now, token_hash=session.login))
    return BrowserLogin(token, LASTS_MS)


def owner(chat: Chat, session: Session, token: str) -> Account | None:
    """The account whose kept login has this token; the connection is known to be by it. None: it is no such token."""
    known = _hash(token)
    account = chat.world.accounts.logins.get(known) if session.secure else None
    if account is None:
        return None
    used = account.logins[known]
    if chat.aged() - used > LASTS_MS:
        _forget(chat, account, known)
        return None
    if chat.now - used > RENEWED_MS and not chat.disk_full:
        chat.emit(LoginKept(account=account.number, at=chat.now, token_hash=known))
    session.login = known
    return account


def party_of_token(chat: Chat, token: str, *, secure: bool) -> Party:
    """Whose browser has kept this token: an account's, over TLS alone, or a guest's; empty: nobody's."""
    known = _hash(token)
    account = chat.world.accounts.logins.get(known) if secure else None
    if account is not None:
        return account.party if chat.aged() - account.logins[known] <= LASTS_MS else NO_PARTY
    visit = chat.world.tokens.get(known)
    return guest(visit.number) if visit is not None else NO_PARTY


def device_of(chat: Chat, token: str, *, secure: bool) -> tuple[Account, Subscription] | None:
    """The account whose browser has kept this token, and where that browser is told of messages."""
    known = _hash(token)
    account = chat.world.accounts.logins.get(known) if secure else None
    if account is None or chat.aged() - account.logins[known] > LASTS_MS:
        return None
    told = [told for told in account.pushes.values() if told.token_hash == known]
    return (account, told[0]) if told else None


def forget(chat: Chat, session: Session) -> None:
    """The kept login by which this connection came is over, if there is one."""
    account = chat.world.accounts.logins.get(session.login)
    if account is not None:
        _forget(chat, account, session.login)
    session.login = b""


def forget_all(chat: Chat, account: Account, keeping: bytes = b"") -> None:
    """All kept logins of the account are over, but perhaps one."""
    for token_hash in [known for known in account.logins if known != keeping]:
        _forget(chat, account, token_hash)


def end(chat: Chat, token: str) -> None:
    """Whoever has this token logs out: it is good no more, and its connections end."""
    known = _hash(token)
    account = chat.world.accounts.logins.get(known)
    if account is None:
        return
    _forget(chat, account, known)
    user = chat.world.parties.get(account.party)
    for session in [one for one in user.sessions if one.login == known] if user else []:
        session.close("closed", "Logged out")


def _forget(chat: Chat, account: Account, token_hash: bytes) -> None:
    if token_hash in account.logins:
        push.end_with_login(chat, account, token_hash)
        chat.emit(LoginForgotten(account=account.number, token_hash=token_hash))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
