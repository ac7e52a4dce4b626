"""The one that writes: batches behind the fence, and what it means when a commit is not answered.

A batch is one transaction that first moves `head`, from the generation and the position that this writer knows. Whoever
starts later raises the generation; from then on no batch of an earlier writer is committed, however late it comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from itertools import starmap
from operator import index
from typing import Any, cast

import asyncpg

from hubbub.chat.events import Entry, Event
from hubbub.chat.ports import Begun, Load, LogAway, LogBroken, LogFull, State
from hubbub.log.changes import Changing, begin, read_state
from hubbub.log.errors import CannotOpen
from hubbub.log.kinds import KINDS, TOMBSTONE, encode
from hubbub.log.tables import Fold

from . import deciding
from .background import Background
from .clock import check_clock
from .connection import ANSWERING, FULL, LOST, STARTING, Address, Connection
from .schema import STARTS, begin_to_start, check, check_writing, prepare
from .start import PostgresStart
from .tables import PostgresTables, Statement, Types

_logger = logging.getLogger(__name__)

LOCK = 0x68756262  # "hubb": who holds it writes; it goes with its connection

_HELD = (
    "locktype = 'advisory' and classid = 0 and objid = $1 and granted"
    " and database = (select oid from pg_database where datname = current_database())"
)
_OTHERS = f"{_HELD} and pid <> pg_backend_pid()"
_WAIT = (
    "do 'begin set local lock_timeout = {milliseconds};"
    f" perform pg_advisory_lock({LOCK}); exception when lock_not_available then null; end'"
)
_MOVE = "update head set position = position + 1 where generation = $1 and position = $2"
_APPEND = f"""
    with moved as ({_MOVE} returning 1)
    insert into entry select * from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
    $8::bytea[]) where exists (select 1 from moved)
"""


_STANDS = (
    "select to_regclass('hubbub.head') is not null, exists"
    f" (select 1 from pg_locks join pg_stat_activity using (pid) where {_OTHERS}"
    " and coalesce(state, 'active') = 'active')"
)
_HOLDER = f"select pid, pid = pg_backend_pid() from pg_locks where {_HELD}"
_END = f"select pg_terminate_backend(pid) from pg_locks where {_OTHERS} and pid = $2"

_COMING_BACK = 1.0  # seconds; a decider without its database tries again five times in that
_LOOK = 0.25  # seconds between two looks whether the one who writes does so
_BLIND = 1.0  # seconds between two looks, after which we were the ones who hung, or the database was
_STARTED = 10.0  # seconds in which PostgreSQL counts as just started
_MOVES = 1.0  # seconds between two moves of one who begins, and has nothing to commit yet
_TRIES, _PAUSE = 10, 0.1  # for the lock, and seconds between
OURS, NOBODYS = -1, 0  # in the place of the backend that has the lock
_NOTHING = (0, 0, 0)  # a move, with which nothing was committed


class _Fenced(Exception):
    """Somebody else writes now."""


class _Behind(Exception):
    """The database lacks commits that were made: so many."""


class Absence:
    """Of the database: whoever decides in the cluster of that name has lost it, too, if anybody does."""

    def __init__(self, deserted: Callable[[str], Coroutine[Any, Any, None]] | None, cluster: str) -> None:
        self._listening = asyncio.create_task(deserted(cluster)) if deserted is not None and cluster else None

    async def let_come_back(self) -> None:
        """A moment, unless nobody does."""
        if self._listening is None:
            await asyncio.sleep(_COMING_BACK)
        else:
            await asyncio.wait([self._listening], timeout=_COMING_BACK)

    def end(self) -> None:
        """The database is there again."""
        if self._listening is not None:
            self._listening.cancel()


class Patience:
    """With whoever has the lock, as long as they commit something every so many `seconds`; a commit counts from the
    look before the one that has seen it. Another one who has the lock then has all of that time to begin. What passes
    while nobody can look, since the database hangs or we do, does not count, nor what the database works for whoever
    begins."""

    def __init__(self, seconds: float, clock: float) -> None:
        self._seconds = seconds
        self._holder = NOBODYS
        self._position: int | None = None
        self._since = self._looked = clock

    def is_over(self, holder: int, position: int | None, clock: float) -> bool:
        """Asked at every look. `holder` has the lock. `position`: of the last commit; None while the tables are made or
        changed."""
        before, self._looked = self._looked, clock
        if clock - before > _BLIND or holder != self._holder or position is None:
            self._since = clock
        elif position != self._position:
            self._since = before
        self._holder, self._position = holder, position
        if holder == NOBODYS or clock - self._since < self._seconds:
            return False
        self._since = clock
        return True

    def left(self, clock: float) -> float:
        """Seconds until it is over, if nothing is committed by then."""
        return self._since + self._seconds - clock


class Writer:
    """Its coroutines run one at a time, on the loop in the background."""

    def __init__(self, address: Address, fold: Fold) -> None:
        self.address = address
        self._connection: Connection | None = None
        self._backend = 0  # PostgreSQL's process for it, or for the last one
        self._types: Types = {}
        self._changing = Changing(fold)
        self._generation = 0
        self._position = 0
        self._unsure: tuple[int, int, int] | None = None  # entries, changes and loads of what may have been committed
        self._broken = ""
        self.cluster = ""  # its name, once we have waited
        self._has_begun = asyncio.Event()
        self._beginning: asyncio.Task[None] | None = None

    async def open(self, *, lets_come_back: bool = False, absence: Absence | None = None) -> None:
        """Check the database, make its tables, and be the only one who writes. Raises CannotOpen.

        `lets_come_back`: a decider that has lost its connection has a moment to take the lock back, if the database was
        away: we have lost it, too (`absence`), or it has just been started."""
        connection = self._connection
        if connection is None or connection.is_closed():
            connection = await self._connect()
        await check(connection, self.address)
        await check_writing(connection, self.address)
        await check_clock(connection, self.address)
        if lets_come_back and (absence or await _is_just_started(connection)) and await _was_left(connection):
            await (absence or Absence(None, "")).let_come_back()
        if not await take(connection):
            raise CannotOpen(
                f"Another hubbub serves from the database {self.address}. Stop it first, or let this one wait for its "
                "end: hubbub serve --cluster"
            )
        self._types = await prepare(connection, self.address)
        await connection.reload_schema_state()

    async def is_taken(self) -> bool:
        """Whether another one writes; who has lost the connection since then cannot say that nobody does."""
        try:
            return await is_taken(self._connection)
        except LOST:
            return True

    async def wait_until_free(self, patience: float | None) -> None:
        """Wait until nobody writes; the lock goes with the connection of who held it, and is ours then. `patience`:
        seconds that this one may commit nothing."""
        connection, loop = self._connection, asyncio.get_running_loop()
        if connection is None or connection.is_closed():
            connection = await self._connect()
        await connection.execute(f"set lock_timeout = {1000 * _LOOK:.0f}")
        self.cluster = self.cluster or await _cluster(connection)
        waits = Patience(patience, loop.time()) if patience is not None else None
        seconds = _LOOK
        while (holder := await _get(connection, seconds)) != OURS:
            if waits is not None:
                if waits.is_over(holder, await _how_far(connection), loop.time()):
                    await connection.execute(_END, LOCK, holder)  # and nobody who has got it since
                seconds = min(_LOOK, waits.left(loop.time()))
        await connection.execute("set lock_timeout = 0")

    def load(self, background: Background, now: int) -> State:
        """Open a new generation at time `now`, and read what there is."""
        start = PostgresStart(lambda statement, *values: background.run(self._fetch(statement, *values)))
        tables = PostgresTables(self._types)
        last = start.last_kept()
        generation = begin(tables, now, last)
        background.run(self._begin(generation, tables.statements))
        return read_state(start, generation, last)

    async def append(self, entries: Sequence[Entry], changes: Sequence[Event], loads: Sequence[Load] = ()) -> None:
        """Commit all of it or nothing. Raises LogFull, LogAway (give it again, with more behind it), LogBroken."""
        await self._end_beginning()
        async with self._guarded() as connection:
            if self._unsure is not None:
                entries, changes, loads = await self._after_doubt(connection, entries, changes, loads)
            tables = PostgresTables(self._types)
            self._changing.write(tables, entries, changes)
            self._unsure = (len(entries), len(changes), len(loads))
            await self._commit(connection, entries, tables.statements, loads)
        self._unsure = None
        self._position += 1
        self._changing.committed()

    async def begin_deciding(self, decider: str) -> Begun:
        """What the decider before has left. Raises LogBroken."""
        async with self._guarded() as connection:
            found = await deciding.begin(connection, self._generation, decider)
            if found is None:
                raise _Fenced
        return found

    @contextlib.asynccontextmanager
    async def _guarded(self) -> AsyncIterator[Connection]:
        """The connection; what goes wrong with it is what it means for the log."""
        if self._broken:
            raise LogBroken(self._broken)
        try:
            yield await self._reach()
        except LOST as error:
            await self._let_go()
            raise LogAway(f"the database {self.address} cannot be reached: {error}") from error
        except FULL as error:
            self._unsure = None
            raise LogFull(str(error)) from error
        except _Fenced:
            self._broken = f"Another hubbub has taken over the database {self.address}."
            raise LogBroken(self._broken) from None
        except _Behind as behind:
            self._broken = (
                f"The database {self.address} lacks what was committed last ({behind}): it was promoted from a "
                "standby without that. A new start goes on with what there is; the rest may be on the old primary."
            )
            raise LogBroken(self._broken) from None
        except Exception as error:
            self._broken = f"writing to the database {self.address} failed: {error!r}"
            raise LogBroken(self._broken) from error

    async def close(self) -> None:
        """Let go of the database."""
        self._broken = self._broken or "the log is closed"
        await self._end_beginning()
        with contextlib.suppress(*LOST):
            if self._connection is not None:  # at once for who waits: the server may notice an ended connection later
                await self._connection.execute("select pg_advisory_unlock_all()")
        await self._let_go()

    async def _begin(self, generation: int, statements: Sequence[Statement]) -> None:
        connection = self._connection
        assert connection is not None
        async with connection.transaction():
            await begin_to_start(connection)
            self._position = await connection.fetchval(
                "update head set generation = $1, position = position + 1, decider = '' returning position",
                generation,
                timeout=STARTING,
            )
            await connection.execute("; ".join(starmap(_written_out, statements)), timeout=STARTING)
        self._generation = generation
        self._beginning = asyncio.create_task(self._keep_moving())

    async def _keep_moving(self) -> None:
        """Until the first commit: to read everything may take longer than others are patient, and the connection that
        does so has its hands full. What is not answered in time, or cannot be reached, is tried again."""
        is_ours = True
        while is_ours and not await self._begins_within(_MOVES):
            with contextlib.suppress(*LOST, asyncpg.PostgresError):
                is_ours = await self._move_alone()

    async def _move_alone(self) -> bool:
        """Until the first commit, over a connection of its own; whether we still decide. Raises what asyncpg does."""
        connection = await self.address.connect("begin", ANSWERING)
        try:
            generation, position = await connection.fetchrow("select generation, position from head")
            if generation != self._generation:
                return False
            self._position = position
            while await self._move_once(connection):
                if await self._begins_within(_MOVES):
                    break
            return True
        finally:
            connection.terminate()

    async def _move_once(self, connection: Connection) -> bool:
        """Whether nothing else has moved. Without an answer nobody knows whether this one has."""
        self._unsure = _NOTHING
        if await connection.execute(_MOVE, self._generation, self._position) != "UPDATE 1":
            return False
        self._position += 1
        self._unsure = None
        return True

    async def _begins_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._has_begun.wait()
        return self._has_begun.is_set()

    async def _end_beginning(self) -> None:
        beginning, self._beginning = self._beginning, None
        if beginning is not None:
            self._has_begun.set()
            await beginning

    async def _commit(
        self,
        connection: Connection,
        entries: Sequence[Entry],
        statements: Sequence[Statement],
        loads: Sequence[Load],
    ) -> None:
        if not statements:  # one statement is a transaction already
            await self._move(connection, entries, loads)
            return
        async with connection.transaction():
            await self._move(connection, entries, loads)
            for statement, values in statements:
                await connection.execute(statement, *values)

    async def _move(self, connection: Connection, entries: Sequence[Entry], loads: Sequence[Load]) -> None:
        head = (self._generation, self._position)
        if loads:
            values = (*head, *_columns(entries), *deciding.load_columns(loads))
            moved = await connection.fetchval(deciding.APPEND_LOADS, *values) is not None
        elif entries:
            done = await connection.execute(_APPEND, *head, *_columns(entries))
            moved = done == f"INSERT 0 {len(entries)}"
        else:
            moved = await connection.execute(_MOVE, *head) == "UPDATE 1"
        if not moved:
            raise _Fenced

    async def _after_doubt(
        self, connection: Connection, entries: Sequence[Entry], changes: Sequence[Event], loads: Sequence[Load]
    ) -> tuple[Sequence[Entry], Sequence[Event], Sequence[Load]]:
        """What is left to be committed of a batch that begins with one of which nobody knew whether it was."""
        generation, position = await connection.fetchrow("select generation, position from head")
        if generation != self._generation:
            raise _Fenced
        assert self._unsure is not None
        known, changed, left = self._unsure
        if position == self._position:
            return entries, changes, loads
        self._position = position
        self._changing.committed()
        return entries[known:], changes[changed:], loads[left:]

    async def _connect(self) -> Connection:
        """A new connection, whose commits survive a crash whatever the database's own settings are (G1)."""
        connection = self._connection = await self.address.connect("write", ANSWERING)
        self._backend = connection.get_server_pid()
        if await connection.fetchval("show synchronous_commit") in ("off", "local"):
            await connection.execute("set synchronous_commit = on")
        return connection

    async def _reach(self) -> Connection:
        """The connection, made anew when the last one was lost. Without the lock nobody writes."""
        connection = self._connection
        if connection is None or connection.is_closed():
            lost, connection = self._backend, await self._connect()
            await self._check_that_all_is_there(connection)
            if not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
                await self._generation_is_ours(connection, lost)
            _logger.warning(f"the database {self.address} is reached again", extra={"event": "database_back"})
        return connection

    async def _check_that_all_is_there(self, connection: Connection) -> None:
        """A standby that was promoted may be an earlier one of ourselves: what was told to people is not there then."""
        generation, position = await connection.fetchrow("select generation, position from head")
        if generation < self._generation:
            raise _Behind("also that this server has begun")
        if generation == self._generation and position < self._position:
            raise _Behind(f"{self._position - position} commits")

    async def _generation_is_ours(self, connection: Connection, lost: int) -> None:
        """The lock may be held still by our own lost connection, of that backend; then it is given up. Otherwise
        another one has it, or is about to begin, and is not disturbed."""
        if await connection.fetchval("select generation from head") != self._generation:
            raise _Fenced
        await connection.execute(_END, LOCK, lost)
        await connection.execute("select pg_advisory_lock($1)", LOCK)

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def _fetch(self, statement: str, *values: object) -> Sequence[tuple[object, ...]]:
        assert self._connection is not None
        rows: Sequence[tuple[object, ...]] = await self._connection.fetch(statement, *values, timeout=STARTING)
        return rows


async def is_taken(connection: Connection) -> bool:
    """Whether another connection has the lock."""
    return bool(await connection.fetchval(f"select exists (select 1 from pg_locks where {_OTHERS})", LOCK))


async def _get(connection: Connection, seconds: float) -> int:
    """Who has the lock, which we would have within that: OURS, NOBODYS, or another one's backend. That it was not to be
    had is told nobody: an error would stand in PostgreSQL's log, four times a second. One statement that waits for days
    would keep dead rows."""
    await connection.execute(_WAIT.format(milliseconds=max(1, math.ceil(1000 * seconds))))
    found = await connection.fetchrow(_HOLDER, LOCK)
    if found is None:
        return NOBODYS
    pid, is_ours = found
    return OURS if is_ours else int(pid)


async def _is_just_started(connection: Connection) -> bool:
    """Whether PostgreSQL is."""
    return bool(
        await connection.fetchval("select now() - pg_postmaster_start_time() < make_interval(secs => $1)", _STARTED)
    )


async def _was_left(connection: Connection) -> bool:
    """Whether nobody has the lock, and a decider had it before: not a server alone, nor one of older tables."""
    if await is_taken(connection) or await _how_far(connection) is None:
        return False
    return bool(await connection.fetchval("select to_jsonb(head) ->> 'decider' from hubbub.head"))


async def take(connection: Connection) -> bool:
    """The lock. Of a process that was killed just now it goes as soon as PostgreSQL notices."""
    for _ in range(_TRIES):
        if await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
            return True
        await asyncio.sleep(_PAUSE)
    return False


def _written_out(statement: str, values: Sequence[object]) -> str:
    """With its values, all of which are numbers: several such statements are one way to PostgreSQL and back."""
    return re.sub(r"\$(\d+)", lambda found: f"({index(cast(int, values[int(found[1]) - 1]))})", statement)


def _columns(entries: Sequence[Entry]) -> tuple[list[object], ...]:
    """Log, seq, id, at, kind and body of all entries."""
    bodies: list[object] = []
    last, body = None, b""
    for entry in entries:
        if entry.event is not last and entry.event is not None:  # an event of several rooms stands in entries in a row
            last, body = entry.event, encode(entry.event)
        bodies.append(None if entry.event is None else body)
    return (
        [entry.log for entry in entries],
        [entry.seq for entry in entries],
        [entry.id for entry in entries],
        [entry.at for entry in entries],
        [TOMBSTONE if entry.event is None else KINDS[entry.event.__class__] for entry in entries],
        bodies,
    )


async def _cluster(connection: Connection) -> str:
    """Its name; empty: there is none yet, or nobody can read it now."""
    with contextlib.suppress(asyncpg.LockNotAvailableError):
        if await connection.fetchval("select to_regclass('hubbub.head') is not null"):
            return await connection.fetchval("select to_jsonb(head) ->> 'cluster' from hubbub.head") or ""
    return ""


async def _how_far(connection: Connection) -> int | None:
    """The position of the last commit; -1: nobody can read it. None: there are no tables yet, or the database works for
    somebody who begins, and does not hang."""
    there, is_starting = await connection.fetchrow(_STANDS, STARTS)
    if not there or is_starting:
        return None
    try:
        position: int | None = await connection.fetchval("select position from hubbub.head")
    except asyncpg.LockNotAvailableError:
        return -1
    return position
