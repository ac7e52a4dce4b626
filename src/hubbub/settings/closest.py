"""Which of the names there are a mistyped one may mean."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, names: Iterable[str]) -> str:
    """'' when none is near."""
    from difflib import get_close_matches  # no start that goes well needs it

    return next(iter(get_close_matches(name, list(names), 1)), "")
