"""How changes of how long messages stay change the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event, RetentionChanged
from hubbub.chat.world.state import World


def retention_changed(world: World, event: RetentionChanged) -> None:
    setattr(world.journals[event.log], event.what, event.length)


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    RetentionChanged: retention_changed,
}
