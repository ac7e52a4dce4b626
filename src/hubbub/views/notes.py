"""Notes for one person's eyes as sentences: the server's own words, or ours for what this client says itself."""

from __future__ import annotations

from hubbub.client.state.items import Note

from .pieces import safe


def sentence(note: Note) -> str:
    """What the note says, safe to show; in as many lines as it has."""
    text = note.text or " ".join([note.code, *note.details])
    return "\n".join(safe(line) for line in text.split("\n"))
