"""The columns of the messages: a margin, the time, the name, a bar, the text. Narrow: time and name stand above."""

from __future__ import annotations

from typing import NamedTuple

STACKED_UNDER = 60  # columns of the whole terminal
MARGIN = 1  # where the mark of a chosen message stands
SCROLLBAR = 1
NAME = 12
FREE = 2  # before the scrollbar: what is wider than the terminal believes does not break the frame
BAR = " │ "


class Columns(NamedTuple):
    """`width` of the view, without its scrollbar. `time` includes the space behind it."""

    width: int
    stacked: bool = False
    time: int = 6
    name: int = NAME

    @property
    def left(self) -> int:
        """Where texts begin."""
        return MARGIN + 1 if self.stacked else MARGIN + self.time + self.name + len(BAR)

    @property
    def room(self) -> int:
        """Cells for a text."""
        return max(2, self.width - self.left - FREE)


def columns(width: int, terminal: int, hours: int = 24) -> Columns:
    return Columns(max(0, width), terminal < STACKED_UNDER, 6 if hours == 24 else 9)
