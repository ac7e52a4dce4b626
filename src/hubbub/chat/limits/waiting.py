"""Private messages that wait: how many of them came from where, so that nobody fills somebody's places alone."""

from __future__ import annotations

from collections import Counter


class Waiting:
    """Counts of one lifetime of the process, by folded name: from which networks messages wait for it, and how many
    were refused since, of which its owner is told."""

    def __init__(self) -> None:
        self._from: dict[str, Counter[str]] = {}
        self._refused: Counter[str] = Counter()

    def count_from(self, fold: str, network: str) -> int:
        """How many wait for that name from that network."""
        return self._from[fold][network] if fold in self._from else 0

    def came(self, fold: str, network: str) -> None:
        """One more waits."""
        self._from.setdefault(fold, Counter())[network] += 1

    def refused(self, fold: str) -> None:
        """One was refused."""
        self._refused[fold] += 1

    def collected(self, fold: str) -> int:
        """They wait no longer; how many were refused meanwhile."""
        self._from.pop(fold, None)
        return self._refused.pop(fold, 0)
