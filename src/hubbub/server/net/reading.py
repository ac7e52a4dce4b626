"""How much of what has come is taken in one go: nobody else has a turn while it is cut into lines or frames."""

from __future__ import annotations

import asyncio

LITTLE = 4 * 1024  # bytes of lines: the worst, each of two bytes and none of them a line, take some milliseconds
MUCH = 256 * 1024  # of bodies, which are handed on as they are; what asyncio takes


def take_at_once(transport: asyncio.BaseTransport, size: int) -> None:
    """From now on so many bytes. TLS has its records; a transport of another loop than asyncio's takes what it does."""
    if hasattr(transport, "max_size"):
        transport.max_size = size
