"""What a connection looks like from above, whatever carries it: bytes of whole lines out, bytes in."""

from __future__ import annotations

import asyncio
from typing import Protocol

READ = 65536  # bytes at once


class Stream(Protocol):
    """A connection to a server."""

    async def read(self) -> bytes:
        """The next bytes; b"" at the end. Raises OSError."""

    def write(self, data: bytes) -> None:
        """Whole lines."""

    async def drain(self) -> None:
        """Wait until there is room for more. Raises OSError."""

    def close(self) -> None: ...


class Plain:
    """TCP, or TLS over it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def read(self) -> bytes:
        return await self.reader.read(READ)

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    async def drain(self) -> None:
        await self.writer.drain()

    def close(self) -> None:
        self.writer.close()
