"""A lock that two threads take in turns: who has just let it go waits behind who is waiting already."""

from __future__ import annotations

import threading
from types import TracebackType


class FairLock:
    """Whoever holds it may take it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turnstile = threading.Lock()
        self._holder = 0
        self._depth = 0

    def __enter__(self) -> FairLock:
        me = threading.get_ident()
        if self._holder != me:
            with self._turnstile:
                self._lock.acquire()
            self._holder = me
        self._depth += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._holder = 0
            self._lock.release()
