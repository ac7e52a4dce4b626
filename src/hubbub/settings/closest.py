"""Which of the names there are a mistyped one may mean."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, names: Iterable[str], alike: float = 0.6) -> str:
    """'' when none is near; `alike`: 1.0 is the same."""
    from difflib import get_close_matches  # no start that goes well needs it

    return next(iter(get_close_matches(name, list(names), 1, alike)), "")
