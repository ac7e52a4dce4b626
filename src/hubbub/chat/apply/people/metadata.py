"""How metadata changes the world."""

from __future__ import annotations

from hubbub.chat import notices
from hubbub.chat.apply.find import room_of
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import MetadataSeen, MetadataSet
from hubbub.chat.world.people.metadata import put
from hubbub.chat.world.state import World


def metadata_set(world: World, event: MetadataSet) -> None:
    put(
        room_of(world, event.log).metadata if event.log else world.parties[event.party].metadata, event.key, event.value
    )


RULES: Rules = rules(
    rule(MetadataSet, metadata_set, told=notices.of_change),
    rule(MetadataSeen, told=notices.of_seen),
)
