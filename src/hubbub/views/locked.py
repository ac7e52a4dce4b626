"""A room that lets in only who knows its key: what is said of that, and of a key that no room can have."""

from __future__ import annotations

from hubbub.client.events import KeyWanted
from hubbub.client.protocol.link import is_word
from hubbub.typed.sentences import OTHER_KEY

from .notes import words_of
from .pieces import safe

TITLE = "A room with a key"


def why(event: KeyWanted) -> str:
    """Why one is not in."""
    return safe(OTHER_KEY.format(about=event.room.removeprefix("#")) if event.tried else words_of(event.note))


def wrong(key: str) -> str:
    """What is wrong with a key before it is tried, '' for nothing."""
    return "" if is_word(key) else "A key is one word, without commas, and does not begin with a colon."
