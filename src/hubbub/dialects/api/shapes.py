"""What happened, as programs are told of it: each shape is what is written, what OpenAPI says and docs/api.md shows.

Ids are message ids in hex digits, times milliseconds since 1970. `room` has its #, and is empty in private, where `to`
is who it was said to. `name` is who did it, `account` that of theirs, empty for a guest.
"""

from __future__ import annotations

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An object of the API."""


class File(Shape, frozen=True, kw_only=True):
    """A file that a message has. It is at `/files/ID`, for who may read the message. `size` in bytes."""

    id: str
    name: str
    media_type: str
    size: int
    width: int = 0
    height: int = 0


class ReactionCount(Shape, frozen=True, kw_only=True):
    """How many people reacted to a message in one way."""

    reaction: str
    count: int


class Happening(Shape, frozen=True, kw_only=True, tag_field="type"):
    """Something that happened. `id` is also the place in the stream of events to go on from."""

    id: str
    at: int
    room: str = ""
    name: str
    account: str = ""
    bot: bool = False


class Message(Happening, frozen=True, kw_only=True, tag="message"):
    """Somebody said something. `reply_to`: the id of what it answers. `edited`: when its text changed last, 0: never.

    `until`: when it disappears, 0: it stays. `reactions` are told in pages, not in events.
    """

    text: str
    to: str = ""
    notice: bool = False
    reply_to: str = ""
    edited: int = 0
    until: int = 0
    files: list[File] = []
    reactions: list[ReactionCount] = []


class MessageEdit(Happening, frozen=True, kw_only=True, tag="edit"):
    """A message has another text."""

    message: str
    text: str
    to: str = ""


class MessageErasure(Happening, frozen=True, kw_only=True, tag="erase"):
    """A message is gone; `name` took it back or removed it."""

    message: str
    reason: str = ""
    to: str = ""


class Reaction(Happening, frozen=True, kw_only=True, tag="reaction"):
    """Somebody reacted to a message, or (`undone`) takes that back."""

    message: str
    reaction: str
    undone: bool = False
    to: str = ""


class Join(Happening, frozen=True, kw_only=True, tag="join"):
    """Somebody came into the room."""


class Leave(Happening, frozen=True, kw_only=True, tag="leave"):
    """Somebody left the room."""

    reason: str = ""


class Kick(Happening, frozen=True, kw_only=True, tag="kick"):
    """`kicked` had to leave the room."""

    kicked: str
    reason: str = ""


class Quit(Happening, frozen=True, kw_only=True, tag="quit"):
    """Somebody has left the chat, and with it all rooms. `why`: left, quit, lost, timeout, closed, killed, stopped."""

    why: str
    reason: str = ""


class Rename(Happening, frozen=True, kw_only=True, tag="rename"):
    """Somebody has another name."""

    new_name: str


class TopicChange(Happening, frozen=True, kw_only=True, tag="topic"):
    """The room is about something else."""

    topic: str


class RoomRename(Happening, frozen=True, kw_only=True, tag="room-rename"):
    """The room has another name from now on."""

    new_room: str
    reason: str = ""


class ModeChange(Happening, frozen=True, kw_only=True, tag="modes"):
    """Modes of the room, or the roles of members, were changed: `+o alice`, as in docs/irc.md."""

    changes: list[str]
    until: int = 0
    reason: str = ""


class RetentionChange(Happening, frozen=True, kw_only=True, tag="retention"):
    """How long messages stay has changed. `what`: retention of old ones, or expiry of new ones; 0: for ever."""

    what: str
    milliseconds: int


Event = (
    Message
    | MessageEdit
    | MessageErasure
    | Reaction
    | Join
    | Leave
    | Kick
    | Quit
    | Rename
    | TopicChange
    | RoomRename
    | ModeChange
    | RetentionChange
)
