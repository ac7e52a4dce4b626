"""Whether anybody decides, as far as the bus knows."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.conditions import until

from hubbub.bus import Bus, CannotReach
from hubbub.bus.memory import Air, MemoryBus
from hubbub.server.cluster import silence
from hubbub.server.cluster.messages import BEATS
from hubbub.server.cluster.silence import nobody_decides


async def test_it_ends_once_nobody_is_heard_and_not_while_the_bus_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "SILENT", 0.01)
    air, tries, looks = Air(), list[MemoryBus](), 0

    async def connect() -> Bus:
        tries.append(MemoryBus(air))
        if len(tries) == 1:
            raise CannotReach("there is none")
        tries[-1].is_up = False  # from the beginning: it would be over before anybody looks
        return tries[-1]

    decides = MemoryBus(air)
    waiting = asyncio.create_task(nobody_decides(connect, "one"))
    await until(lambda: air.listeners[f"hubbub.one.{BEATS}"])

    def another_look() -> bool:
        nonlocal looks
        looks += 1
        return looks > 10 or waiting.done()

    await until(another_look)
    assert not waiting.done()
    tries[-1].is_up = True
    decides.publish(f"hubbub.one.{BEATS}", b"")
    await waiting
    assert not air.listeners[f"hubbub.one.{BEATS}"]
