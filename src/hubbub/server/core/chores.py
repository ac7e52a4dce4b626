"""Does what is to be done every so often, each in a turn of the chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

LOOK = 5.0  # seconds between looks at what is due
PAUSE = 0.01  # seconds for others, between two that are due, and two parts of one that takes longer

Row = tuple[float, Callable[[], bool | None], bool]
"""Every so many seconds, what (true from it: there is more, soon), and whether also at once."""


class Chores:
    """`begin` begins a turn. One that fails is logged, and is tried again when it is due again; the others go on."""

    def __init__(self, loop: asyncio.AbstractEventLoop, begin: Callable[[], None], rows: Sequence[Row]) -> None:
        self.loop = loop
        self.begin = begin
        self.rows = rows
        self.due: list[float] = [0.0] * len(rows)  # when each is to be done next
        self.timer: asyncio.TimerHandle | None = None
        self.unfinished: dict[int, asyncio.TimerHandle] = {}  # by their places in `rows`

    def start(self) -> None:
        """Do what is to be done at once, and begin to look at the clock."""
        now = self.loop.time()
        self.due = [now if at_start else now + every for every, _, at_start in self.rows]
        self.begin()
        for number in self._due_now():
            self._do(number)
        self._look_later()

    def stop(self) -> None:
        """Do nothing more."""
        if self.timer is not None:
            self.timer.cancel()
        for going_on in self.unfinished.values():
            going_on.cancel()
        self.unfinished.clear()

    def _look_later(self) -> None:
        self.timer = self.loop.call_later(LOOK, self._look)

    def _look(self) -> None:
        self._look_later()
        for place, number in enumerate(self._due_now()):
            self.unfinished[number] = self.loop.call_later(place * PAUSE, self._go_on, number)

    def _due_now(self) -> list[int]:
        """Those that are due and not being done; they are due again later."""
        now, found = self.loop.time(), list[int]()
        for number, (every, _, _) in enumerate(self.rows):
            if now + LOOK / 2 >= self.due[number]:  # timers are not that exact
                self.due[number] = now + every
                if number not in self.unfinished:
                    found.append(number)
        return found

    def _go_on(self, number: int) -> None:
        del self.unfinished[number]
        self.begin()
        self._do(number)

    def _do(self, number: int) -> None:
        every, do, _ = self.rows[number]
        try:
            if do():
                self.unfinished[number] = self.loop.call_later(PAUSE, self._go_on, number)
        except Exception:
            logger.exception("something that is done every %g seconds failed", every)
