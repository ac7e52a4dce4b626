"""Lists in the parameters of a command, with commas between what they name: rooms, people, keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import zip_longest
from typing import TypeVar

from hubbub.chat.names import fold

T = TypeVar("T")


def once(given: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """Each of them once, the first of those that have one key, in their order: who is named twice in a command is not
    told twice."""
    found: dict[Hashable, T] = {}
    for one in given:
        found.setdefault(key(one), one)
    return list(found.values())


def named(text: str) -> list[str]:
    """The names in a list, each once, whatever letters it is written with."""
    return people(text.split(","))


def people(words: Iterable[str]) -> list[str]:
    """The same for names that are a parameter each."""
    return once(filter(None, words), fold)


def with_keys(rooms: str, keys: str) -> list[tuple[str, str]]:
    """The rooms in a list, each once, with what stands at its place in the other one, or nothing."""
    if "," not in rooms:
        return [(rooms, keys.partition(",")[0])] if rooms else []
    pairs = zip_longest(rooms.split(","), keys.split(",")[: rooms.count(",") + 1], fillvalue="")
    return once(((room, key) for room, key in pairs if room), lambda pair: fold(pair[0]))


def paired(rooms: str, people: str) -> list[tuple[str, str]]:
    """Rooms and people: "there MUST be either one channel parameter and multiple user parameter, or as many channel
    parameters as there are user parameters" (RFC 2812, KICK). Each pair once."""
    many, who = rooms.split(","), people.split(",")
    if len(only := list(filter(None, many))) == 1:
        many = only * len(who)
    pairs = ((room, name) for room, name in zip(many, who, strict=False) if room and name)
    return once(pairs, lambda pair: (fold(pair[0]), fold(pair[1])))
