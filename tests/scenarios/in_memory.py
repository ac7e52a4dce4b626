"""A whole server without sockets, files or other processes: the engine on a log in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from tests.scenarios.person import Wire
from tests.support.memory_chat import Controlled

from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.chat.ports import PublicAddress
from hubbub.log.memory import MemoryLog
from hubbub.server.core.engine import Engine
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import Peer
from hubbub.settings import Limits


class Pipe(asyncio.Transport):
    """A transport whose far end is in the same process."""

    def __init__(self, protocol: LineProtocol) -> None:
        super().__init__()
        self.protocol = protocol
        self.written: asyncio.Queue[bytes] = asyncio.Queue()
        self.closing = False
        protocol.connection_made(self)

    # the server's end

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if data and not self.closing:
            self.written.put_nowait(bytes(data))

    def close(self) -> None:
        if not self.closing:
            self.closing = True
            self.written.put_nowait(b"")
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    abort = close

    def is_closing(self) -> bool:
        return self.closing

    def can_write_eof(self) -> bool:
        return False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    # the person's end

    async def send(self, data: bytes) -> None:
        await _next_moment()
        if not self.closing:
            self.protocol.data_received(data)

    async def receive(self) -> bytes:
        return await self.written.get()

    async def cut(self) -> None:
        if not self.closing:
            self.closing = True
            self.protocol.connection_lost(ConnectionResetError())


async def _next_moment() -> None:
    """Whatever people do one after the other has different times in the log, which counts milliseconds."""
    before = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 == before:  # noqa: ASYNC110 (a clock sets no Event)
        await asyncio.sleep(0)


class InMemory:
    """Implements `play.Server`."""

    async def start(self, settings: Mapping[str, str]) -> None:
        self.settings = settings
        self.log = MemoryLog(fold)
        self._start()

    def _start(self) -> None:
        policy = Policy(server="chat.example", password=self.settings.get("password", ""))
        self.engine = Engine(
            self.log, policy, Limits(flood_burst=0), self.settings.get("lobby", "#lobby"), Controlled(), PublicAddress
        )
        self.engine.start()

    async def connect(self, kind: str, name: str) -> Wire:
        assert kind in ("nc", "irc"), "other clients are processes"
        return Pipe(LineProtocol(self.engine, Peer("127.0.0.1", 50_000, True, "any"), "plain"))

    async def restart(self) -> None:
        """What was not in the log is lost."""
        self.engine.chores.stop()
        self.log = self.log.after_a_crash()
        self._start()

    async def stop(self) -> None:
        await self.engine.stop()
