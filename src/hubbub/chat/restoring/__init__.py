"""The world at the start of the server, from what the log's state tables say."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.state import World

from . import (
    accounts,
    conversations,
    files,
    metadata,
    moderation,
    people,
    pinning,
    presence,
    push,
    rooms,
    tokens,
)
from .handed import HandedWorld, forget_ended, take, take_names

NOUNS = (
    rooms, pinning, people, accounts, push, moderation, presence, metadata, conversations, files, tokens,
)  # fmt: skip
"""Each puts what is known of it into the world; a later one finds what an earlier one has put there."""


def restore(world: World, state: State, handed: HandedWorld | None = None) -> None:
    """Begin with what the log's state tables say, and with what the process before has `handed` over, if it has."""
    for noun in NOUNS:
        if noun is conversations and handed is not None:  # which of them can still be read depends on who is here
            take(world, handed)
        noun.restore(world, state)
    if handed is not None:
        take_names(world, handed)
        forget_ended(world, handed)
