"""How far the owners of accounts have read, at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for marker in state.markers:
        reader = world.accounts.numbers.get(marker.account)
        if reader is not None:
            reader.read_until[marker.log] = marker.until
