"""How reading changes the world."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.rule import rule, rules
from hubbub.chat.events import ReadMarked
from hubbub.chat.world.state import World


def read_marked(world: World, event: ReadMarked) -> None:
    """The markers stand in the order in which they were set."""
    markers = world.parties[event.party].read_until
    markers.pop(event.forgotten, None)
    markers.pop(event.log, None)
    markers[event.log] = event.until


RULES = rules(
    rule(ReadMarked, read_marked, heard=audience.of_reader),
)
