"""An event at its place in a log."""

from __future__ import annotations

import msgspec

from .messages.retention import RetentionChanged
from .messages.sending import MessageEdited, MessageRedacted, MessageSent, ReactionSent, TagsKept
from .people.entering import UserQuit, UserRenamed
from .rooms import MemberJoined, MemberKicked, MemberLeft, ModesChanged, RoomRenamed, TopicChanged

Kept = (
    MessageSent
    | MemberJoined
    | MemberLeft
    | MemberKicked
    | ModesChanged
    | TopicChanged
    | RoomRenamed
    | UserQuit
    | UserRenamed
    | MessageEdited
    | MessageRedacted
    | ReactionSent
    | TagsKept
    | RetentionChanged
)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An event at its place: the `seq`-th entry of log `log`. `event` None: erased, an empty tombstone."""

    log: int
    seq: int
    id: int
    at: int
    event: Kept | None
