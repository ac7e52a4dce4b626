"""A line over a tinted area as a picture, smooth as a canvas of Tk cannot draw it.

What a column looks like above and below the line depends on how steep it is there alone, so that is computed once: a
line that moves a second to the left is put together from what there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot

from hubbub.theme.mixing import rgb

from .raster import shaded

UNDER = 0.16  # how strong the tint below the line is
FINE = 8  # parts of a pixel by which heights differ
FLAT = 8  # up to so much longer than wide a line is drawn exactly, to a quarter


def graph(side: tuple[int, int], values: Sequence[float], colour: str, ground: str, thick: float) -> bytes:
    """The values from left to right, from 0 to the highest, as a PNG file of that width and height in pixels."""
    width, height = side
    ends = _ends(values, height, thick)
    columns = [_column(*_at(ends, x, width), height, thick) for x in range(width)]
    return shaded([bytes(row) for row in zip(*columns, strict=True)], width, _levels(colour, ground))


@lru_cache(16)
def _levels(colour: str, ground: str) -> bytes:
    """The colours from the ground to the line, three bytes each."""
    ink, paper = rgb(colour), rgb(ground)
    return bytes(int(p + (i - p) * part / 255) for part in range(256) for p, i in zip(paper, ink, strict=True))


def _ends(values: Sequence[float], height: int, thick: float) -> list[float]:
    top = max(1e-9, *values) if len(values) > 1 else 1e-9
    return [thick + (height - 2 * thick) * (1 - value / top) for value in (values if len(values) > 1 else (0.0, 0.0))]


def _at(ends: Sequence[float], x: int, width: int) -> tuple[int, float]:
    """The height of the line in that column, in fine parts, and how much longer than wide it is there."""
    place = x * (len(ends) - 1) / max(1, width - 1)
    left = min(int(place), len(ends) - 2)
    slope = (ends[left + 1] - ends[left]) * (len(ends) - 1) / width
    lean = hypot(1.0, slope)
    y = ends[left] + (ends[left + 1] - ends[left]) * (place - left)
    return round(y * FINE), round(lean * 4) / 4 if lean < FLAT else round(lean)


def _column(y: int, lean: float, height: int, thick: float) -> bytes:
    """How much of each pixel is covered, from the top; 255: all of it."""
    middle = height * FINE
    start = middle + FINE // 2 - min(max(0, y), middle)
    return _across(lean, height, thick)[start : start + height * FINE : FINE]


@lru_cache(256)
def _across(lean: float, height: int, thick: float) -> bytes:
    """How much is covered at each fine part from so far above the line to so far below it as a picture is high."""
    return bytes(_cover(part / FINE, lean, thick) for part in range(-height * FINE, height * FINE))


def _cover(far: float, lean: float, thick: float) -> int:
    under = UNDER * min(1.0, max(0.0, far + 0.5))
    return int(max(under, min(1.0, max(0.0, 0.5 - (abs(far) / lean - thick / 2)))) * 255)
