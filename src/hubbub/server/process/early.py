"""Signals that come before the server can hear them: it begins, and then ends as it always does."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType


def hold() -> None:
    """SIGTERM waits from now on until the program that takes this one's place hears it by its `Early`."""
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


class Early:
    """Catches SIGTERM from now on, one that waited too. `code` is the exit code that was asked for, None: nobody
    asked."""

    def __init__(self) -> None:
        self.code: int | None = None
        try:
            signal.signal(signal.SIGTERM, self._note)
        except ValueError:  # another thread than the main one
            return
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.code = 0

    def hand_over(self, stop: Callable[[int], None]) -> None:
        """Somebody else listens from now on; what came so far is told."""
        if self.code is not None:
            stop(self.code)
