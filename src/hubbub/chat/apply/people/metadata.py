"""How metadata changes the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.apply.find import room_of
from hubbub.chat.events import Event, MetadataSet
from hubbub.chat.world.people.metadata import put
from hubbub.chat.world.state import World


def metadata_set(world: World, event: MetadataSet) -> None:
    put(
        room_of(world, event.log).metadata if event.log else world.parties[event.party].metadata, event.key, event.value
    )


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    MetadataSet: metadata_set,
}
