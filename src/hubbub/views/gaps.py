"""Gaps of history near the view: from which side one reads on to them, and what stays in place when they are filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .rows import Row

_PASSING = frozenset({"note", "whisper"})  # which stand below what is loaded, whatever that is


def ends_in_gap(rows: Sequence[Row]) -> bool:
    """Whether the newest is not loaded: who is at the end of these rows reads on there."""
    return next((row.kind == "gap" for row in reversed(rows) if row.kind not in _PASSING), False)


def nearest(rows: Sequence[Row], places: Iterable[int], part_above: Callable[[int], float]) -> str | None:
    """The key of the gap among these rows that is nearest to the middle of the view."""
    gaps = [place for place in places if rows[place].kind == "gap"]
    return min(((abs(part_above(place) - 1 / 2), rows[place].key) for place in gaps), default=(0, None))[1]


def reads_down(rows: Sequence[Row], place: int, part: float, *, at_end: bool) -> bool:
    """Whether one comes to the gap from above, and what comes next is wanted there.

    `part` of the view is above the gap: one reads where there is more. At the end one reads what is last.
    """
    return all(row.kind in _PASSING for row in rows[place + 1 :]) or (not at_end and part > 1 / 2)


def read_from(rows: Sequence[Row], parts: Iterable[tuple[int, float]]) -> int:
    """The place from which on one reads: behind the last gap with less of the view above it than below.

    `parts`: places of rows in view, from above, with the part of the view that is above each.
    """
    return max((place for place, part in parts if rows[place].kind == "gap" and part <= 1 / 2), default=-1)
