"""Who is at the other end of a connection, as the edge knows it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


def _nobody() -> None:
    """Nobody counts this connection."""


def _anywhere(address: str) -> str | None:
    """Nobody counts this connection, wherever it comes from."""
    return None


class Peer(msgspec.Struct, frozen=True):
    """`kind`: what the listener takes (any, plain, irc, http). `secure`: TLS, or this very machine.

    Whoever holds the transport when it is lost calls `gone`, once. `move` counts the connection with another address,
    or returns the reason why it cannot come from there.
    """

    address: str
    port: int
    secure: bool
    kind: str = "any"
    carrier: str = "tcp"  # tcp, tls, ws or wss
    cookie: str = ""  # the token that a browser has kept
    gone: Callable[[], None] = _nobody
    move: Callable[[str], str | None] = _anywhere
