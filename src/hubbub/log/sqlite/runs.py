"""Runs: messages that share a row, as what somebody says in one go does (docs/decisions/0050).

The row is that of the first. Those behind it differ from it in nothing but their text, and in number, id and time, of
which each is by one more than the one before; `texts` has their texts as a JSON array, and `further` says how many they
are. No other entry has an id between that of the first and that of the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import apsw
import msgspec
from msgspec.structs import astuple, replace

from hubbub.chat.events import Entry, MessageSent
from hubbub.log.kinds import encode, entry

from .schema import version_of

BITS = 12
SPAN = 1 << BITS
"""Ids that share a span: those that are alike but for their last bits. No run reaches from one into the next."""

FURTHER = 15
"""Messages behind the first of a run, at most: so far in front of a place the row may stand that has it."""

COLUMNS = "entry.log, entry.seq, entry.id, entry.at, entry.body, cast(entry.texts as blob)"

ALL = f"{COLUMNS}, entry.further"

MOST_UNREAD = 5
"""Rows that are named where some cannot be read."""

SINCE = 37
"""The first schema of a database that has runs."""


def row_of(id: str, entry: str = "entry") -> str:
    """SQL for the id of the row that has the entry with this one, if there is such an entry."""
    return f"(select max(one.id) from {entry} as one where one.id <= {id})"


ROWS_OF = f"(select {row_of('value')} from json_each(?))"
"""The same for a list of ids as JSON."""


def next_few(entry: str = "entry") -> str:
    """SQL for the id of the last of the next ?2 entries after the id ?1, or of the run it is in; null at the end."""
    return f"""
        select max(id + further) from (
            select id, further, sum(1 + further) over (order by id rows unbounded preceding) - further as place
            from (select id, further from {entry} where id > ?1 order by id limit ?2)
        ) where place <= ?2
    """


class Unreadable(msgspec.DecodeError):
    """What stands in a row is no entry of ours any more: the disk, or somebody, has changed it."""


Damaged = Callable[[Exception], None]
"""Is told of each row that cannot be read, where all else goes on."""

_decode = msgspec.json.Decoder(list[str]).decode
_FIELDS = MessageSent.__struct_fields__
_ID, _LOG, _TEXT = _FIELDS.index("id"), _FIELDS.index("log"), _FIELDS.index("text")  # `at` follows the id


def further(entries: Sequence[Entry], place: int) -> list[str]:
    """The texts of those that go into the row of the message at this place among entries that are added together."""
    first = entries[place]
    message = first.event
    if not isinstance(message, MessageSent) or message.tags is not None or message.changes_state():
        return []
    if not _is_behind(first, 1, entries[place + 1]):
        return []
    fields = astuple(message)
    before, between, after = fields[:_ID], fields[_LOG:_TEXT], fields[_TEXT + 1 :]
    texts: list[str] = []
    for one in entries[place + 1 : place + 1 + min(FURTHER, ~first.id % SPAN)]:
        said = one.event
        if said.__class__ is not MessageSent:
            break
        fields = astuple(said)
        if fields[_TEXT + 1 :] != after or fields[_LOG:_TEXT] != between or fields[:_ID] != before:
            break
        texts.append(said.text)
    # Ids, numbers and times of a log rise: where the last is right, all are.
    while texts and not _is_behind(first, len(texts), entries[place + len(texts)]):
        texts.pop()
    return texts


def _is_behind(first: Entry, by: int, one: Entry) -> bool:
    return one.seq - first.seq == by and one.id - first.id == by and one.at - first.at == by


def names(connection: apsw.Connection) -> dict[str, str]:
    """What the two columns are in this database, for SQL; in one of an older schema each row has one entry."""
    if version_of(connection) < SINCE:
        return {"further": "0", "texts": "null"}
    return {"further": "further", "texts": "texts"}


def entries_of(rows: Iterable[Any], *, backwards: bool = False) -> Iterator[Entry]:
    """All entries of these rows of COLUMNS, which come backwards if they are to be told so. Raises Unreadable."""
    for *columns, texts in rows:
        try:
            first = entry(tuple(columns))
            run = None if texts is None else _run(first, texts)
        except msgspec.DecodeError as error:
            log, seq = columns[:2]
            raise Unreadable(f"what is from number {seq} of log {log} on: {error}") from error
        if run is None:
            yield first
        elif backwards:
            yield from reversed(run)
        else:
            yield from run


def all_of(rows: Iterable[Any], damaged: Damaged) -> Iterator[Entry]:
    """All entries of these rows of ALL. Those of a row that cannot be read come without their event, and are as old as
    the newest of them: they go together, or stay."""
    for *columns, behind in rows:
        try:
            yield from list(entries_of([columns]))
        except Unreadable as error:
            damaged(error)
            yield from lost(columns, behind)


def lost(columns: Sequence[Any], behind: int) -> list[Entry]:
    """The entries of a row of COLUMNS that cannot be read, without their events."""
    log, seq, id, at = columns[:4]
    behind = min(max(behind, 0), FURTHER)
    return [Entry(log, seq + place, id + place, at + behind, None) for place in range(1 + behind)]


def _run(first: Entry, texts: bytes) -> list[Entry]:
    message, log, seq, id, at = first.event, first.log, first.seq, first.id, first.at
    if not isinstance(message, MessageSent):
        raise msgspec.DecodeError("there are texts behind what is no message")
    run = [first]
    for text in _decode(texts):
        seq, id, at = seq + 1, id + 1, at + 1
        run.append(Entry(log, seq, id, at, replace(message, id=id, at=at, text=text)))
    return run


def unreadable(connection: apsw.Connection) -> list[str]:
    """Which rows of the log cannot be read, in words; of very many the first ones."""
    found: list[str] = []
    columns = COLUMNS.replace("entry.texts", f"{names(connection)['texts']}")
    for row in connection.execute(f"select {columns} from entry where body is not null"):
        try:
            list(entries_of([row]))
        except Unreadable as error:
            found.append(str(error))
            if len(found) == MOST_UNREAD:
                break
    return found


def apart(kind: int, columns: Sequence[Any]) -> list[tuple[int, int, int, int, int, bytes | None, None, int]]:
    """A row of that kind and these COLUMNS as rows with an entry each (`rows.INTO`). Raises Unreadable."""
    *those, texts = columns
    if texts is None:
        log, seq, id, at, body = those
        return [(log, seq, id, at, kind, body, None, 0)]
    return [(one.log, one.seq, one.id, one.at, kind, encode(one.event), None, 0) for one in entries_of([columns])]
