"""How long nothing comes through when something is killed while one talks and another listens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from .clients import Door, Listener, Target, Witness, text
from .crowd import Tell

ROOM = "#silence"
PACE = 0.01  # seconds between two messages
BEFORE = 100  # messages that are heard before the kill, and again after it
TOO_LONG = 60.0


class Ear(Witness):
    """Notes the longest time between two arrivals, in seconds."""

    def __init__(self) -> None:
        super().__init__(lambda talker, count: None)
        self.longest = 0.0
        self.last = time.perf_counter()

    def data_received(self, data: bytes) -> None:
        before = self.got
        super().data_received(data)
        if self.got > before:
            now = time.perf_counter()
            self.longest, self.last = max(self.longest, now - self.last), now


async def listen_to_silence(target: Target, ready: Callable[[], None], tell: Tell) -> dict[str, float]:
    """`ready` is called when it is to be killed. Figures: `silence` (s), `missing` messages, `sent`."""
    door = Door(target)
    talker, listener = [await door.come_in(name, ROOM) for name in ("talks", "hears")]
    ear = Ear()
    talker.set_protocol(Listener())
    listener.set_protocol(ear)
    sent = await _talk(talker, ear, BEFORE)
    ready()
    ear.longest = 0.0
    sent += await _talk(talker, ear, sent + BEFORE)
    await _heard(ear, sent)
    tell(f"nothing for {ear.longest:.2f} s")
    talker.abort()
    listener.abort()
    return {"silence": ear.longest, "missing": sent - ear.got, "sent": sent}


async def _talk(talker: asyncio.Transport, ear: Ear, count: int) -> int:
    """Say something, again and again, until so many were heard; how many were said."""
    said, until = 0, time.perf_counter() + TOO_LONG
    while ear.got < count:
        if ear.lost or talker.is_closing() or time.perf_counter() > until:
            raise ConnectionError("a connection was lost, or nothing came through any more")
        talker.write(f"PRIVMSG {ROOM} :".encode() + text(0, 100) + b"\r\n")
        said += 1
        await asyncio.sleep(PACE)
    return said


async def _heard(ear: Ear, count: int) -> None:
    until = time.perf_counter() + TOO_LONG
    while time.perf_counter() < until:
        if ear.got >= count:
            return
        await asyncio.sleep(PACE)
