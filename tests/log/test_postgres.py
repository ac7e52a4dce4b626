"""What is PostgreSQL's alone: who may write, what a commit without an answer comes to, databases that do not fit."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.log.book import NOW, Book, fold
from tests.support.conditions import until
from tests.support.postgres import Postgres, postgres
from tests.support.proxy import Proxy

from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.ports import LogAway, LogBroken, LogUnreachable
from hubbub.log.errors import CannotOpen
from hubbub.log.postgres import (
    PostgresLog,
    connection,
    look_at,
    open_in_turn,
    open_log,
    open_parts,
    schema,
    start,
    write,
)
from hubbub.log.postgres.connection import ANSWERING, LOST, Address
from hubbub.log.tables import TABLES


@pytest.fixture
def server() -> Postgres:
    return postgres()


@pytest.fixture
def address(server: Postgres) -> str:
    return server.emptied("log")


@pytest.fixture
async def log(address: str) -> AsyncIterator[PostgresLog]:
    log = open_log(address, fold)
    yield log
    await log.close()


@pytest.fixture
async def proxy(server: Postgres) -> AsyncIterator[Proxy]:
    proxy = await Proxy.open(server.socket)
    yield proxy
    await proxy.close()


def texts(entries: list[Entry]) -> list[str]:
    return [entry.event.text for entry in entries if isinstance(entry.event, MessageSent)]


async def test_two_servers_do_not_write_to_one_database(log: PostgresLog, address: str) -> None:
    log.load(NOW)
    with pytest.raises(CannotOpen, match="Another hubbub serves from the database"):
        await asyncio.to_thread(open_log, address, fold)


async def test_who_waits_takes_over_when_the_other_is_gone(log: PostgresLog, address: str) -> None:
    Book(log).say(1, "before")
    waits = asyncio.Event()
    loop = asyncio.get_running_loop()
    taking = asyncio.create_task(
        asyncio.to_thread(open_in_turn, address, fold, lambda: loop.call_soon_threadsafe(waits.set), lambda: False)
    )
    await waits.wait()
    assert not taking.done()
    await log.close()
    next_log = await taking
    assert next_log is not None
    try:
        Book(next_log, NOW + 1)
        assert texts(await next_log.page(1, 1, 9)) == ["before"]
    finally:
        await next_log.close()


@pytest.mark.parametrize("patience", [60, None])
async def test_who_waits_for_long_keeps_no_dead_rows_and_writes_nothing_into_the_log_of_postgresql(
    server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch, patience: float | None
) -> None:
    """A statement that waits for days would be both or one of them."""
    looks, get = threading.Semaphore(0), write._get

    async def look(connection: Any, _: float) -> int:
        looks.release()
        return await get(connection, 0.01)

    monkeypatch.setattr(write, "_get", look)
    other, given_up, before = await asyncpg.connect(address), threading.Event(), server.log_text().count("ERROR")
    await other.execute("select pg_advisory_lock($1)", write.LOCK)
    taking = asyncio.create_task(asyncio.to_thread(open_in_turn, address, fold, bool, given_up.is_set, patience))
    try:
        for _ in range(4):
            assert await asyncio.to_thread(looks.acquire, timeout=20)
        assert server.log_text().count("ERROR") == before
    finally:
        await other.close()
    log = await taking
    assert log is not None
    await log.close()


async def test_who_waits_while_another_one_makes_the_tables_goes_on_waiting(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first start of two machines at once: there is nothing yet to tell by whether the other one lives."""
    looked = threading.Event()
    how_far = write._how_far

    async def look(connection: Any) -> int | None:
        try:
            return await how_far(connection)
        finally:
            looked.set()

    monkeypatch.setattr(write, "_how_far", look)
    other = await asyncpg.connect(address)
    await other.execute("select pg_advisory_lock($1)", write.LOCK)
    given_up = threading.Event()
    taking = asyncio.create_task(asyncio.to_thread(open_in_turn, address, fold, bool, given_up.is_set, 0.01))
    try:
        for _ in range(2):
            assert await asyncio.to_thread(looked.wait, 20)
            looked.clear()
        assert await other.fetchval("select pg_advisory_unlock($1)", write.LOCK), "it was ended"
        log = await taking
        assert log is not None
        await log.close()
    finally:
        given_up.set()
        await other.close()


async def test_who_changes_the_tables_for_long_is_waited_for(
    log: PostgresLog, server: Postgres, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two machines with a newer hubbub one brings the database up to date, and the other has no patience."""
    log.load(NOW)
    await log.close()
    looked = asyncio.Event()
    loop, how_far = asyncio.get_running_loop(), write._how_far

    async def look(connection: Any) -> int | None:
        try:
            return await how_far(connection)
        finally:
            loop.call_soon_threadsafe(looked.set)

    monkeypatch.setattr(write, "_how_far", look)
    (tmp_path / "long.sql").write_text("alter table head add more integer; select pg_advisory_xact_lock(99)")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, str(tmp_path / "long.sql")))
    monkeypatch.setattr(schema, "NEWEST", schema.NEWEST + 1)
    other, over = await asyncpg.connect(address), threading.Event()
    await other.execute("select pg_advisory_lock(99)")
    changing = asyncio.create_task(asyncio.to_thread(open_in_turn, address, fold, bool, over.is_set, 0.01))
    try:
        while not await other.fetchval("select count(*) from pg_locks where objid = 99 and not granted"):
            assert not changing.done()
            await asyncio.sleep(0.01)  # nobody is told of that
        waiting = asyncio.create_task(asyncio.to_thread(open_in_turn, address, fold, bool, over.is_set, 0.01))
        for _ in range(3):
            await looked.wait()
            looked.clear()
        await other.execute("select pg_advisory_unlock(99)")
        changed = await changing
        assert changed is not None
        assert not waiting.done()
        await changed.close()
        then = await waiting
        assert then is not None
        await then.close()
    finally:
        over.set()
        await other.close()


async def test_who_hangs_while_it_changes_the_tables_is_ended(log: PostgresLog, address: str) -> None:
    log.load(NOW)
    await log.close()
    other = await asyncpg.connect(address)
    await other.execute("select pg_advisory_lock($1)", write.LOCK)
    await other.execute("begin")
    await schema.begin_to_start(other)
    await other.execute("lock table hubbub.head")
    then = await asyncio.to_thread(open_in_turn, address, fold, bool, lambda: False, 0.01)
    assert then is not None
    await then.close()
    with pytest.raises((*LOST, asyncpg.PostgresError)):
        await other.execute("select 1")


async def test_who_is_cancelled_while_a_connection_is_made_leaves_none(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that was closed in that moment left one, and its loop never closed: the server did not end."""
    made = list[Any]()
    reach = Address._reach

    async def reached(place: Address, **given: Any) -> Any:
        made.append(await reach(place, **given))
        return made[0]

    monkeypatch.setattr(Address, "_reach", reached)
    monkeypatch.setattr(connection, "_UNLIMITED", "select pg_sleep(600)")
    making = asyncio.create_task(Address(address).connect("test", 600))
    other = await asyncpg.connect(address)
    while not await other.fetchval("select count(*) from pg_stat_activity where query = 'select pg_sleep(600)'"):
        pass
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    assert made[0].is_closed()
    await other.close()


async def test_who_has_lost_the_database_comes_back_before_who_waits(
    log: PostgresLog, server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that decides goes on after PostgreSQL has started anew: nobody takes over from who lives."""
    monkeypatch.setattr(write, "_COMING_BACK", 600)
    monkeypatch.setattr(write, "_STARTED", 600)
    book = await asyncio.to_thread(Book, log)
    await asyncio.to_thread(log.begin_deciding, "a")
    waits, over = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    taking = asyncio.create_task(
        asyncio.to_thread(open_in_turn, address, fold, lambda: loop.call_soon_threadsafe(waits.set), over.is_set, 60)
    )
    await waits.wait()
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    late = asyncio.create_task(asyncio.to_thread(open_in_turn, address, fold, lambda: None, over.is_set, 60))
    entry = book.place(message := book.message(1, "one"))
    while True:
        try:
            await asyncio.to_thread(log.append, entry, [message])
            break
        except LogAway:
            continue
    assert texts(await log.page(1, 1, 9)) == ["one"]
    over.set()
    assert await asyncio.gather(taking, late, return_exceptions=True)


WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


async def test_nobody_is_waited_for_where_nobody_decides(
    log: PostgresLog, server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when who decides and PostgreSQL were killed together: the bus knows it."""
    monkeypatch.setattr(write, "_COMING_BACK", 600)
    await asyncio.to_thread(Book, log)
    cluster = (await asyncio.to_thread(log.begin_deciding, "a")).cluster
    asked: list[str] = []

    async def deserted(name: str) -> None:
        asked.append(name)

    taking = asyncio.create_task(asyncio.to_thread(open_in_turn, address, fold, bool, lambda: False, 60, deserted))
    while await asyncio.to_thread(server.sql, WAITING, "log") == "0":
        pass  # each look is a process: time passes
    await asyncio.to_thread(server.stop)
    await log.close()
    await asyncio.to_thread(server.start)
    then = await taking
    assert then is not None
    await then.close()
    assert asked == [cluster]


async def test_every_table_that_gives_numbers_has_its_highest(log: PostgresLog, address: str) -> None:
    """A row of one that has none is given no number, cannot be kept, and ends the server."""
    log.load(1)
    connection = await asyncpg.connect(address)
    rows = await connection.fetch("select name from hubbub.numbered")
    await connection.close()
    assert {name for (name,) in rows} == {table.name for table in TABLES if table.number}


def test_who_waits_is_patient_with_the_next_one_too() -> None:
    """Two who wait may end the same hanging one; then one of them has the lock, and has not committed anything yet. A
    commit counts from the look before the one that has seen it."""
    patience = write.Patience(2, 0)
    looks = [None, None, None, None, 7, 8, 8, 8, 8, 8, 8, 8, 9]
    over = [patience.is_over(1, position, clock) for clock, position in enumerate(looks)]
    assert [clock for clock, is_over in enumerate(over) if is_over] == [6, 8, 10]


def test_who_waits_is_patient_with_whoever_else_has_got_the_lock() -> None:
    """They have committed nothing yet either, and are not to be ended for the one before."""
    patience = write.Patience(2, 0)
    holders = [1, 1, 2, 2, 2, write.NOBODYS, write.NOBODYS, write.NOBODYS, write.NOBODYS]
    over = [patience.is_over(holder, 7, clock) for clock, holder in enumerate(holders)]
    assert [clock for clock, is_over in enumerate(over) if is_over] == [4]


def test_who_waits_does_not_count_the_time_in_which_nobody_could_look() -> None:
    """The database hung, or the process that waits did: who decides could not commit, or did so unseen."""
    patience = write.Patience(2, 0)
    assert [patience.is_over(1, 7, clock) for clock in (1, 2, 9, 10, 11)] == [False] * 4 + [True]


def test_who_waits_looks_when_the_time_is_over() -> None:
    patience = write.Patience(3, 0)
    left = [patience.left(clock) for clock in (0.25, 0.5) if not patience.is_over(1, 7, clock)]
    assert left == [3, 2.75]
    assert not patience.is_over(1, 8, 0.75)
    assert patience.left(0.75) == 2.75


async def test_who_begins_moves_on_until_the_first_commit(
    server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes to read everything: who waits sees that somebody is there."""
    monkeypatch.setattr(write, "_MOVES", 0.001)
    log = await asyncio.to_thread(open_log, address, fold)
    try:
        book = await asyncio.to_thread(Book, log)
        first = server.sql("select position from hubbub.head", "log")
        await until(lambda: server.sql("select position from hubbub.head", "log") != first)
        await asyncio.to_thread(book.say, 1, "one")
        after = server.sql("select position from hubbub.head", "log")
        await asyncio.to_thread(book.say, 1, "two")
        assert int(server.sql("select position from hubbub.head", "log")) == int(after) + 1
    finally:
        await log.close()


async def test_who_begins_moves_on_while_what_was_kept_is_read_slowly(
    server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the decider before has left, on a slow disk: a lock stands in the way of reading it."""
    monkeypatch.setattr(write, "_MOVES", 0.001)
    log = await asyncio.to_thread(open_log, address, fold)
    slow = await asyncpg.connect(address)
    try:
        book = await asyncio.to_thread(Book, log)
        async with slow.transaction():
            await slow.execute("lock table hubbub.carried in access exclusive mode")
            beginning = asyncio.create_task(asyncio.to_thread(log.begin_deciding, "a"))
            await until(lambda: server.sql("select 1 from pg_locks where not granted", "log"))
            first = server.sql("select position from hubbub.head", "log")
            await until(lambda: server.sql("select position from hubbub.head", "log") != first)
            assert not beginning.done()
        assert (await beginning).generation == book.state.generation
        await asyncio.to_thread(book.say, 1, "one")
    finally:
        await slow.close()
        await log.close()


async def test_who_begins_moves_on_after_a_move_that_was_not_answered_in_time(
    server: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether that was done after all is asked before the next one, and before the first commit."""
    waiting = "select pid from pg_stat_activity where application_name = 'hubbub begin' and wait_event_type = 'Lock'"
    monkeypatch.setattr(write, "_MOVES", 0.001)
    log = await asyncio.to_thread(open_log, address, fold)
    slow = await asyncpg.connect(address)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(write, "ANSWERING", 0.2)
            book = await asyncio.to_thread(Book, log)
            async with slow.transaction():
                await slow.execute("select 1 from hubbub.head for update")
                await until(lambda: server.sql(waiting, "log"))
                first = server.sql(waiting, "log")
                await until(lambda: server.sql(waiting, "log") not in ("", first))  # the next one tries
        before = server.sql("select position from hubbub.head", "log")
        await until(lambda: server.sql("select position from hubbub.head", "log") != before)
        await asyncio.to_thread(book.say, 1, "one")
        assert texts(await log.page(1, 1, 9)) == ["one"]
    finally:
        await slow.close()
        await log.close()


async def test_who_begins_waits_for_nobody_where_the_database_was_there(
    log: PostgresLog, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has decided before is no more then, or cannot reach it."""
    await asyncio.to_thread(Book, log)
    await asyncio.to_thread(log.begin_deciding, "a")
    await log.close()
    monkeypatch.setattr(write, "_COMING_BACK", 600)
    monkeypatch.setattr(write, "_STARTED", 0)
    writer = write.Writer(Address(address), fold)
    await writer.open(lets_come_back=True)
    await writer.close()


async def test_who_waits_has_the_lock_at_once_and_keeps_it(log: PostgresLog, address: str) -> None:
    """From when it was free, so that others who wait do not get it in between."""
    waiting = write.Writer(Address(address), fold)
    getting = asyncio.create_task(waiting.wait_until_free(60))
    await log.close()
    await getting
    other = write.Writer(Address(address), fold)
    with pytest.raises(CannotOpen):
        await other.open()
    await waiting.open()
    await waiting.close()
    await other.close()


async def test_who_waits_may_give_up(log: PostgresLog, address: str) -> None:
    log.load(NOW)
    tired: list[str] = []
    assert await asyncio.to_thread(open_in_turn, address, fold, lambda: tired.append(""), lambda: bool(tired)) is None
    Book(log).say(1, "still here")


async def test_who_was_taken_over_writes_nothing_more(log: PostgresLog, server: Postgres, address: str) -> None:
    """The fence: an old writer whose lock was lost adds nothing, however late it comes."""
    book = Book(log)
    book.say(1, "one")
    server.sql("update hubbub.head set generation = generation + 1", "log")
    with pytest.raises(LogBroken, match="taken over"):
        book.say(1, "two")
    with pytest.raises(LogBroken, match="taken over"):
        book.say(1, "three")
    assert texts(await log.page(1, 1, 9)) == ["one"]


async def test_a_lost_connection_is_made_anew(log: PostgresLog, server: Postgres) -> None:
    book = Book(log)
    book.say(1, "one")
    server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'hubbub%'")
    entry = book.place(message := book.message(1, "two"))
    try:
        log.append(entry, [message])
    except LogAway:  # unless the end of the connection was noticed before
        log.append(entry, [message])
    assert texts(await log.page(1, 1, 9)) == ["one", "two"]


async def test_a_database_that_lacks_commits_is_named_and_not_written_to(log: PostgresLog, server: Postgres) -> None:
    """As a standby that was promoted before it had them."""
    book = Book(log)
    book.say(1, "one")
    book.say(1, "two")
    server.sql("delete from hubbub.entry where seq = 2; update hubbub.head set position = position - 1", "log")
    server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hubbub write'")
    entry = book.place(message := book.message(1, "three"))
    with pytest.raises((LogAway, LogBroken)):  # the first may be the one that finds its connection lost
        log.append(entry, [message])
    with pytest.raises(LogBroken, match=r"lacks what was committed last \(1 commits\)"):
        log.append(entry, [message])
    assert texts(await log.page(1, 1, 9)) == ["one"]


async def test_commits_are_durable_over_every_connection(server: Postgres, address: str) -> None:
    """G1: also where the database is set otherwise, and after a connection was lost."""
    server.sql("alter database log set synchronous_commit = off")
    server.sql("create table if not exists public.said (how text)", "log")
    server.sql("truncate public.said", "log")
    log = await asyncio.to_thread(open_log, address, fold)
    try:
        book = await asyncio.to_thread(Book, log)
        server.sql(
            "create or replace function hubbub.note() returns trigger language plpgsql as $$ begin"
            " insert into public.said values (current_setting('synchronous_commit')); return null; end $$;"
            "create trigger note after insert on hubbub.entry for each statement execute function hubbub.note()",
            "log",
        )
        await asyncio.to_thread(book.say, 1, "one")
        server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hubbub write'")
        entry = book.place(message := book.message(1, "two"))
        try:
            await asyncio.to_thread(log.append, entry, [message])
        except LogAway:  # unless the end of the connection was noticed before
            await asyncio.to_thread(log.append, entry, [message])
        assert server.sql("select string_agg(how, ' ') from public.said", "log") == "on on"
    finally:
        await log.close()
        server.sql("alter database log reset synchronous_commit")


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("more", [False, True])
async def test_a_commit_without_an_answer_is_done_once(address: str, proxy: Proxy, cut: str, more: bool) -> None:
    """G1 and G5: whether PostgreSQL had it or not, it stands there once, with what came meanwhile behind it."""
    log = await asyncio.to_thread(open_log, proxy.address("log"), fold)
    try:
        book = await asyncio.to_thread(Book, log)
        await asyncio.to_thread(book.say, 1, "zero")
        first, second = book.message(1, "one", client_id="c1", party="v1"), book.message(1, "two")
        entries, changes = book.place(first), [first]
        proxy.cut(cut)
        with pytest.raises(LogAway):
            await asyncio.to_thread(log.append, entries, changes)
        if more:
            entries, changes = entries + book.place(second), [first, second]
        await asyncio.to_thread(log.append, entries, changes)
        await asyncio.to_thread(book.say, 1, "three")
        wanted = ["zero", "one", *(["two"] if more else []), "three"]
        assert texts(await log.page(1, 1, 9)) == wanted
        assert await log.client_ids("v1", 9) == ["c1"]
    finally:
        await log.close()


async def test_the_database_away_and_back(server: Postgres, address: str, log: PostgresLog) -> None:
    book = Book(log)
    book.say(1, "one")
    message = book.message(1, "two")
    entries = book.place(message)
    server.stop()
    try:
        with pytest.raises(LogAway):
            log.append(entries, [message])
        with pytest.raises(LogAway):
            log.append(entries, [message])
        with pytest.raises(LogUnreachable):
            await log.page(1, 1, 9)
    finally:
        server.start()
    log.append(entries, [message])
    assert texts(await log.page(1, 1, 9)) == ["one", "two"]
    assert texts(await log.search("two", [(1, 1)], 9)) == ["two"]


async def test_words_are_found_before_and_after_they_are_taken_in(log: PostgresLog, server: Postgres) -> None:
    book = Book(log)
    book.say(1, "the quick brown fox", "Żółw и 你好 don't", "a 'quoted' \\ one", "x" * 3000 + " brown")
    wanted = {"quick": 1, '"brown fox"': 1, "ŻÓŁW": 1, "好": 1, "'quoted'": 1, "brown": 2, "x" * 3000: 1, "\\": 0}
    for _ in range(2):
        for words, count in wanted.items():
            assert len(await log.search(words, [(1, 1)], 9)) == count, words
        while server.sql("select id from hubbub.indexed", "log") != str(book.id):  # each try is a process: time passes
            pass


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("mysql://localhost/x", "has the form postgresql://"),
        ("postgresql://localhost", "has the form postgresql://"),
        ("postgresql://[::1/x", "has the form postgresql://"),
        ("postgresql://ann:p@ss@127.0.0.1:1/log", "in a name or a password @ is written %40"),
        ("postgresql://127.0.0.1:1/log", "Is PostgreSQL running there"),
        ("postgresql://nosuch.invalid/log", "nosuch.invalid"),
        ("postgresql://127.0.0.1:x/log", "has the form postgresql://"),
        ("postgresql://ann:secret@127.0.0.1:1,127.0.0.1:2/log", "the database 127.0.0.1:1,127.0.0.1:2/log: "),
    ],
)
def test_a_wrong_address_is_named(bad: str, says: str) -> None:
    with pytest.raises(CannotOpen, match=says):
        open_log(bad, fold)


def test_what_is_no_postgresql_or_has_no_tls_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            with other.accept()[0] as one:
                one.sendall(b"N")
                one.recv(1)

        answering = threading.Thread(target=answer)
        answering.start()
        with pytest.raises(CannotOpen, match="or has no TLS"):
            open_log(f"postgresql://ann@127.0.0.1:{other.getsockname()[1]}/log?sslmode=require", fold)
        answering.join()


def test_a_missing_database_is_named(server: Postgres) -> None:
    with pytest.raises(CannotOpen, match="createdb"):
        open_log(server.address("nosuch"), fold)


ROLE = "do $$ begin create role {0} login; exception when duplicate_object then end $$"
RIGHTS = "select, insert, update, delete on all tables"


def test_a_role_that_may_not_make_a_schema_is_told(server: Postgres, address: str) -> None:
    server.sql(ROLE.format("guest"))
    with pytest.raises(CannotOpen, match="GRANT CREATE"):
        open_log(address.replace("postgres@", "guest@"), fold)


async def test_a_role_that_changes_no_tables_is_enough(log: PostgresLog, server: Postgres, address: str) -> None:
    """Once they are made, by another one."""
    await log.close()
    server.sql(ROLE.format("talker"))
    another = address.replace("postgres@", "talker@")
    with pytest.raises(CannotOpen, match="rights in the one that another role has made"):
        await asyncio.to_thread(open_log, another, fold)
    server.sql(f"grant usage on schema hubbub to talker; grant {RIGHTS} in schema hubbub to talker", "log")
    second = await asyncio.to_thread(open_log, another, fold)
    try:
        await asyncio.to_thread(second.load, NOW)
        book = Book(second)
        await asyncio.to_thread(book.say, 1, "one")
        second.begin_deciding("a")
        assert texts(await second.page(1, 1, 9)) == ["one"]
        await second.drop_parts(NOW)
    finally:
        await second.close()


async def test_what_does_not_fit_a_database_is_told_and_what_limits_a_role_is_not_minded(
    server: Postgres, address: str
) -> None:
    server.sql(ROLE.format("limited"))
    server.sql("grant create on database log to limited", "log")
    limited = address.replace("postgres@", "limited@")
    for setting, says in (
        ("set default_transaction_read_only = on", "Nothing may be written to the database .* Switch it off"),
        ("connection limit 0", "too many connections .* raise max_connections"),
    ):
        server.sql(f"alter role limited {setting}")
        with pytest.raises(CannotOpen, match=says):
            await asyncio.to_thread(open_log, limited, fold)
    server.sql("alter role limited connection limit -1")
    server.sql("alter role limited reset all")
    server.sql("alter role limited set statement_timeout = 50")
    connection = await Address(limited).connect("write", ANSWERING)
    assert await connection.fetchval("select 1 from pg_sleep(0.1)") == 1
    await connection.close()


async def test_a_table_of_many_rows_is_read_whole(log: PostgresLog, server: Postgres) -> None:
    many = start.FIRST + 1
    server.sql(
        f"insert into hubbub.visit select n, 'v' || n, '\\x01', {NOW} from generate_series(1, {many}) as n", "log"
    )
    state = await asyncio.to_thread(log.load, NOW)
    assert [visit.name for visit in state.visits] == [f"v{n}" for n in range(1, many + 1)]


async def test_a_migration_may_take_longer_than_an_answer(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.sql").write_text("select pg_sleep(0.5)")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, str(tmp_path / "long.sql")))
    monkeypatch.setattr(schema, "NEWEST", schema.NEWEST + 1)
    place = Address(address)
    connection = await place.connect("write", 0.25)
    await schema.prepare(connection, place)
    assert await schema.version_of(connection, place) == schema.NEWEST
    await connection.close()


async def test_a_newer_schema_is_left_alone(log: PostgresLog, server: Postgres, address: str) -> None:
    log.load(NOW)
    await log.close()
    server.sql("update hubbub.version set version = 99", "log")
    with pytest.raises(CannotOpen, match="newer hubbub"):
        await asyncio.to_thread(open_log, address, fold)


ODD = (  # what stands in the schema hubbub, or becomes of it; what is said of that
    ("create table hubbub.head (x int)", "head is there, and no version"),
    ("create table hubbub.version (version text); insert into hubbub.version values ('4')", "stands '4'"),
    ("create table hubbub.version (said int); insert into hubbub.version values (4)", "stands None"),
    ("create view hubbub.version as select 4 as version union select 5", "stands 4"),
)
CHANGED = (
    ("update hubbub.version set version = -1", "stands -1"),
    ("update hubbub.version set version = 0", "stands 0"),
    ("update hubbub.version set version = 3", 'says that it is schema 3, and relation "former_name" already exists'),
    ("delete from hubbub.version", "account is there, and no version"),
    ("drop table hubbub.room", "the table room is missing"),
    ("alter table hubbub.entry drop column body", "the table entry has no column body"),
)


async def test_tables_that_are_not_as_we_have_made_them_are_named_and_left_alone(
    server: Postgres, address: str
) -> None:
    everything = (
        "select table_name, column_name from information_schema.columns where table_schema = 'hubbub' order by 1, 2"
    )
    for odd, says in (*ODD, *CHANGED):
        server.sql("drop schema if exists hubbub cascade", "log")
        if (odd, says) in ODD:
            server.sql("create schema hubbub", "log")
        else:
            await (await asyncio.to_thread(open_log, address, fold)).close()
        server.sql(odd, "log")
        before = server.sql(everything, "log")
        with pytest.raises(CannotOpen, match=f"is not as hubbub has made it: .*{says}"):
            await asyncio.to_thread(open_log, address, fold)
        assert server.sql(everything, "log") == before


async def test_a_clock_that_is_far_off_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a node, as it starts, and by who is to write, which may be days later; doctor tells of less."""
    now = time.time
    for off, says in ((-7_500, "is 2 h 5 min behind that of the database"), (3_600, "1 h 0 min ahead of that of the")):
        monkeypatch.setattr("hubbub.log.postgres.clock.time.time", lambda off=off: now() + off)
        with pytest.raises(CannotOpen, match=says):
            await open_parts(address)
        with pytest.raises(CannotOpen, match=says):
            await asyncio.to_thread(open_log, address, fold)
        assert abs((await asyncio.to_thread(look_at, address)).ahead - off) < 60
    monkeypatch.setattr("hubbub.log.postgres.clock.time.time", lambda: now() + 200)
    await (await open_parts(address)).close()


def test_a_database_in_another_encoding_is_refused(server: Postgres) -> None:
    server.sql("create database latin encoding 'LATIN1' template template0")
    try:
        with pytest.raises(CannotOpen, match="LATIN1"):
            open_log(server.address("latin"), fold)
    finally:
        server.sql("drop database latin")
