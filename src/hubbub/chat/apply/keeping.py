"""How changes of how long messages stay change the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event, KeepingChanged
from hubbub.chat.world import World


def keeping_changed(world: World, event: KeepingChanged) -> None:
    setattr(world.journals[event.log], event.what, event.length)


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    KeepingChanged: keeping_changed,
}
