"""Private conversations, and how long messages stay, at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import Quiet, State
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    """They sleep; those that nobody can read any more do not wake."""
    world.quiet = state.conversations if isinstance(state.conversations, Quiet) else Quiet(state.conversations)
    for keeping in state.retentions:
        journal = world.journal(keeping.log)
        if journal is not None:
            world.keep_for(journal, "retention", keeping.retention)
            world.keep_for(journal, "expiry", keeping.expiry)
