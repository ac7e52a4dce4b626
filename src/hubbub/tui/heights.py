"""The heights of many things one below the other: where each begins, and which one a row belongs to.

Sums are kept for blocks of 512, so that a change costs a look at one block and a sum over the blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

BLOCK = 512


class Heights:
    """`exact` tells which heights are known, and not guessed."""

    def __init__(self) -> None:
        self.of: list[int] = []
        self.exact: list[bool] = []
        self._blocks: list[int] = []
        self._before: list[int] = [0]  # rows before each block, and all of them

    def __len__(self) -> int:
        return len(self.of)

    @property
    def total(self) -> int:
        return self._before[-1]

    def replace(self, start: int, stop: int, heights: Sequence[int], exact: Sequence[bool] | None = None) -> None:
        """Others in place of those from `start` to `stop`; guesses unless `exact` says more."""
        self.of[start:stop] = heights
        self.exact[start:stop] = exact if exact is not None else [False] * len(heights)
        same = len(heights) == stop - start
        self._sum(start // BLOCK, (stop - 1) // BLOCK + 1 if same else None)

    def know(self, place: int, height: int) -> int:
        """That height is the true one; by how much it has changed."""
        change = height - self.of[place]
        self.of[place], self.exact[place] = height, True
        if change:
            self._sum(place // BLOCK, place // BLOCK + 1)
        return change

    def top(self, place: int) -> int:
        """The row that it begins at; for the place after the last: all rows."""
        block = min(place // BLOCK, len(self._blocks))
        return self._before[block] + sum(self.of[block * BLOCK : place])

    def at(self, row: int) -> tuple[int, int]:
        """What that row belongs to, and which of its rows it is. Rows outside belong to the first and the last."""
        if not self.of:
            raise IndexError("there is nothing")
        row = max(0, min(row, self.total - 1))
        block = bisect_right(self._before, row, 0, len(self._blocks)) - 1
        place, left = block * BLOCK, row - self._before[block]
        while left >= self.of[place]:
            left -= self.of[place]
            place += 1
        return place, left

    def _sum(self, first: int, last: int | None) -> None:
        """Add up blocks again: from `first` to `last`, or to the end."""
        if last is None:
            starts = range(first * BLOCK, len(self.of), BLOCK)
            self._blocks[first:] = [sum(self.of[n : n + BLOCK]) for n in starts]
        else:
            self._blocks[first:last] = [sum(self.of[n * BLOCK : (n + 1) * BLOCK]) for n in range(first, last)]
        self._before = [0, *accumulate(self._blocks)]
