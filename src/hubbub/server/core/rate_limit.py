"""Flood control: a bucket of allowance that fills at a steady rate."""

from __future__ import annotations

from typing import NamedTuple


class Level(NamedTuple):
    """How full a bucket was at that clock, and since when it was not full, as far as it held its sender back."""

    left: float
    clock: float
    since: float | None = None


class TokenBucket:
    """`burst` lines at once, then `rate` a second. Clocks are in seconds."""

    __slots__ = ("burst", "clock", "left", "rate", "since")

    def __init__(self, burst: float, rate: float) -> None:
        self.burst = burst
        self.rate = rate
        self.left = burst
        self.clock = 0.0
        self.since: float | None = None

    def take(self, clock: float, cost: float) -> float:
        """Use up `cost`; or the seconds to wait until that is possible, and nothing is used."""
        self.left = min(self.burst, self.left + (clock - self.clock) * self.rate)
        self.clock = clock
        if self.left >= self.burst:
            self.since = None
        cost = min(cost, self.burst)
        if self.left >= cost:
            self.left -= cost
            return 0.0
        if self.since is None:
            self.since = clock
        return (cost - self.left) / self.rate

    def holds(self, cost: float) -> int:
        """How many times that could be used up, by what was left when it was asked last. The cost is not 0."""
        return int(self.left // min(cost, self.burst))

    def use(self, cost: float, many: int) -> None:
        """Use it up so many times, as many as it `holds` at most."""
        self.left -= many * min(cost, self.burst)

    @property
    def level(self) -> Level:
        """All it knows, for another process."""
        return Level(self.left, self.clock, self.since)

    def go_on(self, level: Level) -> None:
        """Be as full as another one was."""
        self.left, self.clock, self.since = min(self.burst, level.left), level.clock, level.since

    def give_back(self, cost: float) -> None:
        """What was taken is not used after all."""
        self.left = min(self.burst, self.left + min(cost, self.burst))

    def is_full(self, clock: float) -> bool:
        """Whether it is as if nothing had ever been taken."""
        return self.left + (clock - self.clock) * self.rate >= self.burst

    def flooding(self, clock: float) -> float:
        """For how many seconds the sender has been held back without a pause."""
        return 0.0 if self.since is None else clock - self.since
