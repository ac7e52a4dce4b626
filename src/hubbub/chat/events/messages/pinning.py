"""What is pinned in rooms: no entries of a log, but shown live and kept as a state."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event


class MessagePinned(Event, frozen=True, kw_only=True):
    """A message of a room is held up to everybody in it.

    `author`: who said it, by the name of that time; `about`: how it begins, where everybody who hears this may read it.
    """

    state: ClassVar[bool] = True
    at: int
    log: int
    room: str
    source: str
    message: int  # its id
    author: str
    about: str = ""


class MessageUnpinned(Event, frozen=True, kw_only=True):
    """A message is not pinned any more. The fields are those of MessagePinned."""

    state: ClassVar[bool] = True
    at: int
    log: int
    room: str
    source: str
    message: int
    author: str
    about: str = ""


class PinErased(Event, frozen=True, kw_only=True):
    """A message that was pinned is erased, and so is pinned no more; nobody did that to it."""

    state: ClassVar[bool] = True
    at: int
    log: int
    room: str
    server: str  # which says so
    message: int
