"""The card that asks for the key of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.events import KeyWanted
from hubbub.tk.ask import Ask, Asked
from hubbub.views import locked

if TYPE_CHECKING:
    from .window import Window


def ask(window: Window, event: KeyWanted) -> None:
    """The room is entered with what is typed, which is kept nowhere."""

    def given(values: list[str]) -> str | None:
        key = values[0].strip()
        if not locked.wrong(key):
            window.join(event.room, key)
        return locked.wrong(key) or None

    fields = (Asked("Key", secret=True),)
    Ask(window.overlays, window.look, locked.TITLE, locked.why(event), "Join", given, fields)
