"""Whom somebody blocks, for their own connections."""

from __future__ import annotations

from hubbub.chat.events import Event, Silenced

from .tagging import Render, timed


def silenced(event: Silenced, caps: int) -> str:
    return timed(event, caps, f":{event.source} SILENCE {'+' if event.on else '-'}{event.mask}")


RENDER: dict[type[Event], Render] = {
    Silenced: silenced,
}
