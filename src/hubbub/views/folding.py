"""People who come and go in a row, in one line: `dave, erin and 3 others joined · zed left`.

Who came and went again within the fold, or went and was back soon, is not mentioned; who leaves though others were just
talking with them is mentioned by name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hubbub.client.state.items import Happening
from hubbub.irc import casemap

from .pieces import safe

NAMED = 2  # people named for each verb; the others are counted
BACK = 600_000  # milliseconds: who is back within them was never away


def folded(items: Sequence[Happening], spoke: Collection[str] = ()) -> str:
    """The sentence; '' when nothing is left to say. `spoke`: folded names of who just took part in the talk."""
    came, left, renamed = _outcome(items)
    parts = [_verb(came, "joined", ()), _verb(left, "left", spoke), *renamed]
    return "  ·  ".join(part for part in parts if part)


def _outcome(items: Sequence[Happening]) -> tuple[list[str], list[str], list[str]]:
    """Who came and stayed, who left and stayed away, who is called otherwise."""
    came: dict[str, str] = {}
    left: dict[str, tuple[str, int]] = {}
    renamed: dict[str, tuple[str, str]] = {}
    for item in items:
        key = casemap.lower(item.name)
        if item.kind in ("joined", "returned"):
            gone = left.pop(key, None)
            if gone is None or item.at - gone[1] > BACK:
                came[key] = item.name
        elif item.kind == "renamed":
            _rename(item, came, renamed)
        elif came.pop(key, None) is None:
            left[key] = item.name, item.at
    names = [f"{safe(before)} is now {safe(name)}" for before, name in renamed.values() if before != name]
    return list(came.values()), [name for name, _ in left.values()], names


def _rename(item: Happening, came: dict[str, str], renamed: dict[str, tuple[str, str]]) -> None:
    """Several new names of one person are one."""
    before, key = casemap.lower(item.before), casemap.lower(item.name)
    if came.pop(before, None) is not None:
        came[key] = item.name
        return
    first, _ = renamed.pop(before, (item.before, ""))
    renamed[key] = first, item.name


def _verb(names: Sequence[str], verb: str, spoke: Collection[str]) -> str:
    """`dave, erin and 3 others joined`; those who spoke are always named, first."""
    known = [name for name in names if casemap.lower(name) in spoke]
    others = [name for name in names if casemap.lower(name) not in spoke]
    shown = known + others[: max(0, NAMED - len(known))]
    more = len(names) - len(shown)
    if not shown:
        return ""
    listed = [safe(name) for name in shown]
    if more:
        return f"{', '.join(listed)} and {more} {'other' if more == 1 else 'others'} {verb}"
    return f"{' and '.join([', '.join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)} {verb}"
