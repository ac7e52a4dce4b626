"""Who is told of messages while they are away, over a push service."""

from __future__ import annotations

from typing import ClassVar

from .event import Event


class PushSubscribed(Event, frozen=True, kw_only=True):
    """A device of an account's owner is told of what is meant for them, at this address of a push service.

    It takes the place of a subscription of that address, whoever's that was. `key`, `secret`: the device's public key,
    an uncompressed point of P-256, and what it shares with us (RFC 8291: `p256dh`, `auth`). `caps`: the names of the
    capabilities by which it reads what it is told. `quiet`: names of rooms and people of which it is not told. `shown`:
    it is told of nothing but messages. `token_hash`: of the kept login of its browser, with which it ends, or empty.
    """

    state: ClassVar[bool] = True
    account: int
    at: int
    endpoint: str
    key: bytes
    secret: bytes
    caps: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    shown: bool = False
    token_hash: bytes = b""


class PushUnsubscribed(Event, frozen=True, kw_only=True):
    """It is told of nothing any more."""

    state: ClassVar[bool] = True
    account: int
    endpoint: str
