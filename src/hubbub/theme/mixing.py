"""Arithmetic with colours written `#rrggbb`: mixing two, and how well one is read on another (WCAG 2)."""

from __future__ import annotations


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, part: float) -> str:
    """`one` with `part` (0 to 1) of `other` over it."""
    return "#{:02x}{:02x}{:02x}".format(*(round(x + (y - x) * part) for x, y in zip(rgb(one), rgb(other), strict=True)))


def luminance(colour: str) -> float:
    r, g, b = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
