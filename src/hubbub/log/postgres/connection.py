"""Connections, and what is said when there can be none."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import asyncpg

from hubbub.log.errors import CannotOpen, Unreachable

Connection = Any  # asyncpg has no types of its own

OLDEST = 15  # major version of PostgreSQL
CONNECTING = 5.0  # seconds
CONNECTING_EACH = 2.0  # seconds for each of several hosts: one may have lost its power
ANSWERING = 3.0  # seconds for a batch; then nobody knows what became of it
CLOSING = 1.0  # seconds for pages and searches that are under way at the end
STARTING = 3600.0  # seconds for a statement of a migration or of the start, where there may be very much
READING = 10.0  # seconds for a page or a search
CONNECTIONS = "Each machine needs 5 to 10: raise max_connections there, or the CONNECTION LIMIT of the role."

# How long what takes is for us to say, whatever is set for the role or the database.
_UNLIMITED = "; ".join(
    f"set {name}_timeout = 0" for name in ("statement", "lock", "idle_in_transaction_session", "idle_session")
)

# What a connection that is no more comes to: nobody answered, or the server said that it ends it.
LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a transaction that is given up after its connection; hosts that are all standbys
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # 57P01 to 57P05: shutting down, starting up
    asyncpg.TooManyConnectionsError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not been promoted yet
)
# The database has no room; the transaction is certainly undone.
FULL = (asyncpg.DiskFullError, asyncpg.OutOfMemoryError)


class Address:
    """Where the database is: `postgresql://NAME[:PASSWORD]@HOST[:PORT]/DATABASE`, with parameters as libpq has them.

    Of several hosts, with commas between them, one is the primary: the one that has answered last is asked first."""

    def __init__(self, text: str) -> None:
        """Raises CannotOpen for what is no such address."""
        try:
            parts = urlsplit(text)
            self._hosts = _each(parts)
            shown = [_shown(urlsplit(host)) for host in self._hosts]
            bad = parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2 or parts.netloc.count("@") > 1
        except ValueError:
            bad = True
        if bad:
            raise CannotOpen(
                "The address of the database has the form postgresql://NAME:PASSWORD@HOST:PORT/DATABASE; in a name or "
                "a password @ is written %40, / %2F, # %23 and % %25"
            )
        self.shown = f"{','.join(dict.fromkeys(shown))}{parts.path}"

    def __str__(self) -> str:
        """Without the password."""
        return self.shown

    async def connect(self, purpose: str, seconds: float) -> Connection:
        """A new connection, whose statements have so many seconds each. Raises what asyncpg raises."""
        connection = await self._reach(
            command_timeout=seconds,
            server_settings=_settings(purpose),
            statement_cache_size=512,
        )
        try:
            await connection.execute(_UNLIMITED)
        except BaseException:  # also who is cancelled in between: nobody else would end it, and no loop would close
            connection.terminate()
            raise
        return connection

    async def _reach(self, **given: Any) -> Connection:
        """The primary, among all hosts. What the first one says is raised when there is none."""
        hosts, why = self._hosts, list[BaseException]()
        for at, host in enumerate(hosts):
            try:
                connection = await asyncpg.connect(
                    host,
                    timeout=CONNECTING if len(hosts) == 1 else CONNECTING_EACH,
                    target_session_attrs="primary",
                    **given,
                )
            except (*LOST, asyncpg.PostgresError) as error:
                why.append(error)
            else:
                self._hosts = [*hosts[at:], *hosts[:at]]
                return connection
        raise why[0]

    async def _for_pool(self, *_: Any, loop: Any, connection_class: Any, record_class: Any, **given: Any) -> Connection:
        return await self._reach(connection_class=connection_class, record_class=record_class, **given)

    async def pool(self, most: int) -> Any:
        """Connections for reading, made when they are needed."""
        return await asyncpg.create_pool(
            min_size=0,
            max_size=most,
            connect=self._for_pool,
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


def _each(parts: SplitResult) -> list[str]:
    """The same address with each of its hosts alone. Raises ValueError for what is no address."""
    names, at, hosts = parts.netloc.rpartition("@")
    query = dict(parse_qsl(parts.query))
    if "," in hosts:
        return [parts._replace(netloc=f"{names}{at}{host}").geturl() for host in hosts.split(",")]
    if "," in query.get("host", "") and "port" not in query:
        each = [{**query, "host": host} for host in query["host"].split(",")]
        return [parts._replace(query=urlencode(one)).geturl() for one in each]
    return [parts.geturl()]


def _shown(parts: SplitResult) -> str:
    return f"{parts.hostname or 'the local socket'}{f':{parts.port}' if parts.port else ''}"


def _settings(purpose: str) -> dict[str, str]:
    """`purpose` is shown to who looks into pg_stat_activity."""
    return {"search_path": "hubbub", "application_name": f"hubbub {purpose}", "TimeZone": "UTC"}


def cannot(address: Address, error: BaseException) -> CannotOpen:
    """The sentence for an operator."""
    kind = Unreachable if isinstance(error, LOST) else CannotOpen
    return kind(f"Cannot use the database {address}: {_reason(error)}")


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return f"it did not answer within {CONNECTING:g} seconds. Is the address right, and may this machine reach it?"
    if isinstance(error, asyncpg.InvalidPasswordError | asyncpg.InvalidAuthorizationSpecificationError):
        return f"{_said(error)}. Look at name and password in its address, and at pg_hba.conf."
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return f"{_said(error)}. Make it: createdb --encoding=UTF8 NAME"
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return (
            f"{_said(error)}. hubbub needs a schema of its own (GRANT CREATE ON DATABASE … TO …), or rights in the one "
            "that another role has made: docs/cluster.md, “A role that changes no tables”."
        )
    if isinstance(error, asyncpg.TooManyConnectionsError):
        return f"{_said(error)}. {CONNECTIONS}"
    if isinstance(error, asyncpg.TargetServerAttributeNotMatched):
        return "it is a standby that only reads. Name the primary, or all hosts of which one is: HOST,HOST"
    if "startup parameter" in str(error):
        return (
            f"a pooler (such as PgBouncer) stands in between: {_said(error)}. Name PostgreSQL itself in [cluster] "
            "log: with pool_mode = transaction others have a connection between two commits, and a lock of it is lost."
        )
    if isinstance(error, socket.gaierror):
        return f"{error.strerror}. Is its host's name right?"
    if "rejected SSL upgrade" in str(error):
        return "PostgreSQL does not answer there, or has no TLS (ssl = on), which sslmode in the address asks for"
    if isinstance(error, OSError):
        return f"{error.strerror or error}. Is PostgreSQL running there?"
    return _said(error)


def _said(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
