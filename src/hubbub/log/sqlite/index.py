"""search.db: which words stand in which messages. Made from the log, and made anew whenever it does not fit it.

Its position, the highest id it has seen, changes in the same transaction as the words. Ids rise from commit to commit,
so what comes after the position is exactly what is not indexed yet.

A document of the index is what one log says under eight numbers in a row (a block), each message in a column of its
own, under the id of the last of them: it costs much less than eight documents (docs/decisions/0043). All of them stand
in one span of ids, so that a search for the oldest need not look far ahead for what is older still.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

import apsw

from hubbub.chat.events import Entry, MessageSent
from hubbub.log.words import TOKENIZER, segment
from hubbub.wire.words import CODES

from .files import create_private, open_owner, read_header, transaction
from .fresh import Fresh
from .rows import MESSAGE, Value
from .runs import BITS, SPAN, next_few, row_of

_logger = logging.getLogger(__name__)

APPLICATION_ID = 0x68756273  # "hubs"
VERSION = 4  # raised by every change of this file or of words.py that changes what is stored

BATCH = 4_096
"""Entries in one go: twice as many cost a message a tenth less, but the loop waits for the interpreter meanwhile."""

BLOCK = 8
"""Numbers of a log that share a document: more of them cost no less."""

COLUMNS = [f"t{number}" for number in range(BLOCK)]
"""Of a document: the messages by what is left of their numbers, divided by BLOCK."""

_TOKENIZE = " ".join(f"'{part}'" for part in TOKENIZER)

# The words themselves are kept once, in the log; the column `log` holds one token such as l12, by which a search keeps
# to the logs that may be read.
_SCHEMA = f"""
    create virtual table words using fts5(
        log, {", ".join(COLUMNS)}, content='', contentless_delete=1, tokenize="{_TOKENIZE}"
    );
    create table position (
        one     integer primary key check (one = 1),
        source  text not null,    -- which log this is made from
        indexed integer not null, -- all ids up to this one are in
        ended   integer not null, -- all ended rooms up to this number are out
        erased  integer not null  -- and all erased entries up to this one; of edited ones the new words are in
    );
"""

_CODES = f"{CODES}\0"
# What was edited stands in `erased`, too, and comes in again with its new words.
# Printable ASCII goes in without a call to Python, so the interpreter lock is held for hardly any of the work.
_PRINTABLE = f"text not glob '*[' || char({', '.join(str(ord(code)) for code in CODES)}) || ']*'"
_OF_BLOCK = ", ".join(f"max(case seq % {BLOCK} when {n} then text end)" for n in range(BLOCK))
_TAKE = f"""
    insert into words (rowid, log, {", ".join(COLUMNS)})
    select max(id) as last, 'l' || log, {_OF_BLOCK}
    from (
        select id, log, seq,
            case when octet_length(text) = length(text) and {_PRINTABLE} then text else segment(text) end as text
        from (
            select id, log, seq, {{body}} ->> '$.text' as text from source.entry
            where {{rows}} and kind = {MESSAGE} and body is not null
            union all
            select entry.id + further.key + 1, log, seq + further.key + 1, further.value
            from source.entry join json_each({{texts}}) as further
            where {{rows}} and texts is not null
        )
        where {{which}}
    )
    group by log, seq / {BLOCK}, id / {SPAN} order by last
"""
_NEXT_FEW = next_few("source.entry")
_READ = {"body": "cast(body as text)", "texts": "texts"}
# What is no JSON, on a disk that is damaged, has no words.
_LOOKED_AT = {name: f"iif(json_valid({text}), {text}, '[]')" for name, text in _READ.items()}
_NEXT = {"rows": "entry.id > ?1 and entry.id <= ?2", "which": "true"}
_AGAIN = {
    "rows": f"entry.id in (select {row_of('value', 'source.entry')} from json_each(?1))",
    "which": "id in (select value from json_each(?1)) and id <= (select indexed from position)",
}
_FILL, _FILL_READABLE = (_TAKE.format(**_NEXT, **how) for how in (_READ, _LOOKED_AT))
_FILL_AGAIN, _FILL_AGAIN_READABLE = (_TAKE.format(**_AGAIN, **how) for how in (_READ, _LOOKED_AT))
# All that stands in one block with what was erased, itself included: a document has the id of one of them.
_BESIDE = f"""
    select distinct beside.id + place.value + gone.seq / {BLOCK} * {BLOCK} - beside.seq
    from source.erased join source.entry as gone on gone.id = erased.id
    cross join json_each('{list(range(BLOCK))}') as place
    join source.entry as beside on beside.rowid = (
        select one.rowid from source.entry as one where one.id >> {BITS} = gone.id >> {BITS} and one.log = gone.log
        and one.seq <= gone.seq / {BLOCK} * {BLOCK} + place.value order by one.seq desc limit 1
    ) and beside.seq + beside.further >= gone.seq / {BLOCK} * {BLOCK} + place.value
    where erased.n > (select erased from position) and erased.n <= ?
"""
# Up to where it is filled, and where the next few that are erased, and the next that is ended, end.
_PLACE = f"""
    select
        indexed,
        (select max(n) from (select n from source.erased where n > position.erased order by n limit {BATCH})),
        (select min(n) from source.ended where n > position.ended)
    from position
"""
_PUT = f"insert into words (rowid, log, {', '.join(COLUMNS)}) values "
_WIDTH = 2 + BLOCK
_ROW = f"({','.join('?' * _WIDTH)})"
_EMPTY = (None,) * BLOCK
_id = itemgetter(0)
_ROWS = 700
"""Documents in one statement, which ends with a segment of the index, to be merged with others. SQL of more than 16 KB
would not stay prepared (apsw), and to make one takes a third of the time that its rows do."""


def _has_codes(text: str) -> bool:
    """Whether some of it is no part of any word. ASCII without these goes in as it is, as `_PRINTABLE` has it."""
    return any(code in text for code in _CODES)


def _segment(*values: apsw.SQLiteValue) -> str:
    return segment(str(values[0]))


def _documents(said: Sequence[Entry]) -> list[Value]:
    """The columns of the documents of these messages, one after the other. FTS5 wants their ids to rise."""
    texts = [entry.event.text for entry in said]  # type: ignore[union-attr]
    together = "".join(texts)
    coded = _has_codes(together)
    if coded or not together.isascii():
        texts = [text if text.isascii() and not (coded and _has_codes(text)) else segment(text) for text in texts]
    documents: dict[tuple[int, int, int], list[Any]] = {}
    log, first, last, until = 0, 0, -1, 0  # of the document at hand, which mostly has the next message, too
    document: list[Any] = []
    for entry, text in zip(said, texts, strict=True):
        seq, id = entry.seq, entry.id
        if not first <= seq <= last or entry.log != log or id >= until:
            log, first, until = entry.log, seq // BLOCK * BLOCK, id // SPAN * SPAN + SPAN
            last = first + BLOCK - 1
            place = log, first, until
            document = documents.get(place) or documents.setdefault(place, [id, f"l{log}", *_EMPTY])
        document[0] = id
        document[2 + seq - first] = text
    in_order: list[list[Any]] = sorted(documents.values(), key=_id)
    return list(chain.from_iterable(in_order))


class Index:
    """The writing side. All methods belong to one thread."""

    def __init__(self, path: Path, log: Path, fresh: Fresh) -> None:
        """Open search.db for the log at `log`, which was started at least once; make it anew if it does not fit."""
        self._path = path
        self._log = log
        self._fresh = fresh
        if not self._is_ours():
            self._delete()
        try:
            self._open()
        except apsw.Error:
            self._delete()
            self._open()

    def fill(self) -> bool:
        """Take in what is new, and let go of what was erased or ended; whether there may be more to do already."""
        # Each statement may wait for the interpreter lock while the loop is busy, so there are few of them.
        # What is gone is read first: all that was committed before it is taken in before it is let go of.
        indexed, erased, ended = self._row(_PLACE)
        # Outside of the transaction: who waits for the guard must not hold a view of the log, as a rescue of the log
        # has the guard and waits for all views to end.
        fresh = self._fresh.take(indexed)
        if fresh == [] and erased is None and ended is None:
            return False
        with transaction(self._connection):
            upto = self._read(indexed) if fresh is None else self._put(fresh, indexed)
            if upto is not None:
                self._connection.execute("update position set indexed = ?", (upto,))
                if fresh is None:  # those were only the next few
                    return True
            if erased is not None:
                self._forget_erased(erased)
            if ended is not None:
                self._forget_ended(ended)
            return erased is not None or ended is not None

    def tidy(self) -> None:
        """Move the WAL into the file."""
        with contextlib.suppress(apsw.BusyError, apsw.LockedError):
            # "main" matters: without it the log would be checkpointed too, which is its owner's alone.
            self._connection.wal_checkpoint("main", apsw.SQLITE_CHECKPOINT_PASSIVE)

    def close(self) -> None:
        self._connection.close()

    def discard(self) -> None:
        """Close it and take the file away; the next start makes it anew."""
        self._connection.close()
        self._delete()

    def _read(self, indexed: int) -> int | None:
        """Take in the next entries from the log; the id of the last of them."""
        (upto,) = self._row(_NEXT_FEW, indexed, BATCH)
        if upto is not None:
            self._take(_FILL, _FILL_READABLE, indexed, upto)
        return None if upto is None else int(upto)

    def _put(self, fresh: Sequence[Entry], indexed: int) -> int | None:
        """Take in these entries; the id of the last of them."""
        values = _documents([one for one in fresh if one.event.__class__ is MessageSent and one.id > indexed])
        for start in range(0, len(values), _WIDTH * _ROWS):
            some = values[start : start + _WIDTH * _ROWS]
            rows = len(some) // _WIDTH
            self._connection.execute(_PUT + ",".join([_ROW] * rows), some, can_cache=rows == _ROWS)
        return fresh[-1].id if fresh else None

    def _forget_erased(self, upto: int) -> None:
        ids = json.dumps([id for (id,) in self._connection.execute(_BESIDE, (upto,))])
        self._connection.execute("delete from words where rowid in (select value from json_each(?))", (ids,))
        self._take(_FILL_AGAIN, _FILL_AGAIN_READABLE, ids)
        self._connection.execute("update position set erased = ?", (upto,))

    def _forget_ended(self, number: int) -> None:
        (log,) = self._row("select log from source.ended where n = ?", number)
        self._connection.execute(
            "delete from words where rowid in (select rowid from words where words match ?)", (f'log : "l{log}"',)
        )
        self._connection.execute("update position set ended = ?", (number,))

    def _take(self, fill: str, readable: str, *values: Value) -> None:
        """Take in what the log has, or, where some of it is damaged, all else: to look at each costs more."""
        try:
            self._connection.execute(fill, values)
        except (apsw.SQLError, UnicodeDecodeError) as error:
            _logger.warning("what cannot be read of the log is not found by its words: %s", error)
            self._connection.execute(readable, values)

    def _row(self, query: str, *values: int) -> tuple[Any, ...]:
        row = self._connection.execute(query, values).fetchone()
        assert row is not None
        return tuple(row)

    def _is_ours(self) -> bool:
        """Whether the file is an index of this version; a WAL can only hold changes after its making."""
        try:
            header = read_header(self._path)
        except FileNotFoundError:
            return False
        return header is not None and (header.application_id, header.version) == (APPLICATION_ID, VERSION)

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _open(self) -> None:
        if not self._path.exists():
            create_private(self._path)
        # NORMAL: a power cut may lose the newest words together with their position, never one without the other.
        connection = self._connection = open_owner(self._path, "normal")
        connection.wal_autocheckpoint(500)  # pages: this thread is the only owner, and nobody waits for it
        connection.create_scalar_function("segment", _segment, 1, deterministic=True)
        connection.execute("attach ? as source", (f"{self._log.as_uri()}?mode=ro",))
        try:
            self._begin()
        except BaseException:
            connection.close()
            raise

    def _begin(self) -> None:
        """Make the tables, or check that they were made from this log."""
        connection = self._connection
        source = str(connection.execute("select generation || '/' || at from source.start limit 1").fetchone())
        if not connection.pragma("user_version"):
            with transaction(connection):
                connection.execute(_SCHEMA)
                connection.execute("insert into position values (1, ?, 0, 0, 0)", (source,))
                connection.pragma("application_id", APPLICATION_ID)
                connection.pragma("user_version", VERSION)
            connection.wal_checkpoint("main", apsw.SQLITE_CHECKPOINT_TRUNCATE)
        fits = connection.execute(
            # A log put back from an older copy has no start as late as the index has entries.
            "select source = ? and indexed >> 30 <= (select max(generation) from source.start) from position",
            (source,),
        ).fetchone()
        if fits != (1,):
            raise apsw.CorruptError("the search index was made from another log")
