"""Old entries of a room under the name that the room has now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from hubbub.chat.events import Entry, Kept, RoomRenamed
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World

K = TypeVar("K", bound=Kept)


def under_present_names(world: World, entries: Iterable[Entry]) -> list[Entry]:
    """The same entries, as if each room had always had its name; renamings themselves stay as they were."""
    return [_under_present_name(world, entry) for entry in entries]


def under_present_name(world: World, log: int, event: K) -> K:
    """The same event of that log, as if its room had always had its name."""
    room = world.journal(log)
    if not isinstance(room, Room) or isinstance(event, RoomRenamed):
        return event
    for field in ("target", "room"):
        if getattr(event, field, room.name) != room.name:
            return msgspec.structs.replace(event, **{field: room.name})
    return event


def _under_present_name(world: World, entry: Entry) -> Entry:
    event = entry.event and under_present_name(world, entry.log, entry.event)
    return entry if event is entry.event else msgspec.structs.replace(entry, event=event)
