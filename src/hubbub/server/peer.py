"""Who is at the other end of a connection, as the edge knows it."""

from __future__ import annotations

import msgspec


class Peer(msgspec.Struct, frozen=True):
    """`kind`: what the listener takes (any, plain, irc, http). `secure`: TLS, or this very machine."""

    address: str
    port: int
    secure: bool
    kind: str = "any"
    carrier: str = "tcp"  # tcp, tls, ws or wss
