"""Devices that are told of messages over a push service."""

from __future__ import annotations

import msgspec


class Subscription(msgspec.Struct, frozen=True):
    """One device, as `PushSubscribed` has it."""

    endpoint: str
    at: int
    key: bytes
    secret: bytes
    caps: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    shown: bool = False
    token_hash: bytes = b""
