"""Very many things in order: put so in steps, for ten thousand in one go others would wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import merge, nsmallest
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")
ORDERED = 1_000  # things that are looked at and put in order in one go


class InOrder(Generic[T]):
    """Those of them that `are` meant, by `key`. Who asks for them before all `steps` are done waits for the rest."""

    def __init__(self, things: Iterable[T], key: Callable[[T], str], are: Callable[[T], bool] | None = None) -> None:
        self._things = list(things)
        self._key = key
        self._are = are
        self._runs = list[list[T]]()
        self._looked_at = 0

    @property
    def most(self) -> int:
        """How many there may be."""
        return len(self._things)

    def steps(self) -> Iterator[None]:
        """Look at them and put them in order, some at a time; the last step is without a pause behind it."""
        while self._looked_at < len(self._things):
            some = self._things[self._looked_at : self._looked_at + ORDERED]
            self._looked_at += len(some)
            self._runs.append(sorted(filter(self._are, some) if self._are else some, key=self._key))
            if self._looked_at < len(self._things):
                yield

    def __len__(self) -> int:
        self._order()
        return sum(map(len, self._runs))

    def __iter__(self) -> Iterator[T]:
        self._order()
        return iter(self._runs[0]) if len(self._runs) == 1 else merge(*self._runs, key=self._key)

    def in_parts(self, size: int) -> Iterator[list[T]]:
        """The same, so many at a time; before the first of them come parts with nothing, one a step."""
        for _ in self.steps():
            yield []
        ordered = iter(self)
        while some := list(islice(ordered, size)):
            yield some

    def first(self, count: int) -> tuple[list[T], int]:
        """The first ones, and how many there are in all: nobody waits until those are in order."""
        found = list(filter(self._are, self._things)) if self._are else self._things
        return nsmallest(count, found, key=self._key), len(found)

    def that(self, are: Callable[[T], bool]) -> InOrder[T]:
        """Those of them."""
        before = self._are
        return InOrder(self._things, self._key, are if before is None else lambda one: before(one) and are(one))

    def _order(self) -> None:
        for _ in self.steps():
            pass
