"""People who come and go in a row, in one line: `dave, erin and 3 others joined · zed left` (spec/folding.json).

Who came and went again within the fold, or went and was back soon, is not mentioned; who leaves though others were just
talking with them is mentioned by name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Generic, TypeVar

import msgspec

from hubbub.client.state.items import Happening
from hubbub.irc import casemap

from .pieces import safe

NAMED = 2  # people named for each verb; the others are counted
ALL = 3  # who are named without counting: "1 other" would say no less than the name
BACK = 600_000  # milliseconds: who is back within them was never away


T = TypeVar("T")


class Mentioned(msgspec.Struct, Generic[T], frozen=True):
    """Who is named, and how many others there are."""

    named: tuple[T, ...] = ()
    more: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """What is left of comings and goings; new names as (before, name)."""

    came: Mentioned[str]
    left: Mentioned[str]
    renamed: Mentioned[tuple[str, str]]


def folded(items: Sequence[Happening], spoke: Collection[str] = ()) -> str:
    """The sentence; '' when nothing is left to say. `spoke`: folded names of who just took part in the talk."""
    found = outcome(items, spoke)
    return "  ·  ".join(filter(None, (_verb(found.came, "joined"), _verb(found.left, "left"), *_names(found.renamed))))


def outcome(items: Sequence[Happening], spoke: Collection[str] = ()) -> Outcome:
    """Who came and stayed, who left and stayed away, who is called otherwise."""
    came: dict[str, str] = {}
    left: dict[str, tuple[str, int]] = {}
    renamed: dict[str, tuple[str, str]] = {}
    for item in items:
        key = casemap.lower(item.name)
        if item.kind in ("joined", "returned"):
            gone = left.pop(key, None)
            if gone is None or item.at - gone[1] > BACK:
                came.setdefault(key, item.name)
        elif item.kind == "renamed":
            _rename(item, came, renamed)
        elif came.pop(key, None) is None:
            left[key] = item.name, item.at
    names = [name for name, _ in left.values()]
    known = [name for name in names if casemap.lower(name) in spoke]
    others = [name for name in names if casemap.lower(name) not in spoke]
    changed = [(before, name) for before, name in renamed.values() if before != name]
    return Outcome(_mentioned(list(came.values())), _mentioned(known + others, len(known)), _mentioned(changed))


def _rename(item: Happening, came: dict[str, str], renamed: dict[str, tuple[str, str]]) -> None:
    """Several new names of one person are one."""
    before, key = casemap.lower(item.before), casemap.lower(item.name)
    if came.pop(before, None) is not None:
        came[key] = item.name
        return
    first, _ = renamed.pop(before, (item.before, ""))
    renamed[key] = first, item.name


def _mentioned(found: Sequence[T], least: int = 0) -> Mentioned[T]:
    """`least`: so many of the first are named in any case."""
    count = len(found) if len(found) <= ALL else max(NAMED, least)
    return Mentioned(tuple(found[:count]), len(found) - count)


def _verb(who: Mentioned[str], verb: str) -> str:
    """`dave, erin and 3 others joined`."""
    if not who.named:
        return ""
    listed = [safe(name) for name in who.named]
    if who.more:
        return f"{', '.join(listed)} and {_others(who.more)} {verb}"
    return f"{' and '.join([', '.join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)} {verb}"


def _names(renamed: Mentioned[tuple[str, str]]) -> list[str]:
    told = [f"{safe(before)} is now {safe(name)}" for before, name in renamed.named]
    return [*told, f"{_others(renamed.more)} have other names"] if renamed.more else told


def _others(count: int) -> str:
    return f"{count} {'other' if count == 1 else 'others'}"
