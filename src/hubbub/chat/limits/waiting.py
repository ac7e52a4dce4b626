"""Private messages that wait: how many of them came from where, so that nobody fills somebody's places alone."""

from __future__ import annotations

from collections import Counter


class Waiting:
    """Counts of one lifetime of the process, by folded name: from which `networks` messages wait for it, and how many
    were `turned_away` since, of which its owner is told."""

    def __init__(self) -> None:
        self.networks: dict[str, Counter[str]] = {}
        self.turned_away: Counter[str] = Counter()

    def count_from(self, fold: str, network: str) -> int:
        """How many wait for that name from that network."""
        return self.networks[fold][network] if fold in self.networks else 0

    def came(self, fold: str, network: str) -> None:
        """One more waits."""
        self.networks.setdefault(fold, Counter())[network] += 1

    def refused(self, fold: str) -> None:
        """One was refused."""
        self.turned_away[fold] += 1

    def collected(self, fold: str) -> int:
        """They wait no longer; how many were refused meanwhile."""
        self.networks.pop(fold, None)
        return self.turned_away.pop(fold, 0)
