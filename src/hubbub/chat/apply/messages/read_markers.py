"""How reading changes the world."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import ReadMarked
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def read_marked(world: World, event: ReadMarked) -> None:
    """The markers stand in the order in which they were set. A room knows who has one, so that none outlives it."""
    room = world.journal(event.log)
    if isinstance(room, Room):
        room.readers.add(event.party)
    markers = world.parties[event.party].read_until
    markers.pop(event.forgotten, None)
    markers.pop(event.log, None)
    markers[event.log] = event.until


RULES: Rules = rules(
    rule(ReadMarked, read_marked, heard=audience.of_reader),
)
