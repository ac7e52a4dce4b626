"""Connections, and what is said when there can be none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from hubbub.log.errors import CannotOpen

Connection = Any  # asyncpg has no types of its own

OLDEST = 15  # major version of PostgreSQL
CONNECTING = 5.0  # seconds
ANSWERING = 3.0  # seconds for a batch; then nobody knows what became of it
CLOSING = 1.0  # seconds for pages and searches that are under way at the end
READING = 10.0  # seconds for a page or a search


# What a connection that is no more comes to: nobody answered, or the server said that it ends it.
LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a transaction comes to that is given up after its connection
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # 57P01 to 57P05: shutting down, starting up
    asyncpg.TooManyConnectionsError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not been promoted yet
)
# The database has no room; the transaction is certainly undone.
FULL = (asyncpg.DiskFullError, asyncpg.OutOfMemoryError)


class Address:
    """Where the database is: `postgresql://NAME[:PASSWORD]@HOST[:PORT]/DATABASE`, with parameters as libpq has them."""

    def __init__(self, text: str) -> None:
        """Raises CannotOpen for what is no such address."""
        try:
            parts = urlsplit(text)
            bad = parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2
        except ValueError:
            bad = True
        if bad:
            raise CannotOpen("The address of the database has the form postgresql://NAME:PASSWORD@HOST:PORT/DATABASE")
        self.text = text
        self.shown = f"{parts.hostname or 'the local socket'}{f':{parts.port}' if parts.port else ''}{parts.path}"

    def __str__(self) -> str:
        """Without the password."""
        return self.shown

    async def connect(self, purpose: str, seconds: float) -> Connection:
        """A new connection, whose statements have so many seconds each. Raises what asyncpg raises."""
        return await asyncpg.connect(
            self.text,
            timeout=CONNECTING,
            command_timeout=seconds,
            server_settings=_settings(purpose),
            statement_cache_size=512,
        )

    async def pool(self, most: int) -> Any:
        """Connections for reading, made when they are needed."""
        return await asyncpg.create_pool(
            self.text,
            min_size=0,
            max_size=most,
            timeout=CONNECTING,
            command_timeout=READING,
            server_settings=_settings("read"),
        )


def opening(address: str, purpose: str) -> Callable[[], Awaitable[Connection]]:
    """How a connection to the database at this address is made, for who keeps one. Raises CannotOpen for no address."""
    place = Address(address)
    return lambda: place.connect(purpose, ANSWERING)


async def close_pool(pool: Any) -> None:
    """Let go of its connections, at once if they are not given back soon."""
    try:
        async with asyncio.timeout(CLOSING):
            await pool.close()
    except (*LOST, asyncpg.PostgresError):
        pool.terminate()


def _settings(purpose: str) -> dict[str, str]:
    """`purpose` is shown to who looks into pg_stat_activity."""
    return {"search_path": "hubbub", "application_name": f"hubbub {purpose}", "TimeZone": "UTC"}


def cannot(address: Address, error: BaseException) -> CannotOpen:
    """The sentence for an operator."""
    return CannotOpen(f"Cannot use the database {address}: {_reason(error)}")


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return f"it did not answer within {CONNECTING:g} seconds. Is the address right, and may this machine reach it?"
    if isinstance(error, asyncpg.InvalidPasswordError | asyncpg.InvalidAuthorizationSpecificationError):
        return f"{_said(error)}. Look at name and password in its address, and at pg_hba.conf."
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return f"{_said(error)}. Make it: createdb --encoding=UTF8 NAME"
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return f"{_said(error)}. hubbub needs a schema of its own: GRANT CREATE ON DATABASE … TO …"
    if isinstance(error, OSError):
        return f"{error.strerror or error}. Is PostgreSQL running there?"
    return _said(error)


def _said(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
