"""How far people have read."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.party import Party


class ReadMarked(Event, frozen=True, kw_only=True):
    """Somebody has read a room or a private conversation up to a time. Not kept; their own connections hear it alone.

    `account`: the number of the reader's account, 0 for a guest. `until`: the time of the last message read.
    `forgotten`: the log whose marker made room for this one, or 0. `server`: who says so to the connections.
    """

    state: ClassVar[bool] = True
    at: int
    log: int
    party: Party
    account: int
    server: str
    target: str  # the room's name, or the other one's in a private conversation
    until: int
    forgotten: int = 0
