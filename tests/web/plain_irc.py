"""Somebody with a plain IRC client, for a room that a browser is in, too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 60.0  # seconds


class PlainIrc:
    """RFC 2812 and nothing else. `lines`: all that came so far."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.lines: list[str] = []

    @classmethod
    @asynccontextmanager
    async def join(cls, port: int, name: str, room: str) -> AsyncIterator[PlainIrc]:
        irc = cls(*await asyncio.open_connection("127.0.0.1", port))
        try:
            irc.send(f"NICK {name}\r\nUSER {name} 0 * :{name}")
            await irc.until(" 001 ")
            irc.send(f"JOIN {room}")
            await irc.until(" 366 ")
            yield irc
        finally:
            irc.writer.close()
            await irc.writer.wait_closed()

    def send(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")

    async def until(self, text: str) -> str:
        """Read on until a line that was not looked at before holds the text; that line."""
        async with asyncio.timeout(PATIENCE):
            while True:
                line = (await self.reader.readline()).decode().rstrip("\r\n")
                assert line or not self.reader.at_eof(), f"closed before {text!r}"
                self.lines.append(line)
                if line.startswith("PING"):
                    self.send(line.replace("PING", "PONG", 1))
                if text in line:
                    return line
