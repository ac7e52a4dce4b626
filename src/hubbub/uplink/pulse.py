"""Notices that the machine has slept: the clock has jumped, or a timer comes much too late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

EVERY = 5.0  # seconds
JUMP = 10.0  # seconds by which clocks may differ without anything being thought of it


class Pulse:
    """Calls `woke` after a sleep. `now`: milliseconds since 1970.

    On some systems the loop's clock stands still while the machine sleeps, on others it goes on: either way one of the
    two is ahead. Somebody who sets the clock is taken for a sleeper, which does no harm.
    """

    def __init__(self, now: Callable[[], int], woke: Callable[[], None]) -> None:
        self._now = now
        self._woke = woke

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            wall, steady = self._now() / 1000, loop.time()
            await asyncio.sleep(EVERY)
            passed = loop.time() - steady
            if passed > EVERY + JUMP or abs(self._now() / 1000 - wall - passed) > JUMP:
                self._woke()
