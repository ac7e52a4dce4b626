"""Entries and events as rows: the numbers of the kinds, the encoding of bodies, many rows in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import apsw
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

Row = tuple[int, int, int, int, bytes | None]
Value = int | str | bytes | None

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

COLUMNS = "entry.log, entry.seq, entry.id, entry.at, entry.body"

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Kept).decode

# Row counts for which a statement is made: few, so that all of them stay prepared.
_SIZES = (256, 64, 16, 4, 1)


def entry_values(entries: Iterable[Entry]) -> list[Value]:
    """The columns log, seq, id, at, kind, body of all entries, one after the other."""
    values: list[Value] = []
    event: Kept | None = None
    body = b""
    for entry in entries:
        if entry.event is None:
            values += (entry.log, entry.seq, entry.id, entry.at, TOMBSTONE, None)
            continue
        if entry.event is not event:  # an event of several rooms stands in several entries in a row
            event = entry.event
            body = encode(event)
        values += (entry.log, entry.seq, entry.id, entry.at, KINDS[event.__class__], body)
    return values


def entry(row: Row) -> Entry:
    """The entry of a row of COLUMNS."""
    log, seq, id, at, body = row
    return Entry(log, seq, id, at, None if body is None else _decode(body))


def insert(connection: apsw.Connection, into: str, columns: int, values: Sequence[Value]) -> None:
    """Insert rows given as one flat sequence; `into` is the statement up to its VALUES.

    Each statement takes many rows in one step, because every step lets go of the interpreter lock and takes it back.
    """
    start = 0
    for size in _parts(len(values) // columns):
        end = start + size * columns
        connection.execute(_statement(into, columns, size), values[start:end])
        start = end


def _parts(rows: int) -> Iterator[int]:
    for size in _SIZES:
        while rows >= size:
            yield size
            rows -= size


@lru_cache(maxsize=64)
def _statement(into: str, columns: int, rows: int) -> str:
    row = f"({','.join('?' * columns)})"
    return f"{into} values {','.join([row] * rows)}"
