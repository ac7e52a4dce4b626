"""Where the "new" line stands in a place: before what was said since a person last looked at it."""

from __future__ import annotations

from hubbub.client.state.buffers import Buffer


def new_at_entering(buffer: Buffer) -> int:
    """Who comes there: what is later than this is new, in milliseconds since 1970; 0: there is no line."""
    return buffer.read_at if buffer.unread else 0


def new_at_return(buffer: Buffer, before: int, away: int) -> int:
    """The same for who is there, and looked elsewhere since `away`; the line stood at `before`."""
    return (buffer.read_at or away) if buffer.unread else before
