"""Whole numbers as people and programs write them: digits of ASCII, and nothing else."""

from __future__ import annotations

LARGEST = (1 << 63) - 1  # that a database can keep


def whole(text: str, most: int = 999_999_999) -> int | None:
    """The number; None for what is none. One that is larger than `most` is `most`.

    `int` takes more: signs, spaces, an underscore between digits, and digits of all scripts.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return most if len(digits) > len(str(most)) else min(int(digits), most)


def ordinal(text: str) -> int | None:
    """The number that something has; None for what is none, or that nothing can have."""
    number = whole(text, LARGEST)
    return None if number == LARGEST else number
