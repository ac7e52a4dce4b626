"""Tokens of programs: whoever has one does as the owner of an account may, within its scopes (docs/api.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

from hubbub.chat.chat import Chat
from hubbub.chat.events import TokenMade, TokenRevoked, TokenUsed
from hubbub.chat.refusals import BadApiToken, NoSuchAccount, NoSuchToken, NotSecure, TooManyTokens
from hubbub.chat.rights import Action
from hubbub.chat.rights.scopes import Scope, read_scopes
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.chat.world.tokens import Token
from hubbub.commands.guard.actors import CONSOLE, actor
from hubbub.commands.guard.identity import logged_in
from hubbub.typed.durations import DAY

MOST = 50  # of one account
LASTS_MS = 90 * DAY  # unless it is said how long
MARK = "hubbub_"  # how each begins, so that it is known for what it is where it should not be
NOTED_MS = 3_600_000  # between two notes that it was used

_NAME = re.compile(r"[\w.-]{1,32}")


def make(
    chat: Chat, session: Session, name: str, scopes: Sequence[str], lasts: int = LASTS_MS, owner: str = ""
) -> tuple[Token, str]:
    """A token of one's own account, or for operators of that of `owner`; it, and what is shown of it only now.

    `lasts`: milliseconds, 0: for ever. Raises NotSecure, NotLoggedIn, NotServerOperator, NoSuchAccount, BadApiToken,
    TooManyTokens, DiskFull.
    """
    if not session.secure:
        raise NotSecure
    account = _account(chat, session, owner)
    lasts = _check_lasting(chat, name, lasts)
    if not _NAME.fullmatch(name):
        raise BadApiToken(name, reason="its name is 1 to 32 letters, digits, dots and hyphens")
    if chat.world.api_tokens.named(account.number, name) is not None:
        raise BadApiToken(name, reason="there is one of that name already; revoke it first, or take another name")
    try:
        read_scopes(scopes)
    except ValueError as error:
        raise BadApiToken(name, reason=str(error)) from None
    if len(chat.world.api_tokens.of(account.number)) >= MOST:
        raise TooManyTokens(limit=str(MOST))
    chat.check_space()
    secret = MARK + chat.services.secret()
    number = chat.world.api_tokens.last + 1
    chat.emit(
        TokenMade(
            number=number,
            account=account.number,
            at=chat.now,
            name=name,
            token_hash=_hash(secret),
            scopes=tuple(scopes),
            until=chat.now + lasts if lasts else 0,
            by=_source(session),
        ),
        session,
    )
    return chat.world.api_tokens.numbers[number], secret


def listed(
    chat: Chat, session: Session, owner: str = "", *, everybody: bool = False
) -> Iterator[tuple[Account, Token]]:
    """The tokens of one's account, or for operators those of `owner` or of all accounts, found one after the other.
    Raises as `make` does, at once."""
    if everybody:
        actor(session, Action.MANAGE_ACCOUNTS)
        return _of(chat, sorted(chat.world.api_tokens.accounts))
    return _of(chat, [_account(chat, session, owner).number])


def _of(chat: Chat, owners: Sequence[int]) -> Iterator[tuple[Account, Token]]:
    for number in owners:
        account = chat.world.accounts.numbers.get(number)
        if account is not None:
            yield from ((account, token) for token in chat.world.api_tokens.of(number))


def revoke(chat: Chat, session: Session, name: str, owner: str = "") -> Token:
    """It is good no more, and what goes on by it ends. Raises as `make` does, and NoSuchToken."""
    account = _account(chat, session, owner)
    token = chat.world.api_tokens.named(account.number, name)
    if token is None:
        raise NoSuchToken(name)
    chat.check_space()
    _revoke(chat, token, account, session)
    return token


def revoke_all(chat: Chat, account: Account) -> None:
    """Nobody does anything by a token of the account any more."""
    for token in chat.world.api_tokens.of(account.number):
        _revoke(chat, token, account, None)


def find(chat: Chat, secret: str) -> Token | None:
    """The token that is good now; None: there is none, or it is over."""
    token = chat.world.api_tokens.hashes.get(_hash(secret)) if secret.startswith(MARK) else None
    return token if token is not None and token.holds(chat.now) else None


def used(chat: Chat, token: Token) -> None:
    """It was used just now, which is noted now and then."""
    if not 0 <= chat.now - token.used_at < NOTED_MS and not chat.disk_full:
        chat.emit(TokenUsed(number=token.number, at=chat.now))


def scopes_of(token: Token) -> tuple[Scope, ...]:
    """What it may be used for."""
    return read_scopes(token.scopes)


def _check_lasting(chat: Chat, name: str, lasts: int) -> int:
    """For how long it may be good, in milliseconds. Raises BadApiToken."""
    days = chat.policy.token_days
    if not days or 0 < lasts <= days * DAY:
        return lasts
    if lasts == LASTS_MS:
        return days * DAY
    raise BadApiToken(name, reason=f"here one is good for {days} days at most: add the words for {days}d")


def _account(chat: Chat, session: Session, owner: str) -> Account:
    """Whose tokens are meant: others' are the affair of operators."""
    if not owner:
        if not session.console:
            return logged_in(chat, session)
        raise NoSuchAccount(owner)
    account = chat.world.accounts.named(owner)
    if not session.console and account is not None and account.party == session.me.party:
        return logged_in(chat, session)
    actor(session, Action.MANAGE_ACCOUNTS)
    if account is None:
        raise NoSuchAccount(owner)
    return account


def _revoke(chat: Chat, token: Token, account: Account, session: Session | None) -> None:
    by = _source(session) if session is not None else chat.policy.server
    chat.emit(TokenRevoked(number=token.number, at=chat.now, account=account.number, name=token.name, by=by), session)
    user = chat.world.parties.get(account.party)
    for one in [one for one in user.sessions if one.login == token.token_hash] if user else []:
        one.close("closed", "The token was revoked")


def _source(session: Session) -> str:
    return CONSOLE.source if session.console else session.me.source


def _hash(secret: str) -> bytes:
    return sha256(secret.encode(errors="replace")).digest()
