"""What narrows a search, as it is typed among its words: `in:garden from:bob after:2026-01-31 before:2026-02-28`."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from .person import person

HINT = "in:room or in:name, from:name, after:2026-01-31, before:2026-02-28"
_WORD = re.compile(r'(?:"[^"]*"?|[^\s"])+')  # what stands in quotes is a phrase
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Narrowed(NamedTuple):
    """`place`: a room or a person, as typed. `after`: from the beginning of that day on; `before`: until then."""

    words: str
    place: str = ""
    sender: str = ""
    after: date | None = None
    before: date | None = None


def narrowed(text: str) -> Narrowed:
    """The words, and what narrows them; what is no day is a word."""
    words: list[str] = []
    place, sender = "", ""
    days: dict[str, date] = {}
    for word in _WORD.findall(text):
        name, _, value = word.partition(":")
        if name == "in" and value:
            place = value
        elif name == "from" and person(value):
            sender = person(value)
        elif name in ("after", "before") and (day := _day(value)):
            days[name] = day
        else:
            words.append(word)
    return Narrowed(" ".join(words), place, sender, days.get("after"), days.get("before"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
