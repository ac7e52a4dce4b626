"""A room that lets in only who knows its key: what is said of that, and of a key that no room can have."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.client.events import KeyWanted
from hubbub.client.protocol.link import is_word
from hubbub.client.state.items import Note
from hubbub.irc import numerics as n
from hubbub.typed.sentences import OTHER_KEY

from .notes import refusal, words_of
from .pieces import safe

TITLE = "A room with a key"


def why(event: KeyWanted) -> str:
    """Why one is not in."""
    return safe(_other(event.room) if event.tried else words_of(event.note))


def again(notes: Sequence[Note]) -> str:
    """Why one is not in with the key that was given, '' when one is."""
    other = next((note for note in notes if note.code == n.ERR_BADCHANNELKEY and note.details), None)
    return safe(_other(other.details[0])) if other is not None else refusal(notes)


def _other(room: str) -> str:
    return OTHER_KEY.format(about=room.removeprefix("#"))


def wrong(key: str) -> str:
    """What is wrong with a key before it is tried, '' for nothing."""
    return "" if is_word(key) else "A key is one word, without commas, and does not begin with a colon."
