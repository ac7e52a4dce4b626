"""Asking for capabilities, each by itself: in one line they are too long for a line, and one that cannot be had here
refuses all."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.irc.caps import NAMES


def requests(names: Iterable[str] = NAMES) -> list[str]:
    """Lines that ask for these."""
    return [f"CAP REQ {name}" for name in names]
