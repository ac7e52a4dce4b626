"""What may be very much, done some in a turn of the loop: nobody waits until ten thousand were dealt with."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator

PART = 0.004  # seconds in a row
LATER = 0.001  # seconds until it is looked again whether the next part may be done


class InParts:
    """Works in steps, one behind the other, in the order in which they came. `begin` is called before each part, and
    none is begun while it `waits`."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        begin: Callable[[], object] = lambda: None,
        waits: Callable[[], bool] = lambda: False,
    ) -> None:
        self.loop = loop
        self.begin = begin
        self.waits = waits
        self._works: deque[Iterator[object]] = deque()
        self._due = False  # the next part is

    def __bool__(self) -> bool:
        """Whether anything is left to be done."""
        return bool(self._works)

    def do(self, work: Iterator[object]) -> None:
        """Now, as far as it fits into a part; behind all that waits."""
        is_first = not self._works and not self._due
        self._works.append(work)
        if is_first:
            self._do_some()

    def do_soon(self, work: Iterator[object]) -> None:
        """The same from the next turn on."""
        self._works.append(work)
        self._do_next()

    def do_all(self) -> None:
        """All that waits, at once."""
        self.begin()
        while self._works:
            self._step()

    def clear(self) -> None:
        """Nothing of it is to be done any more."""
        self._works.clear()

    def _do_next(self) -> None:
        if not self._due:
            self._due = True
            self.loop.call_soon(self._do_some)

    def _do_some(self) -> None:
        if self.waits():
            self._due = True
            self.loop.call_later(LATER, self._do_some)
            return
        self._due = False
        self.begin()
        until = time.monotonic() + PART
        try:
            while self._works:
                self._step()
                if time.monotonic() >= until:
                    break
        finally:
            if self._works:
                self._do_next()

    def _step(self) -> None:
        work = self._works[0]
        if next(work, self) is self and self._works and self._works[0] is work:
            self._works.popleft()
