"""How connections end: with last words that arrive, and without waiting for those who never read them."""

from __future__ import annotations

import asyncio

SECONDS = 0.5
PATIENCE = 5.0  # seconds that the other side may take to read what was written


def linger(loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, patience: float = PATIENCE) -> None:
    """Say that nothing more comes, and close a moment later: a reset would take the last words along.

    The protocol throws away what it still receives.
    """
    if transport.is_closing():
        return
    try:
        if transport.can_write_eof():
            transport.write_eof()
    except OSError:  # the other side has cut the connection meanwhile
        transport.abort()
        return
    loop.call_later(SECONDS, finish, loop, transport, patience)


def finish(loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, patience: float = PATIENCE) -> None:
    """Close when everything written has been taken, and soon in any case."""
    transport.close()
    loop.call_later(patience, transport.abort)
