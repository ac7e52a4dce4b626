"""Searching, newest first: the index proposes, the log decides; what is not indexed yet is read word by word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import apsw

from hubbub.chat.events import Entry, MessageSent
from hubbub.log.words import Words

from .files import open_reader
from .rows import COLUMNS, MESSAGE, entry

Phrases = Sequence[tuple[str, ...]]

_MAX_LOG_TERMS = 500  # past so many, proposals from other logs are cheaper than naming all that may be read
_CHUNK = 64


class Search:
    """Searches for one thread.

    `path` tells where the index is, None while there is none; `damaged` is told when it cannot be read.
    """

    def __init__(self, path: Callable[[], Path | None], damaged: Callable[[], None]) -> None:
        self._path = path
        self._damaged = damaged
        self._words = Words()

    def __call__(self, log: apsw.Connection, query: str, firsts: Mapping[int, int], limit: int) -> list[Entry]:
        """The newest `limit` messages holding all of `query`, newest first; `firsts`: log -> first readable seq."""
        phrases = self._words.phrases(query)
        if not phrases or not firsts or limit <= 0:
            return []
        try:
            return self._with_index(log, phrases, firsts, limit)
        except (apsw.CorruptError, apsw.NotADBError):
            self._damaged()
        except apsw.Error:
            pass  # there is none, or not yet; a fault of the log itself comes up again below
        return list(islice(self._chosen(_newer(log, 0), phrases, firsts), limit))

    def _with_index(self, log: apsw.Connection, phrases: Phrases, firsts: Mapping[int, int], limit: int) -> list[Entry]:
        path = self._path()
        if path is None:
            raise apsw.CantOpenError("there is no index yet")
        # Opened anew each time: a fraction of a millisecond, and never a look into an index that was replaced.
        with closing(open_reader(path)) as index:
            index.execute("begin")  # the position and the words of one moment
            position = int(index.execute("select indexed from position").get)
            found = list(islice(self._chosen(_newer(log, position), phrases, firsts), limit))
            if len(found) < limit:
                proposed = _by_id(log, _proposals(index, phrases, firsts, position))
                found += islice(self._chosen(proposed, phrases, firsts), limit - len(found))
            return found

    def _chosen(self, entries: Iterator[Entry], phrases: Phrases, firsts: Mapping[int, int]) -> Iterator[Entry]:
        for candidate in entries:
            first = firsts.get(candidate.log)
            if first is None or candidate.seq < first or not isinstance(candidate.event, MessageSent):
                continue
            if self._words.hold(candidate.event.text, phrases):
                yield candidate


def _newer(log: apsw.Connection, position: int) -> Iterator[Entry]:
    """Messages after that id, newest first."""
    found = log.execute(
        f"select {COLUMNS} from entry where id > ? and kind = ? and body is not null order by id desc",
        (position, MESSAGE),
    )
    with closing(found):
        for row in found:
            yield entry(row)


def _proposals(index: apsw.Connection, phrases: Phrases, firsts: Mapping[int, int], position: int) -> Iterator[int]:
    """Ids of messages that hold the phrases, newest first."""
    found = index.execute(
        "select rowid from words where words match ? and rowid <= ? order by rowid desc",
        (_expression(phrases, firsts), position),
    )
    with closing(found):
        for (id,) in found:
            yield id


def _expression(phrases: Phrases, firsts: Mapping[int, int]) -> str:
    """In FTS5's language, in which everything asked for is quoted (https://sqlite.org/fts5.html, 3.1)."""
    terms = [f"text : {_quoted(' '.join(phrase))}" for phrase in phrases]
    if len(firsts) <= _MAX_LOG_TERMS:
        logs = " OR ".join(_quoted(f"l{log}") for log in firsts)
        terms.append(f"log : ({logs})")
    return " AND ".join(terms)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _by_id(log: apsw.Connection, ids: Iterator[int]) -> Iterator[Entry]:
    """The messages with these ids, in their order, asked for a few at a time."""
    while chunk := list(islice(ids, _CHUNK)):
        rows: list[Any] = log.execute(
            f"select {COLUMNS} from entry where id in (select value from json_each(?)) and kind = ?"
            " and body is not null order by id desc",
            (json.dumps(chunk), MESSAGE),
        ).fetchall()
        yield from (entry(row) for row in rows)
