"""Right to left on X11, where Tk neither joins Arabic letters nor turns lines: we do. Elsewhere the system does."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@lru_cache(maxsize=2000)
def _turned(text: str, left: bool) -> str:
    import arabic_reshaper
    from bidi.algorithm import get_display

    return str(get_display(arabic_reshaper.reshape(text), base_dir="R" if left else "L"))


def visual(text: str, windowing: str, left: bool | None = None) -> str:
    """One line as Tk has to be given it; `windowing`: what Tk calls the system (x11, win32, aqua).

    `left`: whether the paragraph it belongs to runs to the left; None: what its first letter says.
    """
    if windowing != "x11" or not RIGHT_TO_LEFT.search(text):
        return text
    return _turned(text, runs_left(text) if left is None else left)


def runs_left(text: str) -> bool:
    """Whether its first letter that has a direction runs to the left."""
    import unicodedata

    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def broken(text: str, measure: Callable[[str], int], width: int) -> list[str]:
    """The text in lines of at most that many pixels, for what Tk must not break itself. Long words are cut."""
    lines, row = [], ""
    for word in text.split(" "):
        longer = f"{row} {word}" if row else word
        if row and measure(longer) > width:
            lines.append(row)
            longer = word
        while len(longer) > 1 and measure(longer) > width:
            size = fitting(longer, measure, width)
            lines.append(longer[:size])
            longer = longer[size:]
        row = longer
    return [*lines, row]


def fitting(text: str, measure: Callable[[str], int], width: int) -> int:
    """How many characters of it fit into that many pixels; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= width else (low, middle - 1)
    return low
