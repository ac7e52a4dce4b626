"""A room or a private conversation: who is there, what was said, how much of it is unread."""

from __future__ import annotations

from typing import Literal

import msgspec

from .messages import Message
from .timeline import Timeline

Kind = Literal["room", "person"]
Notify = Literal["all", "mentions", "nothing"]


class Member(msgspec.Struct):
    """Somebody in a room. `roles`: the letters of the modes that they have there, highest first ("ov"); what is known
    of them otherwise is in `State.people`.
    """

    name: str
    roles: str = ""


class Topic(msgspec.Struct, frozen=True):
    """`by` and `at`: who set it, and when; '' and 0 when not told."""

    text: str = ""
    by: str = ""
    at: int = 0


class Draft(msgspec.Struct, frozen=True):
    """What is being written. `reply`: the id of what it will answer; `edit`: the id of the message that it changes."""

    text: str = ""
    reply: str = ""
    edit: str = ""


class ToldUnread(msgspec.Struct, frozen=True):
    """What the server has counted in a buffer (docs/ext/unread.md) `at` a time, later than what was `read_at` then."""

    messages: int
    mentions: int
    at: int
    read_at: int


class Buffer(msgspec.Struct):
    """`key`: the folded name, by which everything refers to it; `name`: as the server writes it.

    `joined`: we are in the room on this connection (of a person: always False; whether they are here says
    `people[key].online`). `members`: by folded name. `modes`: the room's, by letter, with the argument or ''.
    `timeline`: messages and other items, oldest first, with known gaps. `unsent`: our own that are not accepted yet,
    by client id, in the order they were written; a face shows them below the timeline. `beginning`: nothing was said
    before the timeline's first item; `fetching`: history is being loaded.
    `read_at`: everything until then was read, here or on another device (0: not known); `unread` and `mentions` are
    counted from it in what is loaded, and at least what the server has counted (`told_unread`); `more_unread`: there is
    more of it than is loaded.
    `typing`: who is writing, by folded name, each with the time when that is over unless it is said again.
    `pins`: ids of pinned messages, in the order they were pinned. `metadata`: what the room says of itself.
    `last_at`: when something was said last, as far as is known. `notify`: what the person wants to be told of. `far`:
    history far above is being read, and memory holds that rather than what comes before the newest.
    """

    key: str
    name: str
    kind: Kind
    joined: bool = False
    topic: Topic = Topic()
    modes: dict[str, str] = msgspec.field(default_factory=dict)
    members: dict[str, Member] = msgspec.field(default_factory=dict)
    timeline: Timeline = msgspec.field(default_factory=Timeline)
    unsent: dict[str, Message] = msgspec.field(default_factory=dict)
    beginning: bool = False
    fetching: bool = False
    read_at: int = 0
    unread: int = 0
    mentions: int = 0
    more_unread: bool = False
    told_unread: ToldUnread | None = None
    typing: dict[str, int] = msgspec.field(default_factory=dict)
    pins: list[str] = msgspec.field(default_factory=list)
    metadata: dict[str, str] = msgspec.field(default_factory=dict)
    last_at: int = 0
    far: bool = False
    notify: Notify = "mentions"
    draft: Draft = Draft()
