"""Whom and what an event is about."""

from __future__ import annotations

from hubbub.chat.names import fold
from hubbub.chat.party import Party
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def folded(source: str) -> str:
    """The folded name in nick!user@host."""
    return fold(name_of(source))


def note_words(world: World, log: int, source: str) -> None:
    """Somebody put words before a room by something else than a message: in slow mode they wait as after one."""
    room, user = room_of(world, log), world.users.get(folded(source))
    if room.slow_mode and user is not None:
        note_spoke(world, room, user.party)


def note_spoke(world: World, room: Room, party: Party) -> None:
    """Somebody said something in slow mode."""
    local = world.local
    local.slow_mode.spoke(room.log, party, local.clock, room.slow_mode)


def room_of(world: World, log: int) -> Room:
    """The room with this log."""
    room = world.journals[log]
    assert isinstance(room, Room)
    return room
