"""Who is at the other end of a connection, as the edge knows it."""

from __future__ import annotations

import hashlib
from typing import Any, Protocol

import msgspec


class Counted(Protocol):
    """Where a connection is counted."""

    address: str

    def move(self, address: str) -> str | None:
        """Count it with this address from now on; or return the reason why it cannot come from there."""

    def gone(self) -> None:
        """It has ended."""


class NotCounted:
    """Nobody counts this connection, wherever it comes from."""

    address = ""

    def move(self, address: str) -> str | None:
        return None

    def gone(self) -> None:
        return None


NOT_COUNTED = NotCounted()


CONSOLE, INSIDE = "console", "inside"


class Peer(msgspec.Struct, frozen=True):
    """`kind`: what the listener takes (any, plain, irc, http, metrics), CONSOLE, or INSIDE for one without a socket.

    `secure`: TLS, or this very machine. Whoever holds the transport when it is lost tells `counted`, once.
    """

    address: str
    port: int
    secure: bool
    kind: str = "any"
    carrier: str = "tcp"  # tcp, tls, ws or wss
    silent: bool = False  # has said nothing until it was greeted, and may be a program all the same
    cookie: str = ""  # the token that a browser has kept
    counted: Counted = NOT_COUNTED

    @property
    def is_trusted(self) -> bool:
        """Whether it is a part of the server, or whoever runs it: it may be silent, and talk as fast as it likes."""
        return self.kind in (CONSOLE, INSIDE)


def asked_host(handshake: Any) -> str:
    """Which of our host names the client asked for in TLS, folded; empty when it named none."""
    return str(getattr(handshake, "asked_host", ""))


def fingerprint(handshake: Any) -> str:
    """SHA-256 of the certificate that the client has shown, in lower-case hex digits; empty: none."""
    certificate = handshake.getpeercert(binary_form=True)
    return hashlib.sha256(certificate).hexdigest() if certificate else ""
