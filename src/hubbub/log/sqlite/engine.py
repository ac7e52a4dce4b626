"""The `Log` of `hubbub.chat.ports` on SQLite: lock, writer, readers and search index put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

import apsw

from hubbub.chat.events import Act, AnswerKept, Entry, Event
from hubbub.chat.ports import Counts, SearchFilter, State
from hubbub.log.changes import COUNTER_BITS
from hubbub.log.tables import Fold

from . import audit, erasing, mark, read
from .errors import CannotOpen, damage
from .files import check_sqlite, open_owner
from .fresh import Fresh
from .indexer import Indexer
from .lock import DirectoryLock, make_directory
from .readers import Readers
from .schema import prepare
from .search import Search
from .write import Writer

_logger = logging.getLogger(__name__)

DATABASE = "hubbub.db"
INDEX = "search.db"


def open_log(directory: Path, fold: Fold) -> SqliteLog:
    """The log in `directory`, which is made when it is missing; `fold` is how names are compared.

    Raises CannotOpen, and changes nothing, when the directory or what is in it cannot be used.
    """
    check_sqlite()
    directory = directory.absolute()
    make_directory(directory)
    lock = DirectoryLock(directory)
    try:
        prepare(directory / DATABASE)
        return SqliteLog(directory, fold, lock)
    except (apsw.Error, OSError) as error:
        lock.release()
        raise _cannot_open(directory / DATABASE, error) from error
    except BaseException:
        lock.release()
        raise


def _cannot_open(path: Path, error: Exception) -> CannotOpen:
    if isinstance(error, apsw.SQLError):  # a table or a column that is there already, or is not
        return CannotOpen(f"{path} is not as hubbub has made it: {error}. Put back a copy: hubbub restore COPY")
    return CannotOpen(
        f"Cannot open {path}: {error}. Look whether the disk is full and whose the file is; "
        "if it is damaged, put back a copy."
    )


class SqliteLog:
    """See `hubbub.chat.ports.Log`, which says what each method promises."""

    is_remote = False

    def __init__(self, directory: Path, fold: Fold, lock: DirectoryLock) -> None:
        self._path = directory / DATABASE
        self._index_path = directory / INDEX
        self._lock = lock
        self._owner = open_owner(self._path, "full")
        self._writer = Writer(self._owner, fold)
        self._fold = fold
        self._readers = Readers(self._path, self._make_search)
        self._fresh = Fresh(0)
        self._indexer: Indexer | None = None
        why = mark.read(self._path)
        self.is_damaged = bool(why)
        if why:
            _logger.critical(mark.sentence(self._path, why), extra={"event": "database_damaged"})

    def load(self, now: int) -> State:
        """Raises CannotOpen when the start cannot be written, as on a full disk."""
        try:
            state = self._writer.load(now)
        except apsw.Error as error:
            raise _cannot_open(self._path, error) from error
        except UnicodeDecodeError as error:  # in a name, say, which the chat cannot do without
            raise CannotOpen(damage(self._path, error)) from error
        if self._indexer is None:
            self._fresh = Fresh(state.generation << COUNTER_BITS)
            self._indexer = Indexer(self._index_path, self._path, self._fresh, self._writer.checkpoint)
        return state

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        with self._fresh.guard:
            self._writer.append(entries, changes)
            self._fresh.put(entries)
        if self._indexer is not None:
            self._indexer.wake()

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        return await self._readers.run(lambda reader: read.page(reader.connection, log, first, last))

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return await self._readers.run(
            lambda reader: read.messages_before(reader.connection, log, seq, limit, first, events=events)
        )

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return await self._readers.run(
            lambda reader: read.messages_after(reader.connection, log, seq, limit, first, events=events)
        )

    async def place_of(self, log: int, id: int) -> int | None:
        return await self._readers.run(lambda reader: read.place_of(reader.connection, log, id))

    async def place_at(self, log: int, at: int) -> int:
        return await self._readers.run(lambda reader: read.place_at(reader.connection, log, at))

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        return await self._readers.run(lambda reader: read.entries(reader.connection, ids))

    async def reactions(self, messages: Collection[tuple[int, int]]) -> dict[int, Counts]:
        return await self._readers.run(lambda reader: read.reactions(reader.connection, messages))

    async def reactions_of(self, party: str, messages: Collection[tuple[int, int]]) -> dict[int, list[str]]:
        return await self._readers.run(lambda reader: read.reactions_of(reader.connection, party, messages))

    async def sent(self, party: str, client_id: str) -> Entry | None:
        return await self._readers.run(lambda reader: read.sent(reader.connection, party, client_id))

    async def client_ids(self, party: str, limit: int) -> list[str]:
        return await self._readers.run(lambda reader: read.client_ids(reader.connection, party, limit))

    async def answered(self, token: int, key: str) -> AnswerKept | None:
        return await self._readers.run(lambda reader: read.answered(reader.connection, token, key))

    async def said_by(self, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
        return await self._readers.run(
            lambda reader: read.said_by(reader.connection, party, after, limit, self._readers.name)
        )

    async def due(self, now: int, limit: int, since: int = 0) -> list[tuple[int, int]]:
        return await self._readers.run(lambda reader: erasing.due(reader.connection, now, limit, since))

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        return await self._readers.run(lambda reader: erasing.oldest(reader.connection, id, limit, self._readers.name))

    async def oldest_of(self, log: int, seq: int, limit: int) -> list[Entry]:
        return await self._readers.run(
            lambda reader: erasing.oldest_of(reader.connection, log, seq, limit, self._readers.name)
        )

    async def search(
        self, words: str, logs: Collection[tuple[int, int]], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        if self._indexer is not None:
            self._indexer.hurry()
        firsts = dict(logs)
        return await self._readers.run(lambda reader: reader.search(reader.connection, words, firsts, limit, only))

    async def acts(self, limit: int, since: int, logs: Collection[int] | None = None, words: str = "") -> list[Act]:
        folded = self._fold(words)
        return await self._readers.run(lambda reader: audit.newest(reader.connection, limit, since, logs, folded))

    async def act(self, number: int) -> Act | None:
        return await self._readers.run(lambda reader: audit.numbered(reader.connection, number))

    async def close(self) -> None:
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        if self._indexer is not None:
            self._indexer.stop()
        self._readers.close()
        self._writer.close()
        self._lock.release()

    def _make_search(self) -> Search:
        """For a reader, which may be there before the index is: it asks anew each time."""
        return Search(self._index, self._rebuild_index)

    def _index(self) -> Path | None:
        return self._indexer.path() if self._indexer is not None else None

    def _rebuild_index(self) -> None:
        if self._indexer is not None:
            self._indexer.rebuild()
