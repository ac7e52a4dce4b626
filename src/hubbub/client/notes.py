"""What is told to this person alone: notes in the timeline of the buffer that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from .changes import Noticed
from .events import Event
from .state.buffers import Buffer
from .state.items import Note

if TYPE_CHECKING:
    from .session import Client

MOST_NOTES = 200  # that belong to no buffer


def notice(client: Client, note: Note, buffer: Buffer | None = None) -> list[Event]:
    """Something to be told, in a buffer (None: where the person is)."""
    note = replace(note, id=client.identity.local_id(), row=client.record)
    if client.aside:
        return [Noticed("", note.id, note)]
    buffer = buffer or client.current_buffer
    if buffer is None:
        client.state.notes.append(note)
        del client.state.notes[:-MOST_NOTES]
        return [Noticed("", note.id, note)]
    buffer.timeline.add(note)
    return [Noticed(buffer.key, note.id, note)]


def refuse(client: Client, code: str, now: int, *details: str, buffer: Buffer | None = None) -> list[Event]:
    """Something is not done, for a reason of ours."""
    return notice(client, Note("", now, code, details, error=True), buffer)


def decline(client: Client, code: str, now: int) -> list[Event]:
    """What a face asked for aside does not come, for a reason of ours: told to it alone, in no timeline."""
    note = Note(client.identity.local_id(), now, code, error=True)
    return [Noticed("", note.id, note)]
