"""The same log in memory: for scenarios that need no disk, and servers that keep nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence

import apsw

from hubbub.chat.events import Act, Entry, Event, MessageSent
from hubbub.chat.ports import Counts, SearchFilter, State

from .sqlite import audit, erasing, read, schema
from .sqlite.state import ending_logs, open_generation, read_state
from .sqlite.write import Writer
from .words import WordBreaker

_ALL = 1 << 62


class MemoryLog:
    """See `hubbub.chat.ports.Log`. `load` again is a restart that lost nothing. Searching looks at every message."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._database = apsw.Connection(":memory:")
        self._database.execute(_schema())
        self._writer = Writer(self._database, fold)
        self._turns = threading.Lock()  # there is one connection, and a batch may be written in a thread
        self._words = WordBreaker()

    def load(self, now: int) -> State:
        state = read_state(self._database, open_generation(self._database, now))
        self._writer.resume({room.log for room in state.rooms if room.has_messages}, ending_logs(self._database))
        return state

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        with self._turns:
            self._writer.append(entries, changes)

    def sent(self, party: str, client_id: str) -> Entry | None:
        with self._turns:
            return read.sent(self._database, party, client_id)

    def reactions(self, log: int, ids: Collection[int]) -> dict[int, Counts]:
        with self._turns:
            return read.reactions(self._database, log, ids)

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        with self._turns:
            return read.page(self._database, log, first, last)

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        with self._turns:
            return read.messages_before(self._database, log, seq, limit, first, events=events)

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        with self._turns:
            return read.messages_after(self._database, log, seq, limit, first, events=events)

    async def place_of(self, log: int, id: int) -> int | None:
        with self._turns:
            return read.place_of(self._database, log, id)

    async def place_at(self, log: int, at: int) -> int:
        with self._turns:
            return read.place_at(self._database, log, at)

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        with self._turns:
            return read.entries(self._database, ids)

    async def said_by(self, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
        with self._turns:
            return read.said_by(self._database, party, after, limit)

    async def due(self, now: int, limit: int) -> list[tuple[int, int]]:
        with self._turns:
            return erasing.due(self._database, now, limit)

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        with self._turns:
            return erasing.oldest(self._database, id, limit)

    async def search(
        self, words: str, logs: Collection[tuple[int, int]], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        phrases = self._words.phrases(words)
        if not (phrases or (only is not None and not words.strip())):
            return []
        only = only or SearchFilter()
        with self._turns:
            readable = [
                entry for log, first in logs for entry in read.messages_after(self._database, log, 0, _ALL, first)
            ]
        found = [entry for entry in readable if _is_let(entry, only) and self._words.hold(_text(entry), phrases)]
        return sorted(found, key=lambda entry: entry.id, reverse=not only.oldest)[: max(limit, 0)]

    async def acts(self, limit: int, since: int, logs: Collection[int] | None = None, words: str = "") -> list[Act]:
        with self._turns:
            return audit.newest(self._database, limit, since, logs, self._fold(words))

    async def act(self, number: int) -> Act | None:
        with self._turns:
            return audit.numbered(self._database, number)

    async def close(self) -> None:
        """Nothing to let go of: what there was stays readable."""

    def kept(self, log: int) -> list[Entry]:
        """All entries of one log."""
        with self._turns:
            return read.page(self._database, log, 1, _ALL)

    def logs(self) -> list[int]:
        """The logs that have entries."""
        with self._turns:
            return [log for (log,) in self._database.execute("select distinct log from entry order by log")]

    def after_a_crash(self) -> MemoryLog:
        """What the next process finds, while this one may go on to no effect."""
        found = MemoryLog(self._fold)
        with self._turns, found._database.backup("main", self._database, "main") as copy:
            copy.step()
        return found


def _schema() -> str:
    return "\n".join(schema.migrations())


def _is_let(entry: Entry, only: SearchFilter) -> bool:
    return isinstance(entry.event, MessageSent) and only.lets(entry.event)


def _text(entry: Entry) -> str:
    return entry.event.text if isinstance(entry.event, MessageSent) else ""
