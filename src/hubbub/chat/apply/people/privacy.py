"""How blocking changes the world."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import PrivacyChanged, Silenced
from hubbub.chat.world.state import World


def silenced(world: World, event: Silenced) -> None:
    world.parties[event.party].privacy.block(event.mask, on=event.on)


def privacy_changed(world: World, event: PrivacyChanged) -> None:
    world.parties[event.party].privacy.letters = event.letters


RULES: Rules = rules(
    rule(Silenced, silenced, heard=audience.of_oneself),
    rule(PrivacyChanged, privacy_changed),
)
