"""The schema, in numbered migrations; a schema of PostgreSQL named hubbub holds all of it."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import msgspec

from hubbub.log.errors import CannotOpen
from hubbub.log.tables import TABLES

from .connection import OLDEST, STARTING, Address, Connection
from .pooler import check_is_ours
from .tables import Types

# The n-th takes version n - 1 to version n. What was released is never edited.
MIGRATIONS = (
    "0001_log_and_state.sql",
    "0002_push.sql",
    "0003_nodes.sql",
    "0004_former_names.sql",
    "0005_pins.sql",
    "0006_closing.sql",
)
NEWEST = len(MIGRATIONS)
NODES = 3  # since then there are several machines

STARTS = 0x68756263  # a lock that goes with the transaction: who has it begins to write, which may take long

# What there is besides the state tables, with the columns that we name.
_BESIDE = {
    "carried": ("kind", "key", "body"),
    "ended": ("log",),
    "entry": ("log", "seq", "id", "at", "kind", "body"),
    "erased": ("id",),
    "head": ("generation", "position", "load", "decider", "cluster"),
    "indexed": ("one", "id", "at"),
    "numbered": ("name", "highest"),
    "part": ("node", "position", "previous", "at", "body"),
    "words": ("id", "log", "words"),
}
_COLUMNS = {**_BESIDE, **{table.name: table.columns for table in TABLES}}
_SAYS = "select to_jsonb(said.*)::text from hubbub.version as said limit 2"


async def check(connection: Connection, address: Address) -> None:
    """Whether this database can be used. Raises CannotOpen."""
    server = connection.get_server_version()
    if server.major < OLDEST:
        raise CannotOpen(f"The database {address} is PostgreSQL {server.major}; hubbub needs {OLDEST} or newer.")
    encoding = await connection.fetchval("show server_encoding")
    if encoding != "UTF8":
        raise CannotOpen(
            f"The database {address} is encoded in {encoding}. Make one in UTF-8: createdb --encoding=UTF8"
        )
    await check_is_ours(connection, address)


async def check_writing(connection: Connection, address: Address) -> None:
    """Whether we may write there, who are at the primary. Raises CannotOpen."""
    if await connection.fetchval("show transaction_read_only") == "on":
        raise CannotOpen(
            f"Nothing may be written to the database {address}: default_transaction_read_only is on. Switch it off for "
            "the role, the database or the whole PostgreSQL: ALTER ROLE … RESET default_transaction_read_only"
        )


async def prepare(connection: Connection, address: Address) -> Types:
    """Make the schema, or upgrade it; where there is nothing to do a role is enough that may not. Its tables then.
    Raises CannotOpen for one that a newer hubbub wrote, or that something else has changed."""
    if await version_of(connection, address) == NEWEST:
        return await _tables(connection, address)
    async with connection.transaction():
        await begin_to_start(connection)
        if not await connection.fetchval("select to_regnamespace('hubbub') is not null"):
            await connection.execute("create schema hubbub")
        await connection.execute(
            "create table if not exists version (one integer primary key check (one = 1), version integer not null)"
        )
        version = await version_of(connection, address)
        if not version and (others := sorted((await _columns(connection)).keys() - {"version"})):
            raise _odd(address, f"{others[0]} is there, and no version")
        folder = Path(__file__).parent / "migrations"
        for name in MIGRATIONS[version:]:
            try:
                await connection.execute((folder / name).read_text(encoding="utf-8"), timeout=STARTING)
            except asyncpg.InsufficientPrivilegeError:
                raise
            except asyncpg.SyntaxOrAccessError as error:  # a table or a column that is there already, or is not
                raise _odd(address, f"it says that it is schema {version}, and {error}") from error
        await connection.execute(
            "insert into version values (1, $1) on conflict (one) do update set version = excluded.version", NEWEST
        )
        return await _tables(connection, address)


async def begin_to_start(connection: Connection) -> None:
    """In a transaction that may take long, in which nobody who waits sees anything move."""
    await connection.execute("select pg_advisory_xact_lock($1)", STARTS)


async def version_of(connection: Connection, address: Address) -> int:
    """Of the schema that is there; 0: there is none. Raises CannotOpen for one of a newer hubbub, or of nobody's."""
    if not await connection.fetchval("select to_regclass('hubbub.version') is not null"):
        return 0
    rows = [msgspec.json.decode(row[0]) for row in await connection.fetch(_SAYS)]
    if not rows:
        return 0  # it was made just now
    version = rows[0].get("version")
    if len(rows) > 1 or not isinstance(version, int) or version < 1:
        raise _odd(address, f"in its table version stands {version!r}")
    if version > NEWEST:
        raise CannotOpen(
            f"The database {address} was written by a newer hubbub (schema {version}; this one knows {NEWEST})."
        )
    return version


async def _tables(connection: Connection, address: Address) -> Types:
    """Those of this version. Raises CannotOpen when one lacks what we read there."""
    found = await _columns(connection)
    for table, columns in _COLUMNS.items():
        if table not in found:
            raise _odd(address, f"the table {table} is missing")
        if missing := [column for column in columns if column not in found[table]]:
            raise _odd(address, f"the table {table} has no column {missing[0]}")
    return found


def _odd(address: Address, why: str) -> CannotOpen:
    return CannotOpen(
        f"The database {address} has a schema hubbub that is not as hubbub has made it: {why}. Nothing was changed. If "
        "it is another program's, give hubbub another database; otherwise put back a copy of it."
    )


async def _columns(connection: Connection) -> Types:
    """By table and column, as a statement names the type."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in await connection.fetch(
        "select c.relname, a.attname, format_type(a.atttypid, null) from pg_attribute a"
        " join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'hubbub' and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped"
    ):
        found.setdefault(table, {})[column] = kind
    return found
