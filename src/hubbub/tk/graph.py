"""A line over a tinted area as a picture, smooth as a canvas of Tk cannot draw it."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from hubbub.theme.mixing import rgb

from .raster import png

UNDER = 0.16  # how strong the tint below the line is


def graph(side: tuple[int, int], values: Sequence[float], colour: str, ground: str, thick: float) -> bytes:
    """The values from left to right, from 0 to the highest, as a PNG file of that width and height in pixels."""
    width, height = side
    ends = _ends(values, height, thick)
    levels = _levels(colour, ground)
    columns = [_column(*_at(ends, x, width), height, thick, levels) for x in range(width)]
    return png([b"".join(row) for row in zip(*columns, strict=True)], width)


def _levels(colour: str, ground: str) -> list[bytes]:
    ink, paper = rgb(colour), rgb(ground)
    return [
        bytes((*(int(p + (i - p) * part / 255) for p, i in zip(paper, ink, strict=True)), 255)) for part in range(256)
    ]


def _ends(values: Sequence[float], height: int, thick: float) -> list[float]:
    top = max(1e-9, *values) if len(values) > 1 else 1e-9
    return [thick + (height - 2 * thick) * (1 - value / top) for value in (values if len(values) > 1 else (0.0, 0.0))]


def _at(ends: Sequence[float], x: int, width: int) -> tuple[float, float]:
    """The height of the line in that column, and how much longer than wide it is there."""
    place = x * (len(ends) - 1) / max(1, width - 1)
    left = min(int(place), len(ends) - 2)
    slope = (ends[left + 1] - ends[left]) * (len(ends) - 1) / width
    return ends[left] + (ends[left + 1] - ends[left]) * (place - left), hypot(1.0, slope)


def _column(y: float, lean: float, height: int, thick: float, levels: Sequence[bytes]) -> list[bytes]:
    column = []
    for py in range(height):
        far = py + 0.5 - y
        under = UNDER * min(1.0, max(0.0, far + 0.5))
        cover = max(under, min(1.0, max(0.0, 0.5 - (abs(far) / lean - thick / 2))))
        column.append(levels[int(cover * 255)])
    return column
