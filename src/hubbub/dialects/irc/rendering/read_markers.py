"""How far people have read, for their own connections."""

from __future__ import annotations

from hubbub.chat.events import Event, ReadMarked
from hubbub.irc.times import format_time

from .tagging import Render


def read_marked(event: ReadMarked, caps: int) -> str:
    """Without a time of its own: the one it tells of is another."""
    return f":{event.server} MARKREAD {event.target} timestamp={format_time(event.until)}"


RENDER: dict[type[Event], Render] = {
    ReadMarked: read_marked,
}
