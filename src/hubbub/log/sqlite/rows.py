"""Entries as rows of SQLite, many in one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import apsw

from hubbub.chat.events import Entry, Kept
from hubbub.log.kinds import KINDS, MESSAGE, TOMBSTONE, encode, entry

from .runs import further

__all__ = ["KINDS", "MESSAGE", "TOMBSTONE", "encode", "entry", "entry_values", "insert"]

Value = int | str | bytes | None

INTO = "into entry (log, seq, id, at, kind, body, texts, further)"
WIDTH = 8
"""Columns of that."""

# Row counts for which a statement is made: few, so that all of them stay prepared.
_SIZES = (256, 64, 16, 4, 1)


def entry_values(entries: Sequence[Entry]) -> list[Value]:
    """The columns of INTO of the rows that all entries take, one after the other."""
    values: list[Value] = []
    event: Kept | None = None
    body = b""
    place, last = 0, len(entries) - 1
    while place <= last:
        one = entries[place]
        said, log = one.event, one.log
        if said is None:
            values += (log, one.seq, one.id, one.at, TOMBSTONE, None, None, 0)
            place += 1
            continue
        if said is not event:  # an event of several rooms stands in several entries in a row
            event = said
            body = encode(said)
        values += (log, one.seq, one.id, one.at, KINDS[said.__class__], body, None, 0)
        if place < last and entries[place + 1].log == log and (texts := further(entries, place)):
            values[-2:] = encode(texts).decode(), len(texts)
            place += len(texts)
        place += 1
    return values


def insert(connection: apsw.Connection, into: str, columns: int, values: Sequence[Value], conflict: str = "") -> None:
    """Insert rows given as one flat sequence; `into` is the statement up to its VALUES, `conflict` what comes after.

    Each statement takes many rows in one step, because every step lets go of the interpreter lock and takes it back.
    """
    start = 0
    for size in _parts(len(values) // columns):
        end = start + size * columns
        connection.execute(_statement(into, columns, size, conflict), values[start:end])
        start = end


def _parts(rows: int) -> Iterator[int]:
    for size in _SIZES:
        while rows >= size:
            yield size
            rows -= size


@lru_cache(maxsize=64)
def _statement(into: str, columns: int, rows: int, conflict: str) -> str:
    row = f"({','.join('?' * columns)})"
    return f"{into} values {','.join([row] * rows)}{conflict}"
