"""Lengths of time as people type them, `2h` or `1d12h`, and as they read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

DAY = 86_400_000  # milliseconds
UNITS = {"week": 7 * DAY, "day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1_000}  # milliseconds
LONGEST = 36_525 * UNITS["day"]

_WRITTEN = ("w(?:eeks?)?", "d(?:ays?)?", "h(?:(?:ou)?rs?)?", "m(?:in(?:ute)?s?)?", "s(?:ec(?:ond)?s?)?")
_PERIOD = re.compile("".join(f"(?:([0-9]{{1,9}}){unit})?" for unit in _WRITTEN), re.IGNORECASE | re.ASCII)
_OTHERS = ("mo(?:nths?)?", "y(?:ea)?r?s?")  # which are no length
_SIGNED = re.compile("[+-]?[0-9]+")
_LIKE_A_TIME = re.compile(
    f"[+-]?(?:[0-9]+(?:[.,][0-9]+)?(?:{'|'.join((*_WRITTEN, *_OTHERS))}))+[0-9]*", re.IGNORECASE | re.ASCII
)


def milliseconds(text: str) -> int:
    """How long that is: numbers, each with w, d, h, m or s behind it, or `min`, `hours` and the like, the longest unit
    first. 0: it is no time.

    More than a hundred years are a hundred.
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        return 0
    length = sum(int(number or 0) * unit for number, unit in zip(found.groups(), UNITS.values(), strict=True))
    return min(length, LONGEST)


def is_mistyped(text: str) -> bool:
    """Whether that begins with what is no time and was meant to be one: `2h30`, `1h2d`, `0h`, `1.5h`, `-3d`,
    `1month`, `2 hours`. It must not be taken for a reason, or for a name."""
    first, rest, *_ = [*re.split("[ \t]+", text, maxsplit=2), ""]
    if _SIGNED.fullmatch(first):
        first += rest
        return _LIKE_A_TIME.fullmatch(first) is not None
    return not milliseconds(first) and _LIKE_A_TIME.fullmatch(first) is not None


def spelt(length: int) -> str:
    """`1 day 12 hours` for so many milliseconds; what is less than a second is left out.

    Weeks are counted when they are whole: `2 weeks`, but `30 days`.
    """
    parts = []
    for name, unit in UNITS.items():
        if name == "week" and length % unit:
            continue
        number, length = divmod(length, unit)
        if number:
            parts.append(f"{number} {name}{'' if number == 1 else 's'}")
    return " ".join(parts) or "0 seconds"


def moment(at: int) -> str:
    """A time in milliseconds since 1970: `2026-05-01 18:30 UTC`."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"
