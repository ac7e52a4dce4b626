"""Private conversations, and how long messages stay, at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for kept in state.conversations:
        conversation = Conversation(kept.log, kept.parties, kept.names, kept.last_seq, kept.last_at)
        if world.is_reachable(conversation):
            world.add_conversation(conversation)
    for keeping in state.retentions:
        journal = world.journal(keeping.log)
        if journal is not None:
            world.keep_for(journal, "retention", keeping.retention)
            world.keep_for(journal, "expiry", keeping.expiry)
