"""Texts in the cells of a terminal: wrapped into rows, cut to a width. Letters and their marks are never parted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, split_graphemes

Span = tuple[int, int]  # of characters of a text, the second one excluded

_WORD = re.compile(r"[^ ]+")
_NARROWEST = 2  # some letters need two cells, and a view has no width before its first layout


def wrap(text: str, width: int) -> list[Span]:
    """The rows of one line of text, each at most `width` cells: broken at spaces where there are some.

    The spaces that a row breaks at belong to no row; those at the start and between words of a row stay.
    """
    width = max(_NARROWEST, width)
    if len(text) <= width and text.isascii():
        return [(0, len(text))]
    rows = list(_rows(text, width))
    return rows or [(0, 0)]


def _rows(text: str, width: int) -> Iterator[Span]:
    start, end, used = 0, 0, 0  # of the row so far, and its cells
    for word in _WORD.finditer(text):
        size = cell_len(word[0])
        gap = word.start() - end
        if used + gap + size <= width:
            end, used = word.end(), used + gap + size
            continue
        if end > start:
            yield start, end
        start = word.start()
        if size > width:
            *whole, (start, end) = _broken(text, word.start(), word.end(), width)
            yield from whole
            size = cell_len(text[start:end])
        end, used = word.end(), size
    if end > start:
        yield start, end


def _broken(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    """A word that is wider than the row, in pieces."""
    if text.isascii():
        for place in range(start, end, width):
            yield place, min(end, place + width)
        return
    spans, _ = split_graphemes(text[start:end])
    begun, used = start, 0
    for first, _last, size in spans:
        if used + size > width and start + first > begun:
            yield begun, start + first
            begun, used = start + first, 0
        used += size
    yield begun, end


def lines_of(text: str, width: int) -> list[Span]:
    """The rows of a text that may have several lines."""
    if "\n" not in text:
        return wrap(text, width)
    rows, start = [], 0
    for line in text.split("\n"):
        rows += [(start + first, start + last) for first, last in wrap(line, width)]
        start += len(line) + 1
    return rows


def guess(text: str, width: int) -> int:
    """About how many rows that text takes; no letter is looked at."""
    rows = (len(text) - 1) // max(_NARROWEST, width) + 1
    return max(1, rows) + (text.count("\n") if "\n" in text else 0)


def cut(text: str, width: int) -> str:
    """The text in exactly `width` cells: filled up, or shortened with an ellipsis."""
    if width <= 0:
        return ""
    size = cell_len(text)
    if size > width:
        text = shortened(text, width - 1) + "…"
        size = cell_len(text)
    return text + " " * (width - size)


def shortened(text: str, width: int) -> str:
    """As much of the beginning as fits into `width` cells."""
    if len(text) <= width and text.isascii():
        return text
    used = 0
    for first, _last, size in split_graphemes(text)[0]:
        used += size
        if used > width:
            return text[:first]
    return text
