"""What one connection has said and nobody has handled yet: line after line. No sockets, no clocks.

Lines are handled as they come. They wait while anything holds them:

| what holds    | from                                        | until                         |
|---------------|---------------------------------------------|-------------------------------|
| a command     | one that waits for something has begun      | it is done                    |
| a long reply  | it is on its way                            | the reader has taken it       |
| the speed     | more was said than may be at once           | so many seconds have passed   |
| others        | very much was said at once                  | they have had their turn      |
"""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.server.core.rate_limit import TokenBucket
from hubbub.wire.lines import BadLine


class Intake:
    """The last of `lines` is the one that came first, and is to be handled next, unless something holds them: `holds`
    counts what does.

    `ended`: nothing more will be said. Without an `allowance` speed is free."""

    __slots__ = ("allowance", "ended", "holds", "lines", "slowed_by")

    def __init__(self, allowance: TokenBucket | None) -> None:
        self.allowance = self.slowed_by = allowance
        self.lines: list[str | BadLine] = []
        self.holds = 0
        self.ended = False

    def add(self, lines: Sequence[str | BadLine]) -> None:
        """This was said."""
        before, self.lines = self.lines, [*lines]
        self.lines.reverse()
        if before:
            self.lines += before

    @property
    def waiting(self) -> list[str | BadLine]:
        """The lines in the order in which they came."""
        return self.lines[::-1]

    def put_back(self, line: str | BadLine) -> None:
        """That line was not handled after all."""
        self.lines.append(line)

    def hold(self, many: int = 1) -> None:
        """So many more things hold the lines."""
        self.holds += many

    def release(self) -> None:
        """One of them does no more."""
        self.holds -= 1

    @property
    def is_done(self) -> bool:
        """Whether all is handled, and nothing more comes."""
        return self.ended and not self.lines and not self.holds

    def wait(self, clock: float, cost: float, shared: TokenBucket | None) -> float:
        """The seconds until a line of that cost may be handled, by the own allowance and by a `shared` one; 0: now."""
        own = self.allowance
        if own is None:
            return 0.0
        self.slowed_by = own
        wait = own.take(clock, cost)
        if wait <= 0 and shared is not None:
            wait = shared.take(clock, cost)
            if wait > 0:
                own.give_back(cost)
                self.slowed_by = shared
        return wait

    def take_more(self, many: int, cost: float, shared: TokenBucket | None) -> int:
        """How many of so many lines may be handled with one of the same cost before them (`wait`); they are taken from
        the same allowances."""
        allowances = [one for one in (self.allowance, shared) if one is not None]
        many = min([many, *(one.holds(cost) for one in allowances)])
        for one in allowances:
            one.use(cost, many)
        return many

    def flooding(self, clock: float) -> float:
        """For how many seconds the sender has been held back without a pause."""
        return self.slowed_by.flooding(clock) if self.slowed_by is not None else 0.0
