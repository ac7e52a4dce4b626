"""Where the "new" line stands in a place: before what was said since a person last looked at it."""

from __future__ import annotations

from hubbub.client.events import Ready
from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message


def new_at_entering(buffer: Buffer) -> int:
    """Who comes there: what is later than this is new, in milliseconds since 1970; 0: there is no line."""
    return buffer.read_at if buffer.unread else 0


def new_at_return(buffer: Buffer, before: int, away: int) -> int:
    """The same for who is there, and looked elsewhere since `away`; the line stood at `before`."""
    return (buffer.read_at or away) if buffer.unread else before


class Missed:
    """In which places nothing has come yet of what was missed without a connection."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def hear(self, event: object) -> None:
        """Hears all that a visit tells. With each connection comes what was missed before it."""
        if isinstance(event, Ready):
            self._told.clear()

    def begins(self, buffer: Buffer, message: Message) -> bool:
        """Whether with that message, which came late, begins what is new there; once for each connection."""
        if not message.late or message.own or message.at <= buffer.read_at or buffer.key in self._told:
            return False
        self._told.add(buffer.key)
        return True


def new_at_missed(buffer: Buffer, first: Message) -> int:
    """The same for who was there, and had no connection: `first` came first of what was missed."""
    return buffer.read_at or first.at - 1
