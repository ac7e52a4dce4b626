"""What must be drawn anew when a list of rows becomes another one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

Row = TypeVar("Row")


class Stretch(NamedTuple):
    """The old rows from `old` to before `old_end` give way to the new ones from `new` to before `new_end`."""

    old: int
    old_end: int
    new: int
    new_end: int


def stretches(old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], Hashable]) -> list[Stretch]:
    """From top to bottom; rows with the same key that are equal stay as they are. Linear in both."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    found: list[Stretch] = []
    last = len(old) - tail
    places = {key(old[n]): n for n in range(head, last)}
    at = head
    for n in range(head, len(new) - tail):
        place = places.get(key(new[n]), -1)
        if place < at:
            _add(found, Stretch(at, at, n, n + 1))
            continue
        _add(found, Stretch(at, place, n, n))
        same = old[place] is new[n] or old[place] == new[n]
        _add(found, Stretch(place, place, n, n) if same else Stretch(place, place + 1, n, n + 1))
        at = place + 1
    _add(found, Stretch(at, last, len(new) - tail, len(new) - tail))
    return found


def _common(one: Sequence[Row], other: Sequence[Row]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a is not b and a != b:
            break
        count += 1
    return count


def _add(found: list[Stretch], more: Stretch) -> None:
    """Together with the one before, where it follows it without a row between."""
    if more.old == more.old_end and more.new == more.new_end:
        return
    if found and found[-1].old_end == more.old and found[-1].new_end == more.new:
        found[-1] = Stretch(found[-1].old, more.old_end, found[-1].new, more.new_end)
    else:
        found.append(more)
