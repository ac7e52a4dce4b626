"""The messages that a search may find, whatever their words: by log, time and sender, in the order that is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from heapq import merge

import apsw

from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.ports import LAST, SearchFilter

from .places import DOWN, RANGE, UP
from .read import place_at
from .rows import MESSAGE
from .runs import COLUMNS, entries_of


class Wanted:
    """`firsts`: log -> first readable seq. `low` and `high`: ids between which all of them are."""

    def __init__(self, log: apsw.Connection, firsts: Mapping[int, int], only: SearchFilter | None) -> None:
        self.only = only or SearchFilter()
        self.order = "asc" if self.only.oldest else "desc"
        self.ranges = {number: self._range(log, number, first) for number, first in firsts.items()}
        self.low, self.high = 0, LAST
        if self.only.after:
            self.low = min(_first_id(log, number, first) for number, (first, _) in self.ranges.items())
        if self.only.before < LAST:
            self.high = max(_id(log, number, last) for number, (_, last) in self.ranges.items())

    def fits(self, candidate: Entry) -> bool:
        """Whether it is one of them."""
        first, last = self.ranges.get(candidate.log, (LAST, 0))
        message = candidate.event
        return first <= candidate.seq <= last and isinstance(message, MessageSent) and self.only.lets(message)

    def all(self, log: apsw.Connection) -> Iterator[Entry]:
        """Every one of them, and those of other senders."""
        logs = [self._of(log, number, first, last) for number, (first, last) in self.ranges.items()]
        return merge(*logs, key=lambda candidate: candidate.id, reverse=not self.only.oldest)

    def _range(self, log: apsw.Connection, number: int, first: int) -> tuple[int, int]:
        """The first and the last seq of a log that count."""
        after, before = self.only.after, self.only.before
        last = place_at(log, number, before + 1) if before < LAST else LAST
        return max(first, place_at(log, number, after) + 1) if after else first, last

    def _of(self, log: apsw.Connection, number: int, first: int, last: int) -> Iterator[Entry]:
        found = log.execute(
            f"select {COLUMNS} {RANGE} and kind = :kind and body is not null {UP if self.only.oldest else DOWN}",
            {"log": number, "first": first, "last": last, "kind": MESSAGE},
        )
        with closing(found):
            yield from entries_of(found, backwards=not self.only.oldest)


def _id(log: apsw.Connection, number: int, seq: int) -> int:
    """Of the entry with that number; 0: there is none."""
    found = log.execute(f"select entry.id + :first - entry.seq {RANGE}", {"log": number, "first": seq, "last": seq})
    return int(found.get or 0)


def _first_id(log: apsw.Connection, number: int, seq: int) -> int:
    """Of the first entry with that number or a later one, for the log may have let go of it; LAST: there is none."""
    found = log.execute(
        f"select entry.id + max(:first - entry.seq, 0) {RANGE} {UP} limit 1",
        {"log": number, "first": seq, "last": LAST},
    )
    return int(found.get or LAST)
