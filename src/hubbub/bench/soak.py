"""People come in, talk and go, round after round: whether the server gives back what it took for them."""

from __future__ import annotations

import asyncio
import time

from .clients import Door, Listener, Target, text, wrapped
from .crowd import Tell
from .process import resident_bytes
from .storms import REST

PEOPLE = 200
ROOMS = 20
SAID = 25  # messages of each to their room
PATIENCE = 60.0  # seconds without any delivery after which what has not arrived is missing: others use the machine, too
FIRST = 10  # the first share of the time, in which a server may still take what it keeps


async def soak(target: Target, seconds: float, tell: Tell) -> dict[str, float]:
    """Rounds until the time is over, at least two. Figures: `first`, `last` and `most`, bytes of the server's memory,
    the first two when all had gone, and the `messages` that were said."""
    began = time.monotonic()
    first = last = most = 0
    number = 0
    while number < 2 or time.monotonic() < began + seconds:
        number += 1
        most = max(most, await _round(target, number))
        last = resident_bytes(target.pid)
        if not first or time.monotonic() < began + seconds / FIRST:
            first = last
        tell(f"round {number}: {last / (1 << 20):.1f} MB when all have gone")
    return {"first": first, "last": last, "most": most, "messages": number * PEOPLE * SAID}


async def _round(target: Target, number: int) -> int:
    """All of them come, under names that nobody had before, talk, and are gone a while; the memory while all are
    there."""
    door = Door(target)
    listeners: list[Listener] = []

    async def come_in(person: int) -> asyncio.Transport:
        transport = await door.come_in(f"s{number}x{person}", _room(number, person))
        listener = Listener()
        transport.set_protocol(listener)
        listeners.append(listener)
        return transport

    transports = list(await asyncio.gather(*map(come_in, range(PEOPLE))))
    for person, transport in enumerate(transports):
        said = f"PRIVMSG {_room(number, person)} :".encode()
        for _ in range(SAID):
            transport.write(wrapped("tcp", said + text(person, 100)))
    await _heard(listeners, PEOPLE * SAID * (PEOPLE // ROOMS - 1))
    there = resident_bytes(target.pid)
    for person, transport in enumerate(transports):
        if person % 2:
            transport.abort()
        else:
            transport.write(wrapped("tcp", b"QUIT :bye"))
    await asyncio.sleep(REST)
    for transport in transports:
        transport.abort()
    return there


def _room(number: int, person: int) -> str:
    """Others each round, so that all of it has to go."""
    return f"#soak{number}x{person % ROOMS}"


async def _heard(listeners: list[Listener], expected: int) -> None:
    """Wait until everybody has heard everything. Raises TimeoutError when nothing comes any more."""
    got, at = -1, time.monotonic()
    while (now := sum(listener.got for listener in listeners)) < expected:
        if now > got:
            got, at = now, time.monotonic()
        elif time.monotonic() > at + PATIENCE:
            raise TimeoutError(f"{expected - now} of {expected} messages did not arrive")
        await asyncio.sleep(0.02)
