"""Which scripts (alphabets) a text is written in, and which of them go together in one name (UTS 39, section 5.2)."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cache
from pkgutil import get_data

import msgspec

# "Highly restrictive": one script, or one of these sets, each of them with or without Latin.
_TOGETHER = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"HAN", "BOPOMOFO"}),
    frozenset({"HAN", "HANGUL"}),
)
_ANYWHERE = frozenset({"COMMON", "INHERITED"})


def go_together(text: str) -> bool:
    """Whether the scripts of `text` may stand in one name. Digits, signs and accents go with every script."""
    if text.isascii():
        return True
    scripts = {script(letter) for letter in text} - _ANYWHERE
    return len(scripts) <= 1 or any(scripts - {"LATIN"} <= allowed for allowed in _TOGETHER)


def script(letter: str) -> str:
    """The Unicode script of one character, as 'LATIN' or 'HAN'; 'UNKNOWN' where there is none."""
    starts, ends, numbers, names = _ranges()
    place = bisect_right(starts, ord(letter)) - 1
    return names[numbers[place]] if place >= 0 and ord(letter) <= ends[place] else "UNKNOWN"


class _Categories(msgspec.Struct):
    iso_15924_aliases: list[str]
    code_points_ranges: list[tuple[int, int, int, int]]


@cache
def _ranges() -> tuple[array[int], array[int], bytes, list[str]]:
    """First and last code point and number of the script of each range; read when the first name needs it."""
    data = get_data("confusable_homoglyphs", "categories.json")
    assert data is not None, "confusable-homoglyphs comes with its data"
    categories = msgspec.json.decode(data, type=_Categories)
    ranges = sorted(categories.code_points_ranges)
    return (
        array("I", [first for first, _, _, _ in ranges]),
        array("I", [last for _, last, _, _ in ranges]),
        bytes(number for _, _, number, _ in ranges),
        categories.iso_15924_aliases,
    )
