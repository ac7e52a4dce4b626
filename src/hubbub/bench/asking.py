"""One client that asks and waits for the answer, again and again: history and search."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from .clients import Door, Target, all_caps, wrapped
from .crowd import Tell
from .load import percentile
from .process import cpu_seconds


class Asker(asyncio.Protocol):
    """Waits for the end of each answer."""

    def __init__(self, until: bytes) -> None:
        self.until = until
        self.seen = bytearray()
        self.answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.seen += data
        if not self.answered.done() and self._ended():
            self.answered.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.answered.done():
            self.answered.set_exception(ConnectionError("the server closed the connection of a client that asked"))

    def next(self) -> None:
        self.seen.clear()
        self.answered = asyncio.get_running_loop().create_future()

    def _ended(self) -> bool:
        """The last line, whole, is the end of an answer or a refusal."""
        if not self.seen.endswith(b"\r\n"):
            return False
        last = self.seen[self.seen.rfind(b"\n", 0, -1) + 1 :]
        if b"FAIL " in last:
            raise ConnectionError(f"the server refused: {last.decode().strip()}")
        return self.until in last


async def ask(target: Target, room: str, questions: Sequence[str], until: str, tell: Tell) -> dict[str, float]:
    """Milliseconds that answers take, and the server's CPU seconds for one."""
    transport = await Door(target).come_in("asker", room, all_caps())
    asker = Asker(until.encode())
    transport.set_protocol(asker)
    tell(f"{len(questions)} questions")
    took: list[int] = []
    cpu = cpu_seconds(target.pid)
    for question in questions:
        asker.next()
        start = time.perf_counter_ns()
        transport.write(wrapped("tcp", question.encode()))
        await asyncio.wait_for(asker.answered, 60)
        took.append(time.perf_counter_ns() - start)
    took.sort()
    cpu = cpu_seconds(target.pid) - cpu
    transport.abort()
    return {"p50": percentile(took, 0.5) / 1e6, "p99": percentile(took, 0.99) / 1e6, "cpu": cpu / len(questions)}
