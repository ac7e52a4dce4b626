"""The time that messages get: that of the machine which decides, unless its clock is set while it does. Times never go
back, so a clock that was hours ahead for a moment would give all messages one time for hours."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from hubbub.log.postgres import FAR, difference
from hubbub.server.core.clocks import boot_clock

logger = logging.getLogger(__name__)


class Steady:
    """Called for the time, in milliseconds since 1970. It follows the `wall` clock (nanoseconds), as long as that goes
    on like the one that nobody sets (`boot`, seconds). Of more than FAR seconds at once it is told, and they are left
    out: whoever begins to decide compares the clock with that of the database first."""

    def __init__(self, wall: Callable[[], int] = time.time_ns, boot: Callable[[], float] = boot_clock) -> None:
        self._wall = wall
        self._boot = boot
        self._ahead = wall() / 1e9 - boot()
        self._is_off = False

    def __call__(self) -> int:
        wall, steady = self._wall(), self._boot() + self._ahead
        jumped = wall / 1e9 - steady
        is_off, self._is_off = self._is_off, abs(jumped) > FAR
        if not self._is_off:
            self._ahead += jumped
            return wall // 1_000_000
        if not is_off:
            logger.error(
                "the clock of this machine was set, and is %s what it was: messages keep the time from before. Set it "
                "right (timedatectl set-ntp true); if it is right now, start hubbub anew here",
                difference(jumped),
                extra={"event": "clock_set", "seconds": round(jumped)},
            )
        return int(steady * 1000)
