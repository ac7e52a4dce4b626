"""A log in memory whose disk can be full, broken, slow, or too early to be believed."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from hubbub.chat.events import Entry, Event
from hubbub.chat.names import fold
from hubbub.chat.ports import LogBroken, LogFull
from hubbub.log.memory import MemoryLog


class FaultyLog(MemoryLog):
    """`appended` counts batches; `gate` holds an append up while it is clear."""

    def __init__(self) -> None:
        super().__init__(fold)
        self.full = False
        self.why: type[LogFull] = LogFull
        self.broken = False
        self.appended = 0
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        self.threads.add(threading.get_ident())
        self.gate.wait(10)
        if self.broken:
            raise LogBroken("the disk caught fire")
        if self.full:
            raise self.why
        super().append(entries, changes)
        self.appended += 1
