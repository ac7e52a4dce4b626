"""The panel that asks for the key of a room."""

from __future__ import annotations

from hubbub.client.events import KeyWanted
from hubbub.views import locked
from hubbub.views.asking import Asking, Waits
from hubbub.views.pieces import safe

from .desk import Desk
from .overlays.ask import Ask


def ask(desk: Desk, asking: Asking, event: KeyWanted) -> None:
    """The room is entered with what is written, which is kept nowhere. Until one is in, the panel stays."""

    def enter(key: str) -> Waits:
        return asking.act("join", room=event.room, key=key.strip(), says=locked.again)

    hint = f"The key of {safe(event.room)}:"
    desk.open(
        Ask(
            desk.talk.inks, locked.why(event), "join", hint=hint, secret=True, does=enter,
            wrong=lambda key: locked.wrong(key.strip()),
        )
    )  # fmt: skip
