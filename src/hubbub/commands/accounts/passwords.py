"""Passwords as they are given: where they may be, which are taken, and hashing them in a thread."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from hubbub.chat.chat import Chat
from hubbub.chat.ports import Hasher, TooBusy
from hubbub.chat.refusals import BadPassword, NotSecure, TooManyLogins, WeakPassword
from hubbub.chat.world.session import Session
from hubbub.commands.guard.guessing import refuse_for
from hubbub.wire.addresses import network_of

LONGEST = 1024  # bytes of a password

T = TypeVar("T")


def hasher_for(chat: Chat, session: Session) -> Hasher:
    """What turns the passwords of this connection into what may be kept. Raises NotSecure."""
    if not session.secure:
        raise NotSecure
    return chat.services.hasher


def check_new(chat: Chat, password: str) -> None:
    """Raises BadPassword or WeakPassword."""
    check_form(password)
    if password != password.strip():  # which a line that is typed does not tell from what stands around it
        raise BadPassword(reason="it begins or ends with a space")
    shortest = chat.policy.shortest_password
    if len(password.encode()) < shortest:
        raise WeakPassword(reason=f"it has fewer than {shortest} bytes")


def check_form(password: str) -> None:
    """Raises BadPassword for what is no account's password."""
    if len(password) > LONGEST or len(password.encode()) > LONGEST:
        raise BadPassword(reason=f"it has more than {LONGEST} bytes")
    if "\0" in password:
        raise BadPassword(reason="it has a NUL character in it")


def count_new(chat: Chat, session: Session) -> None:
    """Count a password that is to be hashed for the first time. Raises TooManyTries."""
    registrations = chat.world.local.guesses.registrations
    registrations.free = chat.policy.registrations_per_10min  # the settings may have been read again
    network = network_of(session.address)
    refuse_for(registrations.wait(network, chat.clock))
    registrations.count(network, chat.clock)


async def hashed(chat: Chat, session: Session, work: Awaitable[T]) -> T:
    """What the hasher comes to, in a new turn. Raises TooManyLogins, or Ended."""
    try:
        return await chat.after(session, work)
    except TooBusy:
        chat.begin()
        raise TooManyLogins from None
