"""Entries in lists by log, in the order of their numbers, and their places by id."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import islice
from operator import attrgetter

import msgspec

from hubbub.chat.events import Entry, MessageSent, ReactionSent, TagsKept

_seq = attrgetter("seq")
_at = attrgetter("at")


class Entries:
    """All entries of all logs. A log that was trimmed begins later."""

    def __init__(self) -> None:
        self.logs: dict[int, list[Entry]] = {}
        self._logs_of: dict[int, tuple[int, ...]] = {}  # by id: the logs that have it, ascending

    def copied(self) -> Entries:
        """The same entries, in lists of their own."""
        copy = Entries()
        copy.logs = {log: list(entries) for log, entries in self.logs.items()}
        copy._logs_of = dict(self._logs_of)
        return copy

    def append(self, entry: Entry) -> None:
        """Raises ValueError when its number was given before."""
        entries = self.logs.setdefault(entry.log, [])
        if entries and entry.seq <= entries[-1].seq:
            raise ValueError(f"log {entry.log} has the number {entry.seq} already")
        entries.append(entry)
        others = self._logs_of.get(entry.id)
        self._logs_of[entry.id] = (entry.log,) if others is None else tuple(sorted((*others, entry.log)))

    def change(self, log: int, seq: int, message: MessageSent | None) -> None:
        """The entry holds this now, or nothing."""
        entries = self.logs.get(log, [])
        place = _index(entries, seq)
        if place < len(entries) and entries[place].seq == seq:
            entries[place] = msgspec.structs.replace(entries[place], event=message)

    def trim(self, log: int, seq: int) -> None:
        """Those before that number go."""
        entries = self.logs.get(log, [])
        self._forget(entries[: _index(entries, seq)])
        del entries[: _index(entries, seq)]

    def end(self, log: int) -> None:
        """All of the log goes."""
        self._forget(self.logs.pop(log, []))

    def last(self, log: int) -> tuple[int, int]:
        """The number and the time of the last entry; 0 and 0 where there is none."""
        entries = self.logs.get(log)
        return (entries[-1].seq, entries[-1].at) if entries else (0, 0)

    def highest_id(self) -> int:
        return max(self._logs_of, default=0)

    def page(self, log: int, first: int, last: int) -> list[Entry]:
        """Those with first <= seq <= last."""
        entries = self.logs.get(log, [])
        return entries[_index(entries, first) : _index(entries, last + 1)]

    def before(self, log: int, seq: int, first: int) -> Iterator[Entry]:
        """Those with first <= entry.seq < seq, the last one first."""
        entries = self.logs.get(log, [])
        for place in range(_index(entries, seq) - 1, _index(entries, first) - 1, -1):
            yield entries[place]

    def since(self, log: int, first: int) -> Iterator[Entry]:
        """Those with entry.seq >= first."""
        entries = self.logs.get(log, [])
        return islice(entries, _index(entries, first), None)

    def place_of(self, log: int, id: int) -> int | None:
        """The number of the entry with that id in that log."""
        return next((entry.seq for entry in self.of_ids([id]) if entry.log == log), None)

    def place_at(self, log: int, at: int) -> int:
        """The number of the last entry before that time; 0: there is none. Times never fall within a log."""
        entries = self.logs.get(log, [])
        place = bisect_left(entries, at, key=_at)
        return entries[place - 1].seq if place else 0

    def of_ids(self, ids: Collection[int]) -> list[Entry]:
        """The entries with these ids, by id and log."""
        return [self._found(id, log) for id in sorted(set(ids)) for log in self._logs_of.get(id, ())]

    def after_id(self, id: int) -> Iterator[Entry]:
        """Those with an id greater than this one, by id and log."""
        for later in sorted(known for known in self._logs_of if known > id):
            for log in self._logs_of[later]:
                yield self._found(later, log)

    def _found(self, id: int, log: int) -> Entry:
        entries = self.logs[log]
        place = bisect_left(entries, id, key=attrgetter("id"))  # ids rise within a log, as numbers do
        assert entries[place].id == id
        return entries[place]

    def _forget(self, entries: Collection[Entry]) -> None:
        for entry in entries:
            left = tuple(log for log in self._logs_of[entry.id] if log != entry.log)
            if left:
                self._logs_of[entry.id] = left
            else:
                del self._logs_of[entry.id]


def is_by(entry: Entry, party: str) -> bool:
    """Whether this party has said it: a message, a reaction, or other tags."""
    return isinstance(entry.event, MessageSent | ReactionSent | TagsKept) and entry.event.party == party


def _index(entries: list[Entry], seq: int) -> int:
    """Where the first entry stands whose number is no lower. Mostly numbers have no holes."""
    if not entries or seq <= entries[0].seq:
        return 0
    if seq > entries[-1].seq:
        return len(entries)
    place = seq - entries[0].seq
    if place < len(entries) and entries[place].seq == seq:
        return place
    return bisect_left(entries, seq, key=_seq)
