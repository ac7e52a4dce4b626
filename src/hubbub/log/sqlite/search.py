"""Searching: the index proposes, the log decides; what is not indexed yet is read word by word."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from operator import neg
from pathlib import Path
from typing import Any

import apsw

from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.ports import SearchFilter
from hubbub.log.words import WordBreaker

from .files import open_reader
from .index import BLOCK
from .index import COLUMNS as TEXTS
from .rows import MESSAGE
from .runs import BITS, COLUMNS, FURTHER, ROWS_OF, SPAN, entries_of, row_of
from .wanted import Wanted

Phrases = Sequence[tuple[str, ...]]

_MAX_LOG_TERMS = 500  # past so many, proposals from other logs are cheaper than naming all that may be read
_CHUNK = 64
MOST_READ = 50_000  # messages looked at for one search by sender, time or place
MOST_ASKED = 32  # phrases that the index is asked for; which of its proposals have the others, too, the log decides


class Search:
    """Searches for one thread.

    `path` tells where the index is, None while there is none; `damaged` is told when it cannot be read.
    """

    def __init__(self, path: Callable[[], Path | None], damaged: Callable[[], None]) -> None:
        self._path = path
        self._damaged = damaged
        self._words = WordBreaker()

    def __call__(
        self, log: apsw.Connection, query: str, firsts: Mapping[int, int], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        """See `hubbub.chat.ports.Log`; `firsts`: log -> first readable seq."""
        phrases = self._words.phrases(query)
        if not firsts or limit <= 0 or not (phrases or (only is not None and not query.strip())):
            return []
        wanted = Wanted(log, firsts, only)
        most = MOST_READ if only is not None else None
        if not phrases:
            return list(islice(self._chosen(islice(wanted.all(log), most), phrases, wanted), limit))
        try:
            return self._with_index(log, phrases, wanted, limit, most)
        except (apsw.CorruptError, apsw.NotADBError):
            self._damaged()
        except apsw.Error:
            pass  # there is none, or not yet; a fault of the log itself comes up again below
        return list(islice(self._chosen(islice(_newer(log, 0, wanted), most), phrases, wanted), limit))

    def _with_index(
        self, log: apsw.Connection, phrases: Phrases, wanted: Wanted, limit: int, most: int | None
    ) -> list[Entry]:
        path = self._path()
        if path is None:
            raise apsw.CantOpenError("there is no index yet")
        # Opened anew each time: a fraction of a millisecond, and never a look into an index that was replaced.
        with closing(open_reader(path)) as index:
            index.execute("begin")  # the position and the words of one moment
            position, changed = index.execute("select indexed, erased from position").get
            newer = _newer(log, position, wanted)
            indexed = _by_id(log, _proposals(index, log, _telling(phrases), wanted, position), wanted)
            both = chain(indexed, newer) if wanted.only.oldest else chain(newer, indexed)
            found = list(islice(self._chosen(islice(both, most), phrases, wanted), limit))
            edited = {entry.id: entry for entry in self._chosen(_edited(log, changed), phrases, wanted)}
            if edited:
                edited |= {entry.id: entry for entry in found}
                found = [edited[id] for id in sorted(edited, reverse=not wanted.only.oldest)[:limit]]
            return found

    def _chosen(self, entries: Iterator[Entry], phrases: Phrases, wanted: Wanted) -> Iterator[Entry]:
        for candidate in entries:
            if wanted.fits(candidate) and (not phrases or self._words.hold(_text(candidate), phrases)):
                yield candidate


def _text(message: Entry) -> str:
    return message.event.text if isinstance(message.event, MessageSent) else ""


def _newer(log: apsw.Connection, position: int, wanted: Wanted) -> Iterator[Entry]:
    """Messages after that id. Of two places to begin from SQLite takes one, be it that from which there is more."""
    found = log.execute(
        f"select {COLUMNS} from entry where id between ? and ? and kind = ? and body is not null"
        f" order by id {wanted.order}",
        (max(position + 1, wanted.low - FURTHER), wanted.high, MESSAGE),
    )
    with closing(found):
        yield from entries_of(found, backwards=not wanted.only.oldest)


def _telling(phrases: Phrases) -> Phrases:
    """Those that tell most: what is long is rare."""
    return phrases if len(phrases) <= MOST_ASKED else sorted(phrases, key=_letters, reverse=True)[:MOST_ASKED]


def _letters(phrase: tuple[str, ...]) -> int:
    return sum(map(len, phrase))


def _edited(log: apsw.Connection, position: int) -> Iterator[Entry]:
    """Messages that were edited since the index took notice of edits."""
    rows: list[Any] = log.execute(
        f"select {COLUMNS} from entry where id in (select id from erased where n > ?) and kind = ?"
        " and body is not null",
        (position, MESSAGE),
    ).fetchall()
    yield from entries_of(rows)


def _proposals(
    index: apsw.Connection, log: apsw.Connection, phrases: Phrases, wanted: Wanted, position: int
) -> Iterator[int]:
    """Ids of messages that hold the phrases, in their order."""
    documents = _documents(index, phrases, wanted, position)
    waiting: list[int] = []
    while some := list(islice(documents, _CHUNK)):
        waiting += _messages(log, some, wanted)
        waiting.sort(reverse=not wanted.only.oldest)
        # Documents of several logs overlap: one to come ends behind the last of these, or begins with its SPAN.
        last, _ = some[-1]
        if wanted.only.oldest:
            ready = bisect_left(waiting, last // SPAN * SPAN)
        else:
            ready = bisect_right(waiting, -last, key=neg)
        yield from waiting[:ready]
        del waiting[:ready]
    yield from waiting


def _documents(
    index: apsw.Connection, phrases: Phrases, wanted: Wanted, position: int
) -> Iterator[tuple[int, list[int]]]:
    """Documents with a message that holds the phrases: the id of their last one, and the columns of those that do."""
    index.register_fts5_function("held", _held)
    found = index.execute(
        "select rowid, held(words, ?) from words where words match ? and rowid between ? and ?"
        f" order by rowid {wanted.order}",
        (len(phrases), _expression(phrases, wanted), wanted.low, min(wanted.high | (SPAN - 1), position)),
    )
    with closing(found):
        for id, held in found:
            yield id, [column for column in range(BLOCK) if held >> column & 1]


def _held(document: apsw.FTS5ExtensionApi, /, *values: apsw.SQLiteValue) -> int:
    """In which columns all phrases of an `_expression` stand, a bit for each. It is given how many these are."""
    phrases = int(str(values[0]))
    if phrases == 1:
        return sum(1 << column - 1 for column in document.phrase_columns(0))
    held = 0
    for column in range(BLOCK):
        if all(document.phrase_columns(column * phrases + number) for number in range(phrases)):
            held |= 1 << column
    return held


def _messages(log: apsw.Connection, documents: Sequence[tuple[int, list[int]]], wanted: Wanted) -> list[int]:
    """The ids of the messages in these columns of these documents."""
    number = f"(last.seq + (document.value ->> 0) - last.id) / {BLOCK} * {BLOCK} + held.value"
    found: list[Any] = log.execute(
        f"""
        select message.id + {number} - message.seq
        from json_each(?) as document cross join json_each(document.value, '$[1]') as held
        cross join entry as last on last.id = {row_of("document.value ->> 0")}
            and last.id + last.further >= document.value ->> 0
        cross join entry as message on message.rowid = (
            select one.rowid from entry as one where one.id >> {BITS} = last.id >> {BITS} and one.log = last.log
            and one.seq <= {number} order by one.seq desc limit 1
        ) and message.seq + message.further >= {number}
        """,  # SQLite does cross joins from left to right: each row is one seek
        (json.dumps(documents),),
    ).fetchall()
    return [id for (id,) in found if wanted.low <= id <= wanted.high]


def _expression(phrases: Phrases, wanted: Wanted) -> str:
    """In FTS5's language, in which everything asked for is quoted (https://sqlite.org/fts5.html, 3.1)."""
    quoted = [_quoted(" ".join(phrase)) for phrase in phrases]
    if len(quoted) == 1:
        terms = [f"- log : {quoted[0]}"]
    else:  # all of them in one message
        together = (" AND ".join(f"{column} : {phrase}" for phrase in quoted) for column in TEXTS)
        terms = [f"({' OR '.join(f'({one})' for one in together)})"]
    if len(wanted.ranges) <= _MAX_LOG_TERMS:
        logs = " OR ".join(_quoted(f"l{log}") for log in wanted.ranges)
        terms.append(f"log : ({logs})")
    return " AND ".join(terms)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _by_id(log: apsw.Connection, ids: Iterator[int], wanted: Wanted) -> Iterator[Entry]:
    """The messages with these ids, in their order, asked for a few at a time."""
    while chunk := list(islice(ids, _CHUNK)):
        rows: list[Any] = log.execute(
            f"select {COLUMNS} from entry where id in {ROWS_OF} and kind = ? and body is not null"
            f" order by id {wanted.order}",
            (json.dumps(chunk), MESSAGE),
        ).fetchall()
        asked = set(chunk)
        yield from (one for one in entries_of(rows, backwards=not wanted.only.oldest) if one.id in asked)
