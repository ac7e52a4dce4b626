"""The conditions of LIST (ELIST=CMNTU, https://modern.ircdocs.horse/#elist-parameter)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from .masks import match

LETTERS = "CMNTU"

_BOUND = re.compile(r"([CcTt]?)([<>])([0-9]{1,9})")


class Bound(msgspec.Struct, frozen=True):
    """More or less than so many members (U), minutes since creation (C), or minutes since the topic was set (T)."""

    subject: str
    more: bool
    value: int


class Search(msgspec.Struct, frozen=True):
    """All bounds must hold, none of `unlike` may match, and one of `masks` must if there are any."""

    masks: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()

    def fits(self, name: str, members: int, age: float, topic_age: float | None) -> bool:
        """Whether a room is wanted: its folded name, ages in minutes, `topic_age` None when there is no topic."""
        if self.masks and not any(match(mask, name) for mask in self.masks):
            return False
        if any(match(mask, name) for mask in self.unlike):
            return False
        measured = {"U": members, "C": age, "T": topic_age}
        return all(_holds(bound, measured[bound.subject]) for bound in self.bounds)


def parse(items: Iterable[str]) -> Search:
    """`#a`, `*tea*`, `!*secret*`, `>3`, `C<60`, `T>5` -> what is searched for. Names and masks come folded."""
    masks: list[str] = []
    unlike: list[str] = []
    bounds: list[Bound] = []
    for item in items:
        bound = _BOUND.fullmatch(item)
        if bound is not None:
            bounds.append(Bound(bound[1].upper() or "U", bound[2] == ">", int(bound[3])))
        elif item.startswith("!"):
            unlike.append(item[1:])
        else:
            masks.append(item)
    return Search(tuple(masks), tuple(unlike), tuple(bounds))


def _holds(bound: Bound, measured: float | None) -> bool:
    if measured is None:
        return False
    return measured > bound.value if bound.more else measured < bound.value
