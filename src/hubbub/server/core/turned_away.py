"""Connections that were not let in: how many, and why. Whoever wants to know more is told of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

Told = Callable[[str, str], None]


class TurnedAway:
    """`counts` since the start, by the limit or `ban` for which it was; `observers` hear of each: why, and the
    address, which is empty where nobody has looked."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.observers: list[Told] = []

    def note(self, why: str, address: str = "") -> None:
        """One was not let in."""
        self.counts[why] += 1
        for told in self.observers:
            told(why, address)

    @property
    def total(self) -> int:
        return self.counts.total()
