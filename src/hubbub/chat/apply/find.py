"""Whom and what an event is about."""

from __future__ import annotations

from hubbub.chat.names import fold
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def folded(source: str) -> str:
    """The folded name in nick!user@host."""
    return fold(name_of(source))


def room_of(world: World, log: int) -> Room:
    """The room with this log."""
    room = world.journals[log]
    assert isinstance(room, Room)
    return room
