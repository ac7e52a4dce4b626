"""Reads a PROXY header from a socket that the loop does not own yet, and not a byte more: what follows may be TLS."""

from __future__ import annotations

import asyncio
import socket

from hubbub.wire.proxy import FIXED, LONGEST_TEXT, TEXT, BadHeader, ProxyHeader, parse_binary, parse_text, rest_of


async def read_header(sock: socket.socket) -> ProxyHeader | None:
    """For whom the proxy connects, NOBODY_KNOWN when it does not know; None when that is itself. Raises BadHeader or
    OSError.

    "The receiver MUST be configured to only receive the protocol described in this specification and MUST not try to
    guess whether the protocol header is present or not."
    """
    header = await _exactly(sock, len(TEXT))
    if header == TEXT:
        while not header.endswith(b"\n"):
            if len(header) >= LONGEST_TEXT:
                raise BadHeader("too long")
            header += await _exactly(sock, 1)
        return parse_text(header)
    header += await _exactly(sock, FIXED - len(header))
    return parse_binary(header + await _exactly(sock, rest_of(header)))


async def _exactly(sock: socket.socket, size: int) -> bytes:
    loop = asyncio.get_running_loop()
    data = b""
    while len(data) < size:
        more = await loop.sock_recv(sock, size - len(data))
        if not more:
            raise BadHeader("the connection ended")
        data += more
    return data
