"""The world at the start of the server, from what the log's state tables say."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.state import World

from . import accounts, conversations, files, metadata, moderation, people, pinning, presence, read_markers, rooms

NOUNS = (rooms, pinning, people, accounts, moderation, presence, read_markers, metadata, conversations, files)
"""Each puts what is known of it into the world; a later one finds what an earlier one has put there."""


def restore(world: World, state: State) -> None:
    """Begin with what the log's state tables say."""
    for noun in NOUNS:
        noun.restore(world, state)
