"""Everybody loses the server at once and comes back, while who is back goes on talking."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress

from .clients import Door, Listener, Target, Witness, text
from .crowd import Tell
from .load import percentile

ROOM = 100  # people in each room, the first of whom talks
PACE = 1.0  # seconds between two messages of a talker
AGAIN = 0.25  # seconds before the next attempt to connect, and up to twice that
TOO_LONG = 300.0
AT_ONCE = 500  # attempts to connect; the listen queue of most servers holds as many


class Guest:
    """Somebody who comes back whenever the connection is lost. The first of each room talks, and sees the echo."""

    def __init__(self, door: Door, number: int) -> None:
        self.door = door
        self.name = f"g{number}"
        self.room = f"#back{number // ROOM}"
        self.talks = number % ROOM == 0
        self.sent = 0
        self.transport: asyncio.Transport | None = None
        self.listener = self._listener()

    @property
    def here(self) -> bool:
        return self.transport is not None and not self.listener.lost

    async def stay(self) -> None:
        """Come in, talk, and come in again, until cancelled."""
        while True:
            await self._come_in()
            while self.here:
                if self.talks:
                    self._say()
                await asyncio.sleep(PACE)

    async def _come_in(self) -> None:
        while not self.here:
            with suppress(OSError, TimeoutError):
                self.transport = await self.door.come_in(self.name, self.room, ("echo-message",) if self.talks else ())
                self.listener = self._listener()
                self.transport.set_protocol(self.listener)
                return
            await asyncio.sleep(AGAIN * (1 + random.random()))

    def _say(self) -> None:
        assert self.transport is not None
        self.sent += 1
        self.transport.write(f"PRIVMSG {self.room} :".encode() + text(0, 100) + b"\r\n")

    def _listener(self) -> Listener:
        return Witness(lambda talker, count: None) if self.talks else Listener()


async def come_back(target: Target, count: int, ready: Callable[[], None], tell: Tell) -> dict[str, float]:
    """`ready` is called when all are there: now the server is to be killed and started again. And when all are back.

    Figures: `seconds` from when all connections were lost until all were back, `p99` (ms) of what was said meanwhile
    and echoed, and how many messages that were.
    """
    door = Door(target, at_once=AT_ONCE)
    guests = [Guest(door, number) for number in range(count)]
    staying = [asyncio.create_task(guest.stay()) for guest in guests]
    tell(f"{count} connections")
    await _until(lambda: all(guest.here for guest in guests))
    ready()
    await _until(lambda: not any(guest.here for guest in guests))
    start = time.perf_counter()
    tell("the server is gone")
    await _until(lambda: all(guest.here for guest in guests))
    seconds = time.perf_counter() - start
    ready()
    await asyncio.sleep(2 * PACE)  # so that who talks has been heard since, however quick it was
    took = sorted(took for guest in guests if isinstance(guest.listener, Witness) for took in guest.listener.took)
    for task in staying:
        task.cancel()
    for guest in guests:
        if guest.transport is not None:
            guest.transport.abort()
    return {"seconds": seconds, "p99": percentile(took, 0.99) / 1e6, "echoed": len(took)}


async def _until(so: Callable[[], bool]) -> None:
    """Look now and then: ten thousand guests who all say when they are there would be heard for longer."""
    end = time.perf_counter() + TOO_LONG
    while time.perf_counter() < end:
        if so():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError(f"not all came back within {TOO_LONG:g} seconds")
