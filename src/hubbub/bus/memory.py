"""A bus for tests: within one process, as bad as it is told to be, and always the same way for the same seed."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable

from .ports import Heard

Later = Callable[[float, Callable[[], object]], object]


class Air:
    """What all buses of a test share. The shares `lost` and `doubled` are of 0 to 1; each message takes up to `delay`
    seconds, so that later ones may come before. `later` does something in so many seconds, as a loop does."""

    def __init__(
        self,
        seed: int = 0,
        *,
        lost: float = 0.0,
        doubled: float = 0.0,
        delay: float = 0.0,
        later: Later | None = None,
    ) -> None:
        self.chance = random.Random(seed)
        self.lost = lost
        self.doubled = doubled
        self.delay = delay
        self.later: Later = later or (lambda seconds, do: asyncio.get_running_loop().call_later(seconds, do))
        self.listeners: defaultdict[str, list[tuple[MemoryBus, Heard]]] = defaultdict(list)
        self.counts: dict[str, int] = {"said": 0, "lost": 0, "doubled": 0}

    def carry(self, speaker: MemoryBus, subject: str, data: bytes) -> None:
        """Bring it to each listener, or not."""
        for listener, heard in self.listeners[subject]:
            self.counts["said"] += 1
            if self.chance.random() < self.lost:
                self.counts["lost"] += 1
                continue
            self._bring(listener, heard, data)
            if self.chance.random() < self.doubled:
                self.counts["doubled"] += 1
                self._bring(listener, heard, data)

    def _bring(self, listener: MemoryBus, heard: Heard, data: bytes) -> None:
        seconds = self.chance.random() * self.delay if self.delay else 0.0
        self.later(seconds, lambda: heard(data) if listener.is_up else None)


class MemoryBus:
    """One process's bus in the `Air`; `is_up` is set by who cuts it off."""

    def __init__(self, air: Air) -> None:
        self.air = air
        self.is_up = True

    def publish(self, subject: str, data: bytes) -> None:
        if self.is_up:
            self.air.carry(self, subject, data)

    async def subscribe(self, subject: str, heard: Heard) -> None:
        self.air.listeners[subject].append((self, heard))

    async def close(self) -> None:
        self.is_up = False
        for listeners in self.air.listeners.values():
            listeners[:] = [pair for pair in listeners if pair[0] is not self]
