"""What is pinned in rooms, at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.rooms import Pin, Room
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for pin in state.pins:
        room = world.journal(pin.log)
        if isinstance(room, Room):
            room.pins[pin.message] = Pin(pin.by, pin.at, pin.author)
