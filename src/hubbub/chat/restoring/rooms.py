"""Rooms at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import Sleeping, State
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World
from hubbub.irc.modes import Change


def restore(world: World, state: State) -> None:
    """They sleep, but for those with masks on lists, which may end by themselves."""
    world.last_log = state.last_log
    world.asleep = state.rooms if isinstance(state.rooms, Sleeping) else Sleeping(state.rooms)
    world.closing = {one.log: one for one in state.closing}
    for log in world.asleep.watched:
        room = world.journal(log)
        assert isinstance(room, Room)
        for letter, masks in room.lists.items():
            for one in masks.values():
                if one.until:
                    world.will_end(room, Change(True, letter, one.mask), one.until)
