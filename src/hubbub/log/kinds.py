"""Entries as bytes: the number of each kind of event, and how it is written down. The same for all engines."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import (
    Entry,
    Kept,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MessageEdited,
    MessageRedacted,
    MessageSent,
    ModesChanged,
    ReactionSent,
    RetentionChanged,
    RoomRenamed,
    TagsKept,
    TopicChanged,
    UserQuit,
    UserRenamed,
)

# These numbers stand in databases: they are never changed or used again.
TOMBSTONE = 0
MESSAGE = 1
KINDS: dict[type[Kept], int] = {
    MessageSent: MESSAGE,
    MemberJoined: 2,
    MemberLeft: 3,
    UserQuit: 4,
    UserRenamed: 5,
    TopicChanged: 6,
    ModesChanged: 7,
    MemberKicked: 8,
    MessageRedacted: 9,
    ReactionSent: 10,
    RoomRenamed: 11,
    MessageEdited: 12,
    RetentionChanged: 17,
    TagsKept: 18,
}

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Kept).decode


def entry(row: tuple[int, int, int, int, bytes | None]) -> Entry:
    """The entry of a row of log, seq, id, at and body."""
    log, seq, id, at, body = row
    return Entry(log, seq, id, at, None if body is None else _decode(body))
