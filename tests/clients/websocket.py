"""IRC over WebSocket, by the library `websockets`."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from tests.clients.client import Client
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

SOURCE = r"^(?:@\S+ )?:{who}!\S+ "


class WebSocket(Client):
    """Shows the lines as they come."""

    SHOWN: ClassVar[dict[str, str]] = {
        "message": SOURCE + "PRIVMSG #{room} :{text}",
        "private": SOURCE + "PRIVMSG [^#]+ :{text}",
        "joined": SOURCE + "JOIN #{room}",
        "left": SOURCE + "PART #{room}",
        "quit": SOURCE + "QUIT :.+",
        "renamed": SOURCE + "NICK :{new}",
        "topic": SOURCE + "TOPIC #{room} :{text}",
        "action": SOURCE + "PRIVMSG #{room} :\x01ACTION {text}\x01",
    }

    def __init__(self, name: str, home: Path, port: int, subprotocol: str) -> None:
        super().__init__(name, home, port)
        self.subprotocol = Subprotocol(subprotocol)
        self.is_binary = subprotocol.startswith("binary")
        self.lines: list[str] = []
        self.socket: ClientConnection | None = None

    async def start(self) -> None:
        address = f"ws://127.0.0.1:{self.port}/"
        self.socket = await connect(address, subprotocols=[self.subprotocol], compression=None, proxy=None)
        assert self.socket.subprotocol == self.subprotocol
        self.reader = asyncio.create_task(self._read(self.socket))
        await self.type("CAP REQ :server-time message-tags", f"NICK {self.name}", "USER w 0 * :W", "CAP END")
        await self.shows("", f"Welcome to the chat, {self.name}!")

    async def _read(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                frame = await socket.recv()
                assert isinstance(frame, bytes) == self.is_binary
                self.lines.append(frame.decode() if isinstance(frame, bytes) else frame)

    async def end(self) -> None:
        if self.socket is not None:
            await self.socket.close()
            await self.reader

    async def type(self, *lines: str) -> None:
        assert self.socket is not None
        for line in lines:
            await self.socket.send(line.encode() if self.is_binary else line)

    async def join(self, room: str) -> None:
        await self.type(f"JOIN #{room}")
        await self.sees("joined", self.name, room=room)

    async def say(self, room: str, text: str) -> None:
        await self.type(f"PRIVMSG #{room} :{text}")

    async def tell(self, who: str, text: str) -> None:
        await self.type(f"PRIVMSG {who} :{text}")

    async def set_topic(self, room: str, text: str) -> None:
        await self.type(f"TOPIC #{room} :{text}")

    async def rename(self, new: str) -> None:
        await self.type(f"NICK {new}")

    async def leave(self, room: str) -> None:
        await self.type(f"PART #{room}")

    async def quit(self) -> None:
        await self.type("QUIT")

    async def look(self, place: str) -> None:
        """It all comes over one connection."""

    def text(self, place: str) -> str:
        return "\n".join(self.lines)
