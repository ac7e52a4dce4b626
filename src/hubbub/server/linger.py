"""Last words that arrive: a connection closed while the other side still talks would lose them to a reset."""

from __future__ import annotations

import asyncio

SECONDS = 0.5


def linger(loop: asyncio.AbstractEventLoop, transport: asyncio.Transport) -> None:
    """Say that nothing more comes, and close a moment later. The protocol throws away what it still receives."""
    if transport.is_closing():
        return
    if transport.can_write_eof():
        transport.write_eof()
    loop.call_later(SECONDS, transport.close)
