"""Whether a connection is ours alone. A pooler may stand between us and PostgreSQL, and give it to others after each
transaction; then the lock of who writes, notifications and prepared statements are somebody else's."""

from __future__ import annotations

import asyncpg

from hubbub.log.errors import CannotOpen

from .connection import READING, Address, Connection

SHARES = (
    "a pooler stands in between that gives its connections to others after each transaction (PgBouncer: pool_mode = "
    "transaction or statement), and who may write is a lock of one. Name PostgreSQL itself in [cluster] log, or "
    "set pool_mode = session for this database."
)
CHANGES = (
    "a pooler stands in between, and does not pass on the search_path that hubbub sets. Name PostgreSQL itself in "
    "[cluster] log; or with pool_mode = session have it so for the role: ALTER ROLE … SET search_path = hubbub"
)
_PID = "select pg_backend_pid()"
_NOT_PREPARED_HERE = (asyncpg.InvalidSQLStatementNameError, asyncpg.DuplicatePreparedStatementError)


async def check_is_ours(connection: Connection, address: Address) -> None:
    """Raises CannotOpen where others may have it meanwhile, or where what we have set of it does not hold."""
    try:
        if await connection.fetchval(_PID) == connection.get_server_pid():
            return  # a pooler makes a number of its own up
        shared = await _is_shared(connection, address)
    except _NOT_PREPARED_HERE:
        shared = True
    if shared:
        raise CannotOpen(f"Cannot use the database {address}: {SHARES}")
    if await connection.fetchval("show search_path") != "hubbub":
        raise CannotOpen(f"Cannot use the database {address}: {CHANGES}")


async def _is_shared(connection: Connection, address: Address) -> bool:
    """Whether two connections that are open at once are the same process of PostgreSQL, or one of them is several.

    One may come after the other by turns, so neither is asked every second time: of any number of processes two are
    seen to be one, or one to be two.
    """
    other = await address.connect("node", READING)
    mine, others = set[int](), set[int]()
    try:
        for asked, pids in ((connection, mine), (other, others), (other, others), (connection, mine)):
            pids.add(await asked.fetchval(_PID))
    finally:
        other.terminate()
    return len(mine) > 1 or len(others) > 1 or bool(mine & others)
