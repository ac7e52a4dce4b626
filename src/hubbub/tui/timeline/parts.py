"""What a drawn row consists of: styled parts of lines, and the spots one can click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from hubbub.tui.cells import shortened

Act = Literal[
    "person", "link", "room", "reply", "reaction", "answer", "fold", "gap", "retry", "copy", "discard", "file"
]


class Part(NamedTuple):
    """A piece of one line. `act` and `target`: what a click there does."""

    text: str
    style: Style
    act: Act | None = None
    target: str = ""


Parts = list[Part]


class Line(NamedTuple):
    """One line of a row. `span`: which characters of the message's text it shows, from cell `left` on."""

    parts: Parts
    span: tuple[int, int] | None = None
    left: int = 0

    def after(self, *parts: Part) -> Line:
        """The same line with parts before it."""
        return Line([*parts, *self.parts], self.span, self.left + sum(cell_len(part.text) for part in parts))


class Spot(NamedTuple):
    """Cells `start` to `end` (excluded) of one line of a row that do something when clicked."""

    line: int
    start: int
    end: int
    act: Act
    target: str


class Drawn(NamedTuple):
    """A row as strips, with its spots, and what its lines show of `text`."""

    strips: list[Strip]
    spots: tuple[Spot, ...] = ()
    spans: tuple[tuple[int, int, int] | None, ...] = ()  # of each line: first and last character, first cell
    text: str = ""

    def spot(self, line: int, cell: int) -> Spot | None:
        return next((spot for spot in self.spots if spot.line == line and spot.start <= cell < spot.end), None)

    def character(self, line: int, cell: int) -> int:
        """Which character of the text stands there, or would come next."""
        before = 0
        for span in self.spans[:line]:
            before = span[1] if span else before
        span = self.spans[line] if line < len(self.spans) else None
        if span is None:
            return before
        start, end, left = span
        return start + len(shortened(self.text[start:end], cell - left)) if cell > left else start


def draw(lines: Sequence[Line], width: int, ground: Style, text: str = "") -> Drawn:
    """The lines over that ground, each filled up to `width`."""
    strips = [
        Strip([Segment(part.text, part.style) for part in line.parts])
        .adjust_cell_length(width, ground)
        .apply_style(ground)
        for line in lines
    ]
    spans = tuple((*line.span, line.left) if line.span else None for line in lines)
    return Drawn(strips, tuple(_spots(lines)), spans, text)


def _spots(lines: Sequence[Line]) -> Iterable[Spot]:
    for number, line in enumerate(lines):
        place = 0
        for part in line.parts:
            size = cell_len(part.text)
            if part.act is not None:
                yield Spot(number, place, place + size, part.act, part.target)
            place += size
