"""How much somebody may do in a day: counts that begin anew when the day is over."""

from __future__ import annotations

from collections import OrderedDict

from hubbub.typed.durations import DAY

KEYS = 50_000  # remembered at once; those that began longest ago are forgotten


class Quota:
    """Counts under any key. Clocks are in milliseconds and never go back. `known`: by key how many, and since when."""

    def __init__(self) -> None:
        self.known: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def used(self, key: str, clock: int) -> int:
        """How many there were since the day of that key began."""
        count, since = self.known.get(key, (0, clock))
        return count if clock - since < DAY else 0

    def count(self, key: str, clock: int) -> None:
        """One more."""
        count, since = self.known.pop(key, (0, clock))
        if clock - since >= DAY:
            count, since = 0, clock
        self.known[key] = (count + 1, since)
        while len(self.known) > KEYS:
            self.known.popitem(last=False)
