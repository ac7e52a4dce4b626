"""What is pinned, and what no more (docs/ext/pins.md)."""

from __future__ import annotations

from hubbub.chat.events import Event, MessagePinned, MessageUnpinned, PinErased
from hubbub.chat.world.people.users import name_of
from hubbub.typed import sentences

from .caps import PINS
from .tagging import Render, by_server, timed


def pinned(event: MessagePinned, caps: int) -> str:
    if caps & PINS:
        return timed(event, caps, f":{event.source} PIN {event.room} {event.message:x}")
    return _in_words(event, caps, sentences.pinned(name_of(event.source), event.author, event.about))


def unpinned(event: MessageUnpinned, caps: int) -> str:
    if caps & PINS:
        return timed(event, caps, f":{event.source} UNPIN {event.room} {event.message:x}")
    return _in_words(event, caps, sentences.unpinned(name_of(event.source), event.author, event.about))


def erased(event: PinErased, caps: int) -> str | None:
    """All others are told that the message was removed, if anything."""
    if not caps & PINS:
        return None
    return by_server(event, caps, f":{event.server} UNPIN {event.room} {event.message:x}")


def _in_words(event: MessagePinned | MessageUnpinned, caps: int, text: str) -> str:
    return timed(event, caps, f":{event.source} NOTICE {event.room} :[{text}]")


RENDER: dict[type[Event], Render] = {
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    PinErased: erased,
}
