"""A name is taken as long as whoever decides hears somebody who has it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from hubbub.bus.memory import Air, MemoryBus
from hubbub.server.cluster import naming
from hubbub.server.cluster.messages import DeciderBeat, to_bytes

Nodes = dict[str, tuple[int, int, int]]


async def last(nodes: Callable[[int], Nodes] | None, monkeypatch: pytest.MonkeyPatch) -> int | None:
    """The last epoch of "n". The beats of who decides tell of these `nodes`, one after the other; None: nobody does."""
    monkeypatch.setattr(naming, "ANYBODY", 0.5 if nodes else 0.02)
    monkeypatch.setattr(naming, "SOMEBODY", 0.1)
    air = Air()

    async def beat() -> None:
        count = 0
        while nodes is not None:
            told = DeciderBeat(1, 1, True, "d", "1", nodes(count))
            MemoryBus(air).publish("hubbub.c.beats", to_bytes(told))
            MemoryBus(air).publish("hubbub.c.beats", b"?")
            count += 1
            await asyncio.sleep(0)

    beating = asyncio.create_task(beat())
    found = await naming.last_epoch(MemoryBus(air), "hubbub.c", "n")
    beating.cancel()
    with suppress(asyncio.CancelledError):
        await beating
    return found


async def test_a_name_is_taken_while_somebody_who_has_it_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await last(lambda count: {"n": (7, 3 + count // 3, 0), "m": (1, 1, 1)}, monkeypatch) is None
    assert await last(lambda count: {"n": (7, count // 3, 0)}, monkeypatch) is None
    assert await last(lambda count: {"n": (7 + count // 3, 1, 0)}, monkeypatch) is None


async def test_a_name_is_free_that_nobody_has_or_had_who_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await last(lambda count: {"m": (1, count, 1)}, monkeypatch) == 0
    assert await last(lambda _: {"n": (7, 3, 0)}, monkeypatch) == 7
    assert await last(None, monkeypatch) == 0
