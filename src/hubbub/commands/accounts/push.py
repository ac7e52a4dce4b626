"""Devices that are told of messages while nobody is connected on them, over push services (draft/webpush).

An account has them, for a guest is nobody once they have gone (decision 32).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import PushSubscribed, PushUnsubscribed
from hubbub.chat.refusals import NoWay, PushFull, PushOff
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.push import Subscription
from hubbub.chat.world.session import Session
from hubbub.commands.guard.identity import logged_in
from hubbub.typed.durations import DAY

MOST = 4  # of one account
QUIET = 50  # rooms and people of which one device is not told
LASTS_MS = 60 * DAY  # since the device said so last
RENEWED_MS = DAY  # between two notes that it said so


async def subscribe(chat: Chat, session: Session, wanted: Subscription) -> None:
    """A device of theirs is told of messages from now on; `at` and `token_hash` of what is wanted do not count.

    Raises PushOff, NotLoggedIn, BadEndpoint, PushFull or NoWay.
    """
    service = chat.services.push
    if service is None:
        raise PushOff
    account = logged_in(chat, session)
    _check_room(account, wanted.endpoint)
    await chat.after(session, service.check(wanted.endpoint, wanted.key))
    account = logged_in(chat, session)
    _check_room(account, wanted.endpoint)
    _check_space(chat, wanted.endpoint, "REGISTER")
    session.pushed_at = wanted.endpoint
    _note(chat, account, wanted, session.login)


def unsubscribe(chat: Chat, session: Session, endpoint: str) -> None:
    """It is not any more; nothing happens where it was not. Raises NotLoggedIn or NoWay."""
    if endpoint in logged_in(chat, session).pushes:
        _check_space(chat, endpoint, "UNREGISTER")
        end(chat, endpoint)


def move(chat: Chat, account: Account, before: Subscription, wanted: Subscription) -> None:
    """A device is reached at another address, and is told of the same things there. Raises NoWay."""
    _check_space(chat, wanted.endpoint, "REGISTER")
    end(chat, before.endpoint)
    _note(
        chat,
        account,
        msgspec.structs.replace(wanted, caps=before.caps, quiet=before.quiet, shown=before.shown),
        before.token_hash,
    )


def end(chat: Chat, endpoint: str) -> None:
    """Nobody is told of anything there: the push service says that the device has gone, or its person went."""
    account = chat.world.accounts.endpoints.get(endpoint)
    if account is not None:
        chat.emit(PushUnsubscribed(account=account.number, endpoint=endpoint))


def end_with(chat: Chat, account: Account, session: Session) -> None:
    """The device of this connection is theirs no more."""
    _end_those(chat, account, lambda told: _is_of(told, session))


def end_with_login(chat: Chat, account: Account, token_hash: bytes) -> None:
    """The kept login of a browser is over, and so is what the browser is told."""
    _end_those(chat, account, lambda told: told.token_hash == token_hash)


def end_others(chat: Chat, account: Account, session: Session | None) -> None:
    """None of their devices is, but that of this connection."""
    _end_those(chat, account, lambda told: session is None or not _is_of(told, session))


def goes_with(chat: Chat, session: Session, account: Account, before: bytes) -> None:
    """What the device of this connection is told goes with its kept login, which is another one than `before`."""
    for told in list(account.pushes.values()):
        if told.token_hash != session.login and (
            told.endpoint == session.pushed_at or (before and told.token_hash == before)
        ):
            _note(chat, account, told, session.login)


def forget_old(chat: Chat) -> None:
    """Devices that have not said for long that they want to be told are told no more."""
    pushed = chat.world.accounts.pushed
    if not chat.disk_full:
        now = chat.aged()
        for account in list(pushed.values()):
            _end_those(chat, account, lambda told: now - told.at > LASTS_MS)


def _is_of(told: Subscription, session: Session) -> bool:
    return told.endpoint == session.pushed_at or bool(session.login and told.token_hash == session.login)


def _end_those(chat: Chat, account: Account, are: Callable[[Subscription], bool]) -> None:
    for told in [told for told in account.pushes.values() if are(told)]:
        end(chat, told.endpoint)


def _check_room(account: Account, endpoint: str) -> None:
    if endpoint not in account.pushes and len(account.pushes) >= MOST:
        raise PushFull(endpoint, command="REGISTER", limit=str(MOST))


def _check_space(chat: Chat, endpoint: str, command: str) -> None:
    if chat.disk_full:
        raise NoWay(endpoint, command=command, reason="the disk of the server is full, try again later")


def _note(chat: Chat, account: Account, wanted: Subscription, token_hash: bytes) -> None:
    """Unless the same was noted lately."""
    known = account.pushes.get(wanted.endpoint)
    event = PushSubscribed(
        account=account.number,
        at=chat.now,
        endpoint=wanted.endpoint,
        key=wanted.key,
        secret=wanted.secret,
        caps=wanted.caps,
        quiet=wanted.quiet,
        shown=wanted.shown,
        token_hash=token_hash,
    )
    if known is None or _said(known) != _said(event) or chat.now - known.at > RENEWED_MS:
        chat.emit(event)


def _said(told: Subscription | PushSubscribed) -> tuple[object, ...]:
    return told.key, told.secret, told.caps, told.quiet, told.shown, told.token_hash
