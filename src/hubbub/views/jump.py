"""Where one can go at once: places with mentions, with news, lately used, all others; people; rooms to join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from hubbub.client.state.store import State
from hubbub.irc import casemap

from .pieces import safe
from .places import PlaceRow, Presence, people, presence, rooms

Goes = Literal["place", "person", "join"]
SIGNS: dict[str, Goes] = {"#": "place", "@": "person", "+": "join"}


class Target(msgspec.Struct, frozen=True):
    """`goes`: to a place that is there, to a person one does not talk with yet, or into a room by joining it."""

    key: str
    name: str
    goes: Goes
    kind: Literal["room", "person"]
    words: str = ""
    presence: Presence = ""
    badge: bool = False


def targets(state: State, lately: Sequence[str] = ()) -> list[Target]:
    """All of them, in order. `lately`: keys of places, the last one first."""
    rows = [row for row in (*rooms(state), *people(state)) if not row.here]
    used = {key: place for place, key in enumerate(lately)}
    rows.sort(key=lambda row: (not row.badge, not row.loud, used.get(row.key, len(used))))
    return [*(_of_place(row) for row in rows), *_online(state), *_other_rooms(state)]


def narrowed(found: Iterable[Target], typed: str) -> list[Target]:
    """Those with every typed part in their name, those that begin with it first; `#` rooms, `@` people, `+` to join."""
    only = typed[:1] if typed[:1] in SIGNS else ""
    parts = typed.removeprefix(only).casefold().split()
    some = [target for target in found if _fits(target, only) and all(part in target.name.casefold() for part in parts)]
    return sorted(some, key=lambda target: bool(parts) and not target.name.casefold().startswith(parts[0]))


def _fits(target: Target, only: str) -> bool:
    match only:
        case "#":
            return target.kind == "room"
        case "@":
            return target.kind == "person"
        case "+":
            return target.goes == "join"
    return True


def _of_place(row: PlaceRow) -> Target:
    return Target(row.key, row.name, "place", row.kind, _words(row), row.presence, row.badge)


def _words(row: PlaceRow) -> str:
    number = f"{row.count}{'+' if row.more else ''}"
    words = []
    if row.count and row.kind == "person":
        words.append(f"{number} private {'message' if row.count == 1 else 'messages'}")
    elif row.count:
        words.append(f"{number} for you" if row.badge else f"{number} new")
    if row.muted:
        words.append("muted")
    if row.draft:
        words.append("draft")
    return ", ".join(words)


def _online(state: State) -> Iterator[Target]:
    """People one could write to."""
    for key, person in sorted(state.people.items()):
        if key not in state.buffers and person.online and not state.is_me(person.name):
            here = presence(person)
            yield Target(key, safe(person.name), "person", "person", here, here)


def _other_rooms(state: State) -> Iterator[Target]:
    for row in sorted(state.rooms or (), key=lambda row: (-row.members, row.name)):
        if casemap.lower(row.name) not in state.buffers:
            count = f"{row.members} {'member' if row.members == 1 else 'members'}, not joined"
            yield Target(casemap.lower(row.name), safe(row.name.removeprefix("#")), "join", "room", count)
