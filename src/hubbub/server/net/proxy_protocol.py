"""Reads a PROXY header from a socket that the loop does not own yet, and not a byte more: what follows may be TLS."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

from hubbub.wire.proxy import FIXED, LONGEST_TEXT, TEXT, BadHeader, ProxyHeader, parse_binary, parse_text, rest_of


class Networks:
    """Some addresses and networks, asked of for every new connection."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._networks = [ipaddress.ip_network(text, strict=False) for text in texts]

    def __contains__(self, address: str) -> bool:
        if not self._networks:
            return False
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip.version == network.version and ip in network for network in self._networks)


async def read_header(sock: socket.socket) -> ProxyHeader | None:
    """For whom the proxy connects; None when that is itself. Raises BadHeader or OSError.

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
