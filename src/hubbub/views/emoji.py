"""Emoji by name: for what is typed (`:tada:`), for a list to choose from, and for where none can be drawn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).parent / "emoji.txt"
USUAL = ("👍", "❤️", "😂", "🎉", "🙏", "👀")  # reactions that are offered before somebody has used others
# A picture with what belongs to it: presentation, skin, further pictures joined to it, the letters of a flag.
PICTURE = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[\u203c\u2049\u2139\u2194-\u21aa\u231a\u231b\u2328\u23e9-\u23fa\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    "(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[\u2190-\u2bff\U0001f000-\U0001faff])*)"
)


class Emoji(msgspec.Struct, frozen=True):
    text: str
    names: tuple[str, ...]


@cache
def groups() -> dict[str, tuple[Emoji, ...]]:
    """All of them, by the title of their group."""
    found: dict[str, list[Emoji]] = {}
    title = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            title = line[2:]
        elif line and not line.startswith("#"):
            text, *names = line.split(" ")
            found.setdefault(title, []).append(Emoji(text, tuple(names)))
    return {title: tuple(some) for title, some in found.items()}


@cache
def _by_name() -> dict[str, str]:
    return {name: emoji.text for some in groups().values() for emoji in some for name in emoji.names}


@cache
def _names() -> dict[str, str]:
    return {emoji.text.rstrip("\ufe0f"): emoji.names[0] for some in groups().values() for emoji in some}


def named(name: str) -> str | None:
    """The emoji of a name without its colons."""
    return _by_name().get(name.lower())


def search(words: str) -> list[Emoji]:
    """The one with that name, those with a name that begins so, then those with it anywhere in a name."""
    wanted = words.strip().lower().replace(" ", "_")
    every = [emoji for some in groups().values() for emoji in some]
    first = [emoji for emoji in every if any(name.startswith(wanted) for name in emoji.names)]
    first.sort(key=lambda emoji: wanted not in emoji.names)
    return first + [emoji for emoji in every if emoji not in first and any(wanted in name for name in emoji.names)]


def by_part(part: str) -> Iterator[tuple[str, str]]:
    """The names with that part and their emoji, for completion."""
    for found in search(part):
        yield found.names[0], found.text


def spelled(text: str) -> str:
    """The text with names in place of pictures: where a picture would end the program, or be an empty box."""
    return text if text.isascii() else PICTURE.sub(_spell, text)


def _spell(found: re.Match[str]) -> str:
    text = found[0]
    name = _names().get(text.rstrip("\ufe0f")) or unicodedata.name(text[0], "picture").lower().replace(" ", "_")
    return f":{name}:"


def lately(used: Iterable[str], count: int = 6) -> list[str]:
    """What is offered first: what this person used last, then the usual ones."""
    return list(dict.fromkeys([*used, *USUAL]))[:count]
