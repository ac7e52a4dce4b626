"""How the audit log counts."""

from __future__ import annotations

from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import ActNoted, ActsForgotten
from hubbub.chat.world.state import World


def act_noted(world: World, event: ActNoted) -> None:
    world.last_act = event.act.number


RULES: Rules = rules(
    rule(ActNoted, act_noted),
    rule(ActsForgotten),
)
