"""What is marked with the mouse: whole rows, or characters within one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hubbub.views.copying import copied, count
from hubbub.views.rows import Row

from .window import Window


class Point(msgspec.Struct, frozen=True):
    """A cell of one line of a row."""

    key: str
    line: int
    cell: int


class Marked(msgspec.Struct, frozen=True):
    """From where the button was pressed to where the mouse is."""

    start: Point
    end: Point

    def ordered(self, window: Window) -> tuple[Point, Point] | None:
        """The upper end first; None when a row of them is gone."""
        ends = [(window.place_of(point.key), point.line, point.cell, point) for point in (self.start, self.end)]
        if any(end[0] is None for end in ends):
            return None
        first, last = sorted(ends, key=lambda end: end[:3])
        return first[3], last[3]


def marked_cells(marked: Marked, window: Window, place: int, line: int, width: int) -> tuple[int, int] | None:
    """Which cells of that line of a row are marked: within one row from cell to cell, else whole lines."""
    ends = marked.ordered(window)
    if ends is None:
        return None
    first, last = ends
    key = window.rows[place].key
    if first.key != last.key:
        places = window.place_of(first.key), window.place_of(last.key)
        inside = places[0] is not None and places[1] is not None and places[0] <= place <= places[1]
        return (0, width) if inside else None
    if key != first.key or not first.line <= line <= last.line:
        return None
    return first.cell if line == first.line else 0, last.cell + 1 if line == last.line else width


def marked_text(marked: Marked, window: Window, hours: int) -> tuple[str, int]:
    """What is copied, and how many messages that is; 0 for a part of one."""
    ends = marked.ordered(window)
    if ends is None:
        return "", 0
    first, last = ends
    start, stop = window.place_of(first.key) or 0, window.place_of(last.key) or 0
    if start != stop:
        rows: Sequence[Row] = window.rows[start : stop + 1]
        return copied(rows, hours), count(rows)
    drawn = window.drawn(start)
    if not any(drawn.spans):
        return window.rows[start].text, 0
    return drawn.text[drawn.character(first.line, first.cell) : drawn.character(last.line, last.cell + 1)], 0
