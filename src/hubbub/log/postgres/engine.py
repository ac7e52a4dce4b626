"""The `Log` of `hubbub.chat.ports` on PostgreSQL: the writer, connections for reading, and the words put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

import asyncpg
import msgspec

from hubbub.chat.events import Act, AnswerKept, Entry, Event
from hubbub.chat.ports import (
    Begun,
    Counts,
    KeptPart,
    Load,
    LogDamaged,
    LogUnreachable,
    SearchFilter,
    Standing,
    State,
)
from hubbub.log.errors import CannotOpen
from hubbub.log.tables import Fold

from . import deciding, read
from .background import Background, GivenUp
from .clock import clock_ahead
from .connection import LOST, READING, Address, Connection, cannot, close_pool
from .schema import NODES, check, version_of
from .search import Search
from .words import WordIndexer
from .write import Absence, Writer, is_taken

_logger = logging.getLogger(__name__)

T = TypeVar("T")

_READERS = 4
_AGAIN = 0.2  # seconds between two attempts of who waits

Deserted = Callable[[str], Coroutine[Any, Any, None]]
"""Ends once nobody decides in the cluster of that name, as far as is known without the database."""


def open_log(address: str, fold: Fold) -> PostgresLog:
    """The log in the database at this address, whose tables are made when they are missing. Raises CannotOpen."""
    return _open(Address(address), fold, lambda writer, background: background.run(writer.open()))


def open_in_turn(
    address: str,
    fold: Fold,
    waits: Callable[[], object],
    given_up: Callable[[], bool],
    patience: float | None = None,
    deserted: Deserted | None = None,
) -> PostgresLog | None:
    """The same; while another hubbub serves from it, call `waits` once and wait until it is gone. With `patience`, or
    until it has committed nothing for so many seconds: then its connection is ended. Whoever has lost the database, as
    we have, has a moment to come back; unless it is `deserted`.

    None when `given_up` said so, which is asked now and then."""

    def wait(writer: Writer, background: Background) -> None:
        background.run_unless(_in_turn(writer, waits, patience, deserted), given_up)

    try:
        return _open(Address(address), fold, wait)
    except GivenUp:
        return None


class Look(NamedTuple):
    """What a database is like. `served`: a hubbub writes to it now; `ahead`: by how many seconds our clock is."""

    schema: int
    served: bool
    ahead: float = 0.0


def look_at(address: str) -> Look:
    """Look at a database, and change nothing. Raises CannotOpen where no server could use it."""
    place = Address(address)

    async def look() -> Look:
        connection = await place.connect("doctor", READING)
        try:
            await check(connection, place)
            served = await is_taken(connection)
            return Look(await version_of(connection, place), served, await clock_ahead(connection))
        finally:
            connection.terminate()

    try:
        return asyncio.run(look())
    except (*LOST, asyncpg.PostgresError) as error:
        raise cannot(place, error) from error


def how_it_stands(address: str, kind: str) -> Standing | None:
    """Who decides, with the states of that kind; None: nobody ever did here. Raises CannotOpen."""
    place = Address(address)

    async def look() -> Standing | None:
        connection = await place.connect("status", READING)
        try:
            await check(connection, place)
            if await version_of(connection, place) < NODES:
                return None
            return await deciding.standing(connection, kind, served=await is_taken(connection))
        finally:
            connection.terminate()

    try:
        return asyncio.run(look())
    except (*LOST, asyncpg.PostgresError) as error:
        raise cannot(place, error) from error


def _open(address: Address, fold: Fold, begin: Callable[[Writer, Background], None]) -> PostgresLog:
    background = Background()
    writer = Writer(address, fold)
    try:
        begin(writer, background)
        return PostgresLog(address, fold, background, writer)
    except BaseException as error:
        background.run(writer.close())
        background.stop()
        if isinstance(error, (*LOST, asyncpg.PostgresError)):
            raise cannot(address, error) from error
        raise


async def _in_turn(
    writer: Writer, waits: Callable[[], object], patience: float | None, deserted: Deserted | None = None
) -> None:
    """Who was there once waits for the database, too, and who would decide beside a node, which was there. Whoever has
    lost it may come back before another one begins."""
    said = has_waited = False
    absence: Absence | None = None
    while True:
        try:
            await writer.open(lets_come_back=patience is not None and not has_waited, absence=absence)
            break
        except CannotOpen:
            if not await writer.is_taken():
                raise
            if not said:
                said = True
                waits()
        except LOST:
            if not said and patience is None:
                raise
            has_waited, absence = False, absence or Absence(deserted, writer.cluster)
            await asyncio.sleep(_AGAIN)
            continue
        try:
            if absence is not None:
                absence.end()
                absence = None
            await writer.wait_until_free(patience)
            has_waited = True
        except LOST:
            has_waited, absence = False, Absence(deserted, writer.cluster)
            await asyncio.sleep(_AGAIN)
    if absence is not None:
        absence.end()


class PostgresLog:
    """See `hubbub.chat.ports.Log`, which says what each method promises. `append` waits for the network: call it from a
    thread of its own."""

    is_remote = True
    is_damaged = False

    def __init__(self, address: Address, fold: Fold, background: Background, writer: Writer) -> None:
        self._address = address
        self._fold = fold
        self._background = background
        self._writer = writer
        self._search = Search()
        self._pool = background.run(address.pool(_READERS))
        self._is_closed = False
        self.closed: list[Callable[[], object]] = []  # called when it is
        self._words: WordIndexer | None = None
        self._taking: Future[None] | None = None

    def load(self, now: int) -> State:
        """Raises CannotOpen when the start cannot be written."""
        try:
            state = self._writer.load(self._background, now)
        except (*LOST, asyncpg.PostgresError) as error:
            raise cannot(self._address, error) from error
        if self._words is None:
            self._words = WordIndexer(self._address)
            self._taking = self._background.begin(self._words.keep_taking())
        return state

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        self._background.run(self._writer.append(entries, changes))
        if self._words is not None:
            self._background.call(self._words.wake)

    def append_load(self, entries: Sequence[Entry], changes: Sequence[Event], loads: Sequence[Load]) -> None:
        self._background.run(self._writer.append(entries, changes, loads))
        if entries and self._words is not None:
            self._background.call(self._words.wake)

    def begin_deciding(self, decider: str) -> Begun:
        return self._background.run(self._writer.begin_deciding(decider))

    async def parts_after(self, node: str, position: int, limit: int) -> list[KeptPart]:
        return await self._read(lambda connection: deciding.parts_after(connection, node, position, limit))

    async def drop_parts(self, at: int) -> None:
        await self._read(lambda connection: deciding.drop_parts(connection, at))

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        return await self._read(lambda connection: read.page(connection, log, first, last))

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return await self._read(
            lambda connection: read.messages_before(connection, log, seq, limit, first, events=events)
        )

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return await self._read(
            lambda connection: read.messages_after(connection, log, seq, limit, first, events=events)
        )

    async def place_of(self, log: int, id: int) -> int | None:
        return await self._read(lambda connection: read.place_of(connection, log, id))

    async def place_at(self, log: int, at: int) -> int:
        return await self._read(lambda connection: read.place_at(connection, log, at))

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        return await self._read(lambda connection: read.entries(connection, ids))

    async def reactions(self, messages: Collection[tuple[int, int]]) -> dict[int, Counts]:
        return await self._read(lambda connection: read.reactions(connection, messages))

    async def reactions_of(self, party: str, messages: Collection[tuple[int, int]]) -> dict[int, list[str]]:
        return await self._read(lambda connection: read.reactions_of(connection, party, messages))

    async def sent(self, party: str, client_id: str) -> Entry | None:
        return await self._read(lambda connection: read.sent(connection, party, client_id))

    async def client_ids(self, party: str, limit: int) -> list[str]:
        return await self._read(lambda connection: read.client_ids(connection, party, limit))

    async def answered(self, token: int, key: str) -> AnswerKept | None:
        return await self._read(lambda connection: read.answered(connection, token, key))

    async def said_by(self, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
        return await self._read(lambda connection: read.said_by(connection, party, after, limit))

    async def due(self, now: int, limit: int, since: int = 0) -> list[tuple[int, int]]:
        return await self._read(lambda connection: read.due(connection, now, limit, since))

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        return await self._read(lambda connection: read.oldest(connection, id, limit))

    async def oldest_of(self, log: int, seq: int, limit: int) -> list[Entry]:
        return await self._read(lambda connection: read.oldest_of(connection, log, seq, limit))

    async def search(
        self, words: str, logs: Collection[tuple[int, int]], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        firsts = dict(logs)
        return await self._read(lambda connection: self._search(connection, words, firsts, limit, only))

    async def acts(self, limit: int, since: int, logs: Collection[int] | None = None, words: str = "") -> list[Act]:
        folded = self._fold(words)
        return await self._read(lambda connection: read.acts(connection, limit, since, logs, folded))

    async def act(self, number: int) -> Act | None:
        return await self._read(lambda connection: read.act(connection, number))

    async def close(self) -> None:
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self._background.run(self._let_go())
        self._background.stop()
        for closed in self.closed:
            closed()

    async def _let_go(self) -> None:
        await self._writer.close()
        await close_pool(self._pool)

    async def _read(self, query: Callable[[Connection], Awaitable[T]]) -> T:
        return await self._background.wait(self._with_connection(query))

    async def _with_connection(self, query: Callable[[Any], Awaitable[T]]) -> T:
        try:
            async with self._pool.acquire() as connection:
                return await query(connection)
        except LOST as error:
            raise LogUnreachable(str(error)) from error
        except asyncpg.PostgresError as error:
            raise self._damaged(error) from error
        except msgspec.DecodeError as error:  # what stands there is no event
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> LogDamaged:
        said = f"reading from the database {self._address} failed: {error}"
        _logger.critical(said, extra={"event": "database_damaged"})
        return LogDamaged(str(error))
