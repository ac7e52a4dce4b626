"""The ids of what has arrived, so that nothing is shown twice."""

from __future__ import annotations

LIMIT = 20_000


class Dedup:
    """Remembers at least the last `limit` ids."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._now: set[str] = set()
        self._before: set[str] = set()

    def first_time(self, id: str) -> bool:
        """Whether the id is new; one of ours ("~1") always is."""
        if id.startswith("~"):
            return True
        if id in self._now or id in self._before:
            return False
        self._now.add(id)
        if len(self._now) >= self._limit:
            self._before, self._now = self._now, set()
        return True
