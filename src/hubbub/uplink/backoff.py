"""How long to wait before connecting again."""

from __future__ import annotations

from collections.abc import Callable

SHORTEST, LONGEST = 1.0, 30.0  # seconds


def waits(chance: Callable[[], float]) -> Callable[[], float]:
    """Growing waits in seconds: 1, 2, 4 ... 30, each cut by up to half. `chance`: numbers from 0 to 1."""
    longest = SHORTEST / 2

    def next_wait() -> float:
        nonlocal longest
        longest = min(LONGEST, longest * 2)
        return longest * (1 - chance() / 2)

    return next_wait
