"""Rooms at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import RoomState, State
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World
from hubbub.irc.modes import MADE_WITH, Change

MADE = [(letter, "") for letter in MADE_WITH]


def restore(world: World, state: State) -> None:
    world.last_log = state.last_log
    state.rooms.reverse()
    while state.rooms:  # each is let go of at once: there may be a hundred thousand
        world.add_room(_room(world, state.rooms.pop()))


def _room(world: World, saved: RoomState) -> Room:
    room = Room(saved.log, saved.name, saved.created, saved.last_seq, saved.last_at)
    room.topic, room.topic_by, room.topic_at = saved.topic, saved.topic_by, saved.topic_at
    room.has_messages = saved.has_messages
    if [(mode[0], mode[1]) for mode in saved.modes] == MADE:
        return room
    room.flags = {}
    for letter, argument, by, at, until, why in saved.modes:
        change = Change(True, letter, argument)
        room.change_mode(change, by, at, until, why)
        if until:
            world.will_end(room, change, until)
    return room
