"""Shapes as distance fields: functions that say how far a point lies outside of them, negative inside.

The unit is that of the picture: a grid of 24 x 24 for icons, pixels for others. What covers a pixel is its distance,
cut to one pixel: smooth edges at every scale, without a picture library.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import hypot

Shape = Callable[[float, float], float]


def disc(cx: float, cy: float, r: float) -> Shape:
    return lambda x, y: hypot(x - cx, y - cy) - r


def ring(cx: float, cy: float, r: float, width: float) -> Shape:
    return lambda x, y: abs(hypot(x - cx, y - cy) - r) - width / 2


def line(x0: float, y0: float, x1: float, y1: float, width: float) -> Shape:
    """A stroke with round ends."""
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy

    def far(x: float, y: float) -> float:
        t = max(0.0, min(1.0, ((x - x0) * dx + (y - y0) * dy) / length))
        return hypot(x - x0 - t * dx, y - y0 - t * dy) - width / 2

    return far


def path(width: float, *points: tuple[float, float]) -> Shape:
    """Strokes from point to point."""
    pairs = pairwise(points)
    return both(*(line(*one, *other, width) for one, other in pairs))


def box(x0: float, y0: float, x1: float, y1: float, r: float) -> Shape:
    """A filled box with corners of that radius."""
    cx, cy, hx, hy = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2 - r, (y1 - y0) / 2 - r

    def far(x: float, y: float) -> float:
        qx, qy = abs(x - cx) - hx, abs(y - cy) - hy
        return hypot(max(qx, 0.0), max(qy, 0.0)) + min(max(qx, qy), 0.0) - r

    return far


def frame(x0: float, y0: float, x1: float, y1: float, r: float, width: float) -> Shape:
    """The edge of such a box, inside of it."""
    inside = box(x0, y0, x1, y1, r)
    return lambda x, y: abs(inside(x, y) + width / 2) - width / 2


def both(*shapes: Shape) -> Shape:
    return lambda x, y: min(shape(x, y) for shape in shapes)


def cut(one: Shape, other: Shape) -> Shape:
    """One without the other."""
    return lambda x, y: max(one(x, y), -other(x, y))


def below(shape: Shape, height: float) -> Shape:
    """The part of it that lies below that height."""
    return lambda x, y: max(shape(x, y), height - y)


def above(shape: Shape, height: float) -> Shape:
    """The part of it that lies above that height."""
    return lambda x, y: max(shape(x, y), y - height)
