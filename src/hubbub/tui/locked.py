"""The panel that asks for the key of a room."""

from __future__ import annotations

from hubbub.client.events import KeyWanted
from hubbub.views import locked
from hubbub.views.pieces import safe

from .desk import Desk
from .overlays.ask import Ask


def ask(desk: Desk, event: KeyWanted) -> None:
    """The room is entered with what is written, which is kept nowhere."""

    def given(key: str | None) -> None:
        if key:
            desk.core.do("join", room=event.room, key=key.strip())

    hint = f"The key of {safe(event.room)}:"
    panel = Ask(
        desk.talk.inks, locked.why(event), "join", hint=hint, secret=True, wrong=lambda key: locked.wrong(key.strip())
    )
    desk.open(panel, given)
