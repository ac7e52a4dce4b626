"""What was committed lately, kept for the search index, so that it need not be read back and taken apart again."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import chain

from hubbub.chat.events import Entry

MOST = 8_192  # entries; the index takes them in half as many, and what it has no time for it reads in the log


class Fresh:
    """Entries on their way from the thread that appends to the one that indexes, in the order of their ids.

    `guard` is held while a batch is committed and put, so that who takes has all that was committed before.
    """

    def __init__(self, after: int) -> None:
        """`after`: an id that all entries to come are greater than."""
        self.guard = threading.Lock()
        self.count = 0
        self._after = after  # whatever is greater is in here
        self._batches: list[Sequence[Entry]] = []

    def put(self, entries: Sequence[Entry]) -> None:
        """Keep what was just committed, with the guard held."""
        if not entries:
            return
        if self.count > MOST:
            self._let_go()
            self._after = entries[-1].id
            return
        self._batches.append(entries)
        self.count += len(entries)

    def take(self, position: int) -> list[Entry] | None:
        """Everything after this id, and maybe some before it; None when it has to be read in the log."""
        with self.guard:
            if position < self._after:
                return None
            entries = list(chain.from_iterable(self._batches))
            if entries:
                self._let_go()
                self._after = entries[-1].id
            return entries

    def _let_go(self) -> None:
        self._batches = []
        self.count = 0
