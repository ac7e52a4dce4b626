"""How long messages stay."""

from __future__ import annotations

from hubbub.chat.events import Event, RetentionChanged
from hubbub.chat.world.people.users import name_of
from hubbub.typed import sentences

from .tagging import Render, identified


def retention_changed(event: RetentionChanged, caps: int) -> str:
    """In words: there is no command for it that clients would know."""
    text = sentences.retention_changed(name_of(event.source), "here", event.what, event.length)
    return identified(event, caps, f":{event.source} NOTICE {event.target} :[{text}]")


RENDER: dict[type[Event], Render] = {
    RetentionChanged: retention_changed,
}
