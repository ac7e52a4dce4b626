"""Does what is to be done every so often, each in a turn of the chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

LOOK = 5.0  # seconds between looks at what is due

Row = tuple[float, Callable[[], None], bool]
"""Every so many seconds, what, and whether also at once."""


class Chores:
    """`begin` begins a turn. One that fails is logged, and is tried again when it is due again; the others go on."""

    def __init__(self, loop: asyncio.AbstractEventLoop, begin: Callable[[], None], rows: Sequence[Row]) -> None:
        self.loop = loop
        self.begin = begin
        self.rows = rows
        self.due: list[float] = [0.0] * len(rows)  # when each is to be done next
        self.timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Do what is to be done at once, and begin to look at the clock."""
        now = self.loop.time()
        self.due = [now if at_start else now + every for every, _, at_start in self.rows]
        self._look()

    def stop(self) -> None:
        """Do nothing more."""
        if self.timer is not None:
            self.timer.cancel()

    def _look(self) -> None:
        self.timer = self.loop.call_later(LOOK, self._look)
        self.begin()
        now = self.loop.time()
        for number, (every, do, _) in enumerate(self.rows):
            if now + LOOK / 2 >= self.due[number]:  # timers are not that exact
                self.due[number] = now + every
                try:
                    do()
                except Exception:
                    logger.exception("something that is done every %g seconds failed", every)
