"""Many clients at once: coming in, joining one room, and sitting there."""

from __future__ import annotations

import asyncio
import time

from .clients import Door, Listener, Target, wrapped
from .crowd import Tell
from .load import settled
from .process import cpu_seconds, resident_bytes
from .works import Carrier

AT_ONCE = 500  # connection attempts of a connect storm; the listen queue of most servers holds as many
JOINING = 120.0  # seconds at most that a join storm may take
REST = 2.0  # seconds between the last arrival and the look at the memory


class Joiner(Listener):
    """Joins a room; `joined` is done when the list of names has come."""

    def __init__(self, joined: asyncio.Future[None]) -> None:
        super().__init__()
        self.joined = joined
        self.tail = b""

    def data_received(self, data: bytes) -> None:
        if self.joined.done():
            return
        if b" 366 " in self.tail + data:
            self.joined.set_result(None)
        self.tail = data[-8:]

    def connection_lost(self, error: Exception | None) -> None:
        if not self.joined.done():
            self.joined.set_exception(ConnectionError("the server closed the connection of a client that joined"))


async def idle(target: Target, count: int, carrier: Carrier, tell: Tell) -> dict[str, float]:
    """Clients that come in, into no room, and say nothing more."""
    before = await _memory(target)
    transports = await _crowd(target, count, tell, at_once=100, carrier=carrier)
    after = await _memory(target)
    _leave(transports)
    return {"bytes": (after - before) / count}


async def connect_storm(target: Target, count: int, tell: Tell) -> dict[str, float]:
    """Clients that come in as fast as the server takes them."""
    cpu, start = cpu_seconds(target.pid), time.perf_counter()
    transports = await _crowd(target, count, tell, at_once=AT_ONCE)
    seconds = time.perf_counter() - start
    figures = {"cpu": await settled(target) - cpu, "seconds": seconds}
    _leave(transports)
    return figures


async def join_storm(target: Target, count: int, tell: Tell) -> dict[str, float]:
    """Clients that join one room in the same moment."""
    transports = await _crowd(target, count, tell, at_once=100)
    loop = asyncio.get_running_loop()
    joined: list[asyncio.Future[None]] = [loop.create_future() for _ in transports]
    for transport, done in zip(transports, joined, strict=True):
        transport.set_protocol(Joiner(done))
    cpu, start = cpu_seconds(target.pid), time.perf_counter()
    for transport in transports:
        transport.write(wrapped("tcp", b"JOIN #storm"))
    async with asyncio.timeout(JOINING):
        await asyncio.gather(*joined)
    seconds = time.perf_counter() - start
    figures = {"cpu": await settled(target) - cpu, "seconds": seconds}
    _leave(transports)
    return figures


async def arrive(target: Target, count: int, tell: Tell) -> dict[str, float]:
    """Clients that come in, and into the room where all the others are already."""
    cpu, start = cpu_seconds(target.pid), time.perf_counter()
    transports = await _crowd(target, count, tell, at_once=100, room="#storm")
    seconds = time.perf_counter() - start
    figures = {"cpu": await settled(target) - cpu, "seconds": seconds}
    _leave(transports)
    return figures


async def _crowd(
    target: Target, count: int, tell: Tell, at_once: int, room: str = "", carrier: Carrier = "tcp"
) -> list[asyncio.Transport]:
    tell(f"{count} connections")
    door = Door(target, carrier, at_once=at_once)

    async def come_in(number: int) -> asyncio.Transport:
        transport = await door.come_in(f"c{number}", room)
        transport.set_protocol(Listener())
        return transport

    return list(await asyncio.gather(*map(come_in, range(count))))


async def _memory(target: Target) -> int:
    await asyncio.sleep(REST)
    return resident_bytes(target.pid)


def _leave(transports: list[asyncio.Transport]) -> None:
    for transport in transports:
        transport.abort()
