"""The places of one server as a list: the lobby, rooms by name, then people by last word, each with one sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.people import Person
from hubbub.client.state.store import State
from hubbub.irc import casemap

from .pieces import safe

Presence = Literal["", "online", "away", "offline"]
FULL, HALF, RING = "●", "◐", "○"
SIGNS: dict[Presence, str] = {"": RING, "online": FULL, "away": HALF, "offline": RING}


class PlaceRow(msgspec.Struct, frozen=True):
    """A room or a conversation. `count` stands at its end: of mentions where `badge`, else of unread messages; with
    `more` there may be more than that; nothing is counted where one is. `loud`: bold. `outside`: a room that we have
    left, or are not in yet.
    """

    key: str
    name: str
    kind: Literal["room", "person"]
    here: bool = False
    count: int = 0
    badge: bool = False
    more: bool = False
    draft: bool = False
    muted: bool = False
    loud: bool = False
    outside: bool = False
    presence: Presence = ""


def rooms(state: State) -> list[PlaceRow]:
    """The lobby first, then by name."""
    lobby = casemap.lower(state.server.lobby)
    found = [buffer for buffer in state.buffers.values() if buffer.kind == "room"]
    return [row(state, buffer) for buffer in sorted(found, key=lambda buffer: (buffer.key != lobby, buffer.key))]


def people(state: State) -> list[PlaceRow]:
    """Who was talked with last comes first."""
    found = [buffer for buffer in state.buffers.values() if buffer.kind == "person"]
    return [row(state, buffer) for buffer in sorted(found, key=lambda buffer: (-buffer.last_at, buffer.key))]


def row(state: State, buffer: Buffer) -> PlaceRow:
    muted, here = buffer.notify == "nothing", buffer.key == state.current
    badge = buffer.mentions > 0 or (buffer.kind == "person" and buffer.unread > 0)
    return PlaceRow(
        buffer.key,
        safe(buffer.name.removeprefix("#")) if buffer.kind == "room" else safe(buffer.name),
        buffer.kind,
        here=here,
        count=0 if here else buffer.mentions or buffer.unread,
        badge=badge and not here,
        more=buffer.more_unread,
        draft=bool(buffer.draft.text) and not here,
        muted=muted,
        loud=not here and (badge or (buffer.unread > 0 and not muted)),
        outside=buffer.kind == "room" and not buffer.joined,
        presence=presence(state.people.get(buffer.key)) if buffer.kind == "person" else "",
    )


def presence(person: Person | None) -> Presence:
    if person is None or person.online is None:
        return ""
    if not person.online:
        return "offline"
    return "online" if person.away is None else "away"


class Frozen:
    """The order of a list that does not change while somebody has it under their hands: new rows come last."""

    def __init__(self) -> None:
        self._order: list[str] = []

    def arrange(self, rows: Sequence[PlaceRow], *, held: bool) -> list[PlaceRow]:
        if held:
            known = {key: place for place, key in enumerate(self._order)}
            rows = sorted(rows, key=lambda row: known.get(row.key, len(known)))
        self._order = [row.key for row in rows]
        return list(rows)


def next_place(
    rows: Sequence[PlaceRow], step: int, wanted: Callable[[PlaceRow], bool] | None = None
) -> PlaceRow | None:
    """The next place from here, round and round; `wanted`: only such ones."""
    start = next((place for place, row in enumerate(rows) if row.here), -1 if step > 0 else 0)
    for way in range(1, len(rows) + 1):
        found = rows[(start + step * way) % len(rows)]
        if not found.here and (wanted is None or wanted(found)):
            return found
    return None


def next_with_news(rows: Sequence[PlaceRow]) -> PlaceRow | None:
    """Where to go next: mentions first, then unread; muted rooms only for mentions."""
    return next_place(rows, 1, lambda row: row.badge) or next_place(rows, 1, lambda row: row.loud)
