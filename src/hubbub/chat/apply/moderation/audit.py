"""How the audit log counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import ActNoted, Event
from hubbub.chat.world.state import World


def act_noted(world: World, event: ActNoted) -> None:
    world.last_act = event.act.number


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    ActNoted: act_noted,
}
