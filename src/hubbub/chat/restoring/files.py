"""The files that people have uploaded, at the start of the server."""

from __future__ import annotations

from hubbub.chat.events import Attachment
from hubbub.chat.ports import State
from hubbub.chat.world.files import File, Use
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for kept in state.files:
        about = Attachment(
            id=kept.id,
            name=kept.name,
            type=kept.type,
            size=kept.size,
            width=kept.width,
            height=kept.height,
            preview=kept.preview,
        )
        world.files.add(File(about, kept.hash, kept.party, kept.owner, kept.at, used=kept.used))
    for message, log, seq, ids in state.file_uses:
        world.files.use(message, Use(log, seq), ids)
