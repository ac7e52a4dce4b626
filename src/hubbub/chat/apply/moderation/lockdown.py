"""How a lockdown changes the world."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import LockdownSet
from hubbub.chat.world.state import World


def lockdown_set(world: World, event: LockdownSet) -> None:
    world.lockdown = event.level


RULES: Rules = rules(
    rule(LockdownSet, lockdown_set, heard=audience.of_locked_down),
)
