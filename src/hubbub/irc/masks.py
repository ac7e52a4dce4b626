"""Masks with `*` and `?`, matched without backtracking over the stars."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(r"\\[*?\\]|.", re.DOTALL)


def match(mask: str, text: str) -> bool:
    """Whether the whole text fits: `*` is any text, `?` one character; a backslash makes either, or itself, literal.

    Takes on the order of len(mask) * len(text) steps at worst. Fold both sides first (casemap.lower) to disregard case.
    """
    return _compiled(mask).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(mask: str) -> re.Pattern[str]:
    runs = [""]
    for piece in _PIECE.findall(mask):
        if piece == "*":
            runs.append("")
        else:
            runs[-1] += "." if piece == "?" else re.escape(piece[-1])
    first, *others = runs
    if not others:
        return re.compile(first, re.DOTALL)
    # The first place where a run fits is as good as any later one, so each is atomic: once found, never tried again.
    *inner, last = others
    return re.compile(first + "".join(f"(?>.*?{run})" for run in inner if run) + ".*" + last, re.DOTALL)
