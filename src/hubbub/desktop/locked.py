"""The card that asks for the key of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.events import KeyWanted
from hubbub.tk.ask import Ask, Asked
from hubbub.views import locked
from hubbub.views.asking import Waits

if TYPE_CHECKING:
    from .window import Window


def ask(window: Window, event: KeyWanted) -> None:
    """The room is entered with what is typed, which is kept nowhere. Until one is in, the card stays."""

    def given(values: list[str]) -> str | Waits:
        key = values[0].strip()
        return locked.wrong(key) or window.lists.act("join", room=event.room, key=key, says=locked.again)

    fields = (Asked("Key", secret=True),)
    Ask(window.overlays, window.look, locked.TITLE, locked.why(event), "Join", given, fields)
