"""A window on rows of unknown heights: what is shown is exact, the rest is guessed, and what one reads never moves.

A row's height is a guess from the length of its text until it comes near the window; then it is drawn, and its height
is the true one. When a guess above the window was wrong, the window moves along. While the end is shown the window
follows it; otherwise the first row fully in view stays on its line, whatever is added, changed or taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hubbub.tui.heights import Heights
from hubbub.views.gaps import read_from
from hubbub.views.rows import Row

from .parts import Drawn

NEAR = 8  # lines above and below the window that are made exact, too
KEPT = 2000  # rows whose lines are remembered


class Anchor(NamedTuple):
    """Where one reads: that row begins so many lines below the top of the window (above it: less than 0)."""

    key: str
    line: int


class Window:
    """`draw` makes the lines of a row, `guess` says about how many they will be."""

    def __init__(self, draw: Callable[[Row], Drawn], guess: Callable[[Row], int]) -> None:
        self._draw, self._guess = draw, guess
        self.rows: Sequence[Row] = []
        self.heights = Heights()
        self.top = 0  # the line at the top of the window; less than 0 when all rows together do not fill it
        self.height = 0
        self.following = True
        self._drawn: dict[str, tuple[Row, Drawn]] = {}
        self._places: dict[str, int] | None = None

    # What there is

    @property
    def bottom(self) -> int:
        """The highest `top` there can be: the last row stands on the last line then."""
        return self.heights.total - self.height

    @property
    def at_end(self) -> bool:
        return self.top >= self.bottom

    def place_of(self, key: str) -> int | None:
        if self._places is None:
            self._places = {row.key: place for place, row in enumerate(self.rows)}
        return self._places.get(key)

    def drawn(self, place: int) -> Drawn:
        row = self.rows[place]
        known = self._drawn.get(row.key)
        if known is not None and known[0] is row:
            return known[1]
        if len(self._drawn) >= KEPT:
            self._drawn.clear()
        made = self._draw(row)
        self._drawn[row.key] = row, made
        return made

    def at(self, y: int) -> tuple[int, int] | None:
        """The row on that line of the window, and which of its lines it is."""
        line = self.top + y
        if not 0 <= line < self.heights.total:
            return None
        place, line = self.heights.at(line)
        return place, min(line, len(self.drawn(place).strips) - 1)

    def part_above(self, place: int) -> float:
        """The part of the window that is above that row."""
        return (self.heights.top(place) - self.top) / max(1, self.height)

    def around(self, pages: int) -> range:
        """The places of the rows in view, and of so many pages above and below."""
        if not self.rows or self.height <= 0:
            return range(0)
        first, _ = self.heights.at(max(0, self.top - pages * self.height))
        last, _ = self.heights.at(min(self.heights.total - 1, self.top + (pages + 1) * self.height))
        return range(first, last + 1)

    def in_view(self) -> range:
        """The places of the rows that are fully in view."""
        if not self.rows or self.height <= 0:
            return range(0)
        first, hidden = self.heights.at(max(0, self.top))
        last, _ = self.heights.at(self.top + self.height - 1)
        first += hidden > 0
        last += self.heights.top(last + 1) <= self.top + self.height
        return range(first, max(first, last))

    def anchor(self) -> Anchor | None:
        """Where one reads; None at the end."""
        if self.following or not self.rows:
            return None
        places = self.in_view() or range(self.heights.at(self.top)[0], len(self.rows))
        return Anchor(self.rows[places[0]].key, self.heights.top(places[0]) - self.top)

    # Other rows, another size

    def show(self, rows: Sequence[Row], anchor: Anchor | None = None) -> None:
        """Other rows altogether: at the end, or where one left."""
        self.rows, self._places = rows, None
        self._drawn.clear()
        self.heights = Heights()
        self.heights.replace(0, 0, [self._guess(row) for row in rows])
        self.following = anchor is None
        self._return_to([anchor] if anchor else [])

    def update(self, rows: Sequence[Row]) -> None:
        """The rows as they are now. Those that are the same objects as before keep their heights."""
        before, anchors = self.rows, self._anchors()
        start = _same(before, rows)
        if start == len(before) == len(rows):
            return
        end = _same(before, rows, start)
        stop = len(before) - end
        known = {row.key: (row, place) for place, row in enumerate(before[start:stop], start)}
        heights, exact = [], []
        for row in rows[start : len(rows) - end]:
            was = known.get(row.key)
            same = was is not None and was[0] is row
            heights.append(self.heights.of[was[1]] if was is not None and same else self._guess(row))
            exact.append(self.heights.exact[was[1]] if was is not None and same else False)
        self.heights.replace(start, stop, heights, exact)
        self.rows, self._places = rows, None
        self._return_to(anchors)

    def redraw(self) -> None:
        """Rows look different now, or have another width: all heights are guesses again."""
        anchors = self._anchors()
        self._drawn.clear()
        self.heights = Heights()
        self.heights.replace(0, 0, [self._guess(row) for row in self.rows])
        self._return_to(anchors)

    def redraw_one(self, key: str) -> None:
        """One row looks different now."""
        place = self.place_of(key)
        self._drawn.pop(key, None)
        if place is not None:
            anchors = self._anchors()
            self.heights.exact[place] = False
            self._return_to(anchors)

    def resize(self, height: int) -> None:
        """Another height: the end stays at the end, or the top at the top."""
        if height == self.height:
            return
        anchors = self._anchors()
        self.height = height
        self._return_to(anchors)

    def _anchors(self) -> list[Anchor]:
        """The rows in view: the first of them that is still there will stay where it is. Messages come before lines:
        those of days, and of what is new, go to where they belong then. What one reads comes before what is beyond a
        gap."""
        if self.following or not self.rows or self.height <= 0:
            return []
        first, _ = self.heights.at(self.top)
        last, _ = self.heights.at(self.top + self.height)
        read = read_from(self.rows, ((place, self.part_above(place)) for place in range(first, last + 1)))
        places = sorted(
            (*self.in_view(), *range(first, last + 1)),
            key=lambda place: (self.rows[place].kind != "message", place < read),
        )
        return [Anchor(self.rows[place].key, self.heights.top(place) - self.top) for place in places]

    def _return_to(self, anchors: Sequence[Anchor]) -> None:
        if self.following:
            self.to_end()
            return
        for anchor in anchors:
            place = self.place_of(anchor.key)
            if place is not None:
                self._put(place, anchor.line)
                return
        self._move_to(self.top)

    # Scrolling

    def scroll(self, lines: int) -> bool:
        """Down by so many lines, up when less than 0. Whether anything moved."""
        if not self.rows:
            return False
        place, line = self.heights.at(self.top)
        hidden = line if self.top > 0 else self.top
        self._know_around(place, -lines - hidden, self.height + lines + hidden)
        before = self.heights.top(place) + hidden
        self._move_to(before + lines)
        return self.top != before

    def scroll_to(self, line: int) -> None:
        self._move_to(line)

    def to_end(self) -> None:
        """Make the last heights true first; then the end is where it seems to be."""
        place, room = len(self.rows) - 1, self.height + NEAR
        while place >= 0 and room > 0:
            self._know(place)
            room -= self.heights.of[place]
            place -= 1
        self.top, self.following = self.bottom, True

    def to_row(self, key: str, line: int = 0) -> bool:
        """That row at that line of the window, as far as there are rows enough. Whether there is such a row."""
        place = self.place_of(key)
        if place is None:
            return False
        self._put(place, line)
        return True

    def reveal(self, key: str) -> None:
        """Scroll no more than needed to have that row in view."""
        place = self.place_of(key)
        if place is None:
            return
        self._know(place)
        top = self.heights.top(place)
        if top < self.top:
            self._put(place, 0)
        elif top + self.heights.of[place] > self.top + self.height:
            self._put(place, max(0, self.height - self.heights.of[place]))

    def _put(self, place: int, line: int) -> None:
        """That row at that line of the window, heights around it being true."""
        self._know_around(place, line, self.height - line)
        self._move_to(self.heights.top(place) - line, settled=True)

    def _know_around(self, place: int, above: int, below: int) -> None:
        """Make true what stands so many lines above the top of that row, and below it."""
        above, below = above + NEAR, below + NEAR
        before, after = place - 1, place
        while before >= 0 and above > 0:
            self._know(before)
            above -= self.heights.of[before]
            before -= 1
        while after < len(self.rows) and below > 0:
            self._know(after)
            below -= self.heights.of[after]
            after += 1

    def _move_to(self, top: int, *, settled: bool = False) -> None:
        self.following = False
        self.top = min(max(0, top), self.bottom)
        if not settled and self.rows:
            self._settle()
        if self.at_end:
            self.to_end()

    def _settle(self) -> None:
        """Make true what is in the window, and keep its first row on its line."""
        place, line = self.heights.at(self.top)
        self._know_around(place, -line, self.height + line)
        self.top = min(max(0, self.heights.top(place) + min(line, self.heights.of[place] - 1)), self.bottom)

    def _know(self, place: int) -> None:
        if not self.heights.exact[place]:
            self.heights.know(place, len(self.drawn(place).strips))


def _same(before: Sequence[Row], now: Sequence[Row], start: int | None = None) -> int:
    """How many rows are the same objects: from the beginning, or counted from the end back to `start`."""
    most = min(len(before), len(now)) - (start or 0)
    pairs = zip(before, now) if start is None else zip(reversed(before), reversed(now))  # noqa: B905
    count = 0
    for one, other in pairs:
        if one is not other or count >= most:
            break
        count += 1
    return count
