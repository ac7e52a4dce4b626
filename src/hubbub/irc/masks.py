"""Masks with `*` and `?`, matched without backtracking over the stars."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(r"\\[*?\\]|.", re.DOTALL)


class Mask:
    """A mask, ready to be asked about many texts: `*` is any text, `?` one character; a backslash makes either literal.

    Making one is cheap: a pattern is compiled only for a mask with `?`, when it is first asked.
    """

    __slots__ = ("_first", "_inner", "_last", "_pattern", "_shortest", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pattern: re.Pattern[str] | None = None
        runs = _literals(text)
        self._first, *others = runs or [""]
        self._last = others.pop() if others else None
        self._inner = None if runs is None else tuple(filter(None, others))
        self._shortest = sum(map(len, runs or []))

    def fits(self, text: str) -> bool:
        """Whether it fits the whole text, in len(mask) * len(text) steps at worst.

        Fold both sides first (casemap.lower) to disregard case.
        """
        if self._inner is None:
            self._pattern = self._pattern or _compiled(self._text)
            return self._pattern.fullmatch(text) is not None
        if self._last is None:
            return text == self._first
        if len(text) < self._shortest or not (text.startswith(self._first) and text.endswith(self._last)):
            return False
        at, end = len(self._first), len(text) - len(self._last)
        for run in self._inner:  # the first place where one fits is as good as any later one
            at = text.find(run, at, end) + len(run)
            if at < len(run):
                return False
        return True


def match(mask: str, text: str) -> bool:
    """Whether the mask fits the whole text, as `Mask.fits` says."""
    return _made(mask).fits(text)


@lru_cache(maxsize=1024)
def _made(mask: str) -> Mask:
    return Mask(mask)


def _literals(mask: str) -> list[str] | None:
    """What stands between the stars; None when `?` is among it."""
    if "\\" not in mask:
        return None if "?" in mask else mask.split("*")
    runs = [""]
    for piece in _PIECE.findall(mask):
        if piece == "?":
            return None
        if piece == "*":
            runs.append("")
        else:
            runs[-1] += piece[-1]
    return runs


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
    # Each run is atomic for the same reason: once found, never tried again.
    *inner, last = others
    return re.compile(first + "".join(f"(?>.*?{run})" for run in inner if run) + ".*" + last, re.DOTALL)
