"""A whole log carried from one engine to the other: out of a data folder into PostgreSQL, and back.

Both servers are stopped meanwhile. What is made is made whole or not at all; where it comes from stays as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import asyncpg

from .errors import CannotOpen
from .postgres.connection import LOST, READING, Address, Connection, cannot
from .postgres.schema import check, prepare
from .postgres.write import take
from .sqlite.engine import DATABASE
from .sqlite.files import check_sqlite, open_owner, open_reader, transaction
from .sqlite.lock import DirectoryLock, make_directory
from .sqlite.places import SPANS
from .sqlite.runs import COLUMNS, Unreadable, apart
from .sqlite.schema import NEWEST, version_of
from .sqlite.schema import prepare as prepare_sqlite
from .tables import TABLES, Row, Table

_CHUNK = 10_000  # rows carried at a time
_ENTRY = ("log", "seq", "id", "at", "kind", "body")


class Moved(NamedTuple):
    """How much it was."""

    entries: int
    rooms: int
    accounts: int


def to_postgres(directory: Path, address: str) -> Moved:
    """Carry the log of this data folder into an empty database. Raises CannotOpen."""
    check_sqlite()
    path = directory / DATABASE
    if not path.exists():
        raise CannotOpen(f"There is no log in {directory}: {DATABASE} is missing.")
    lock = DirectoryLock(directory)
    try:
        with closing(open_reader(path)) as source:
            if version_of(source) != NEWEST:
                raise CannotOpen(f"{path} has the schema of another hubbub. Start and stop this one on it once.")
            return _run(Address(address), lambda connection: _fill(connection, Address(address), source))
    except (apsw.Error, Unreadable) as error:
        raise CannotOpen(f"{path} cannot be read: {error}. Look after it with: hubbub doctor") from error
    finally:
        lock.release()


def to_directory(address: str, directory: Path) -> Moved:
    """Carry the log of this database into a data folder that has none. Raises CannotOpen."""
    check_sqlite()
    make_directory(directory)
    path = directory / DATABASE
    lock = DirectoryLock(directory)
    try:
        if path.exists():
            raise CannotOpen(f"{path} is there already. Name a folder without one: --data DIR")
        try:
            moved = _run(Address(address), lambda connection: _fetch(connection, path))
        except BaseException:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            raise
    except apsw.Error as error:
        raise CannotOpen(f"{path} cannot be written: {error}") from error
    finally:
        lock.release()
    return moved


def _run(address: Address, work: Callable[[Connection], Awaitable[Moved]]) -> Moved:
    async def whole() -> Moved:
        connection = await address.connect("move", READING)
        try:
            await check(connection, address)
            if not await take(connection):
                raise CannotOpen(f"A hubbub serves from the database {address}. Stop it first.")
            moved = await work(connection)
        except BaseException:
            connection.terminate()
            raise
        await connection.close()
        return moved

    try:
        return asyncio.run(whole())
    except (*LOST, asyncpg.PostgresError) as error:
        raise cannot(address, error) from error


# into PostgreSQL


async def _fill(connection: Connection, address: Address, source: apsw.Connection) -> Moved:
    async with connection.transaction():
        await prepare(connection, address)
        if await connection.fetchval("select generation from head"):
            raise CannotOpen("This database has a log already. Make an empty one: createdb --encoding=UTF8 NAME")
        for table in TABLES:
            await connection.execute(f"delete from {table.name}")
            await _put(connection, table.name, table.columns, _rows(source, table))
            if table.number:
                highest = source.execute(
                    "select coalesce((select seq from sqlite_sequence where name = ?), 0)", (table.name,)
                ).get
                await connection.execute("update numbered set highest = $2 where name = $1", table.name, highest)
        entries = iter(
            source.execute(
                f"select kind, {COLUMNS} from entry where log not in (select log from ended) order by log, seq"
            )
        )
        count = 0
        while chunk := list(islice(entries, _CHUNK)):
            alone = [one[: len(_ENTRY)] for kind, *columns in chunk for one in apart(kind, columns)]
            await _put(connection, "entry", _ENTRY, alone)
            count += len(alone)
        await connection.execute("update head set generation = coalesce((select max(generation) from start), 0)")
        return Moved(
            count, *[await connection.fetchval(f"select count(*) from {name}") for name in ("room", "account")]
        )


def _rows(source: apsw.Connection, table: Table) -> list[Row]:
    return [tuple(row) for row in source.execute(f"select {', '.join(table.columns)} from {table.name}")]


async def _put(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
    await connection.copy_records_to_table(table, records=rows, columns=columns, schema_name="hubbub", timeout=3600)


# into a data folder


async def _fetch(connection: Connection, path: Path) -> Moved:
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        if not await connection.fetchval("select to_regclass('hubbub.head') is not null"):
            raise CannotOpen("There is no log of hubbub's in this database.")
        prepare_sqlite(path)
        with closing(open_owner(path, "full")) as target, transaction(target):
            for table in TABLES:
                names = ", ".join(f'"{column}"' for column in table.columns)
                target.execute(f"delete from {table.name}")
                rows = [tuple(row) for row in await connection.fetch(f"select {names} from {table.name}")]
                target.executemany(_insert(table.name, table.columns), rows)
                if table.number:
                    highest = await connection.fetchval("select highest from numbered where name = $1", table.name)
                    target.execute("delete from sqlite_sequence where name = ?", (table.name,))
                    target.execute("insert into sqlite_sequence values (?, ?)", (table.name, highest))
            count = 0
            async for chunk in _chunks(connection):
                target.executemany(_insert("entry", _ENTRY), chunk)
                count += len(chunk)
            target.execute(SPANS)
            rooms, accounts = [target.execute(f"select count(*) from {name}").get for name in ("room", "account")]
            return Moved(count, rooms, accounts)


async def _chunks(connection: Connection) -> AsyncIterator[list[Row]]:
    log, seq = 0, 0
    while True:
        rows = await connection.fetch(
            f"select {', '.join(_ENTRY)} from entry where (log, seq) > ($1, $2) and log not in (select log from ended)"
            " order by log, seq limit $3",
            log, seq, _CHUNK,
        )  # fmt: skip
        if not rows:
            return
        yield [tuple(row) for row in rows]
        log, seq = rows[-1][:2]


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
