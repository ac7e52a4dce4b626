"""Long messages: how much of one is in view until somebody opens it, and the words that open it."""

from __future__ import annotations

import unicodedata

WIDTH = 80  # letters that a line has about room for
LONG = 40  # such lines: of a longer message the beginning is shown
BEGUN = 24
FIRST_WIDE = "\u1100"  # from here on letters are about twice as wide
PARTED = 40  # characters looked through for a place where no letter is parted from its marks
JOINER = "\u200d"


def begun(text: str) -> int:
    """How many of its characters are shown at first; 0: all of them."""
    if len(text) <= LONG * WIDTH // 2 and text.count("\n") < LONG:
        return 0
    lines, start, cut = 0, 0, 0
    for line in text.split("\n"):
        high = max(1, -(-_width(line) // WIDTH))
        if not cut and lines + high > BEGUN:
            cut = max(1, start - 1 if lines == BEGUN else start + _within(line, BEGUN - lines))
        lines, start = lines + high, start + len(line) + 1
    return cut if lines > LONG else 0


def words(text: str) -> str:
    """What opens it."""
    lines = text.count("\n") + 1
    return f"Show all {lines} lines" if lines > BEGUN else f"Show all {len(text):,} letters"


LESS = "Show less"


def _width(line: str) -> int:
    return len(line) if line.isascii() else len(line) + sum(letter >= FIRST_WIDE for letter in line)


def _within(line: str, lines: int) -> int:
    """Where to cut it so that about so many lines are left: at a space where there is one, never within a letter."""
    wide = lines * WIDTH
    cut = min(len(line), wide if line.isascii() else wide * len(line) // max(1, _width(line)))
    space = line.rfind(" ", cut // 2, cut)
    if space > 0:
        return space
    for place in range(cut, max(1, cut - PARTED), -1):
        if place >= len(line) or not _belongs(line[place], line[place - 1]):
            return place
    return cut


def _belongs(letter: str, before: str) -> bool:
    """Whether a letter is a part of the one before."""
    return before == JOINER or unicodedata.category(letter) in ("Mn", "Me", "Mc", "Cf", "Sk")
