"""An engine with real sockets on loopback, around any log."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.memory_chat import Controlled

from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.chat.ports import Log, PublicAddress
from hubbub.log.memory import MemoryLog
from hubbub.server.core.engine import Engine
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import Peer
from hubbub.settings import Limits

NO_FLOOD = Limits(flood_burst=0)


class Served:
    """A running engine; `connect` joins it as the kind of client its listener takes."""

    def __init__(self, engine: Engine, port: int) -> None:
        self.engine = engine
        self.port = port
        self.clients: list[Client] = []

    async def connect(self, *, receive_buffer: int | None = None) -> Client:
        client = await connected(self.port, receive_buffer=receive_buffer)
        self.clients.append(client)
        return client

    async def irc(self, name: str, *caps: str) -> Client:
        """Somebody registered on IRC; the welcome is read already."""
        client = await self.connect()
        if caps:
            client.send(f"CAP REQ :{' '.join(caps)}")
        client.send(f"NICK {name}", f"USER {name} 0 * :{name}", *(["CAP END"] if caps else []))
        await client.until(" 422 ")
        return client


class Client:
    """One connection, seen as lines."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())

    async def line(self) -> str:
        """The next line; empty at the end of the connection."""
        return (await self.reader.readline()).decode().rstrip("\r\n")

    async def until(self, part: str) -> list[str]:
        """Lines up to the first that holds `part`, that one included."""
        lines: list[str] = []
        while not lines or part not in lines[-1]:
            raw = await self.reader.readline()
            assert raw, f"the connection ended before {part!r}; it said {lines}"
            lines.append(raw.decode().rstrip("\r\n"))
        return lines

    async def rest(self) -> list[str]:
        """All lines until the connection ends."""
        return [line.decode(errors="replace").rstrip("\r\n") for line in (await self.reader.read()).splitlines()]


async def connected(
    port: int, *, host: str = "127.0.0.1", say: bytes = b"", receive_buffer: int | None = None
) -> Client:
    """A raw connection. `say`: its first words; `receive_buffer`: of the kernel, so that a slow reader soon shows."""
    sock = socket.socket()
    if receive_buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, (host, port))
    client = Client(*await asyncio.open_connection(sock=sock, limit=1 << 20))
    client.writer.write(say)
    return client


@asynccontextmanager
async def serving(
    kind: str = "irc",
    *,
    limits: Limits = NO_FLOOD,
    policy: Policy | None = None,
    log: Log | None = None,
    lobby: str = "",
) -> AsyncIterator[Served]:
    """An engine that serves one kind of client on a port of its own."""
    engine = Engine(log or MemoryLog(fold), policy or Policy(), limits, lobby, Controlled(), PublicAddress)
    engine.start()
    loop = asyncio.get_running_loop()

    def connection() -> LineProtocol:
        return LineProtocol(engine, Peer("127.0.0.1", 0, True, kind), kind)

    listening = socket.create_server(("127.0.0.1", 0))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)  # inherited: a slow reader is soon noticed
    server = await loop.create_server(connection, sock=listening)
    served = Served(engine, server.sockets[0].getsockname()[1])
    try:
        yield served
    finally:
        server.close()
        for client in served.clients:
            client.writer.transport.abort()
        await engine.stop()
        await server.wait_closed()
