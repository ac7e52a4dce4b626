"""How a lockdown changes the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event, LockdownSet
from hubbub.chat.world.state import World


def lockdown_set(world: World, event: LockdownSet) -> None:
    world.lockdown = event.level


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    LockdownSet: lockdown_set,
}
