"""Notes for one person's eyes as sentences: the server's own words, or ours for what this client says itself."""

from __future__ import annotations

from hubbub.client.state.items import Note

from .pieces import safe


def sentence(note: Note) -> str:
    """What the note says, safe to show."""
    if note.text:
        return safe(note.text)
    return safe(" ".join([note.code, *note.details]))
