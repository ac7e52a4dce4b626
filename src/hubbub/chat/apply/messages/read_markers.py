"""How reading changes the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event, ReadMarked
from hubbub.chat.world.state import World


def read_marked(world: World, event: ReadMarked) -> None:
    """The markers stand in the order in which they were set."""
    markers = world.parties[event.party].read_until
    markers.pop(event.forgotten, None)
    markers.pop(event.log, None)
    markers[event.log] = event.until


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    ReadMarked: read_marked,
}
