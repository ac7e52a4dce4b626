"""How the rule is written that says which old copies stay: `7 d, 4 w, 6 m`."""

from __future__ import annotations

import re

_PART = re.compile(r"\s*([0-9]{1,4})\s*([dwm])\s*")


def parse(text: str) -> tuple[tuple[int, str], ...]:
    """The rule as (how many, of `d` days, `w` weeks or `m` months). Raises ValueError."""
    parts = []
    for part in text.split(","):
        found = _PART.fullmatch(part)
        if found is None or not int(found[1]):
            raise ValueError(f'"{part.strip()}" is not a number with d, w or m; write for example "7 d, 4 w, 6 m"')
        parts.append((int(found[1]), found[2]))
    return tuple(parts)
