"""What a decider keeps beside the chat: in one transaction with what it decides, behind the same fence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.log.book import NOW, Book, fold
from tests.support.postgres import postgres
from tests.support.proxy import Proxy

from hubbub.chat.ports import DeciderLog, KeptPart, KeptState, Load, LogAway, LogBroken
from hubbub.log.errors import CannotOpen
from hubbub.log.memory import MemoryDeciderLog
from hubbub.log.postgres import how_it_stands, open_log, open_parts
from hubbub.log.postgres.schema import NEWEST


class Database:
    """One log, and one writer after the other."""

    def __init__(self, kind: str) -> None:
        self.address = postgres().emptied("log") if kind == "postgres" else ""
        self.last: DeciderLog | None = None
        self.opened: list[DeciderLog] = []

    def open(self) -> DeciderLog:
        if self.address:
            self.last = open_log(self.address, fold)
        else:
            self.last = MemoryDeciderLog(fold, self.last if isinstance(self.last, MemoryDeciderLog) else None)
        self.opened.append(self.last)
        return self.last

    def push_aside(self) -> None:
        """Another one has begun a generation, and the lock goes to it."""
        if self.address:
            postgres().sql("update hubbub.head set generation = generation + 1", "log")
        else:
            MemoryDeciderLog(fold, self.last).load(NOW + 5)  # type: ignore[arg-type]


@pytest.fixture(params=["memory", "postgres"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    database = Database(request.param)
    yield database
    for log in database.opened:
        await log.close()


def load(position: int, *states: KeptState, at: int = NOW, **parts: int) -> Load:
    """`parts`: of these nodes, each with the position before."""
    said = [KeptPart(node, position, before, f"{node} {position}".encode()) for node, before in parts.items()]
    return Load(position, at, said, states)


async def test_a_load_is_there_with_its_batch(database: Database) -> None:
    log = database.open()
    book = Book(log)
    log.begin_deciding("a")
    entry = book.place(message := book.message(1, "one"))
    log.append_load(entry, [message], [load(1, KeptState("x", "1", b"a"), a=0, b=0)])
    log.append_load([], [], [load(2, KeptState("x", "2", b"b"), a=1)])
    assert [entry.event for entry in await log.page(1, 1, 9)] == [message]
    assert await log.parts_after("a", 0, 9) == [KeptPart("a", 1, 0, b"a 1"), KeptPart("a", 2, 1, b"a 2")]
    assert await log.parts_after("a", 0, 1) == [KeptPart("a", 1, 0, b"a 1")]
    assert await log.parts_after("a", 1, 9) == [KeptPart("a", 2, 1, b"a 2")]
    assert await log.parts_after("b", 0, 9) == [KeptPart("b", 1, 0, b"b 1")]
    assert await log.parts_after("b", 1, 9) == []


async def test_the_next_decider_finds_the_states(database: Database) -> None:
    log = database.open()
    log.load(NOW)
    found = log.begin_deciding("a")
    assert (found.load, found.states, found.last) == (0, [], {})
    states = KeptState("x", "1", b"a"), KeptState("x", "2", b"b"), KeptState("y", "1", b"c")
    log.append_load([], [], [load(1, *states), load(2, KeptState("x", "1", b"new"), KeptState("x", "2", None))])
    log.append_load([], [], [load(3, a=0, b=0), load(4, a=3)])
    await log.close()
    after = database.open()
    after.load(NOW + 1)
    found = after.begin_deciding("b")
    assert (found.load, found.last) == (4, {"a": KeptPart("a", 4, 3, b"a 4"), "b": KeptPart("b", 3, 0, b"b 3")})
    assert sorted(found.states, key=lambda one: one.kind) == [KeptState("x", "1", b"new"), KeptState("y", "1", b"c")]
    if database.address:
        stands = await asyncio.to_thread(how_it_stands, database.address, "y")
        assert stands is not None
        assert (stands.decider, stands.load, stands.states) == ("b", 4, [KeptState("y", "1", b"c")])


async def test_a_node_reads_beside_the_one_who_writes() -> None:
    address = postgres().emptied("log")
    parts = await open_parts(address)
    try:
        assert await parts.cluster() == ""
        log = await asyncio.to_thread(open_log, address, fold)
        try:
            await asyncio.to_thread(log.load, NOW)
            begun = await asyncio.to_thread(log.begin_deciding, "a")
            await asyncio.to_thread(log.append_load, [], [], [load(1, a=0)])
        finally:
            await log.close()
        assert await parts.cluster() == begun.cluster != ""
        assert await parts.parts_after("a", 0, 9) == [KeptPart("a", 1, 0, b"a 1")]
    finally:
        await parts.close()


async def test_a_newer_node_reads_before_a_newer_decider_has_changed_the_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So machines are upgraded one after the other; and what is newer yet is not read."""
    address = postgres().emptied("log")
    log = await asyncio.to_thread(open_log, address, fold)
    try:
        await asyncio.to_thread(log.load, NOW)
        begun = await asyncio.to_thread(log.begin_deciding, "a")
    finally:
        await log.close()
    parts = await open_parts(address)
    try:
        with monkeypatch.context() as newer:
            newer.setattr("hubbub.log.postgres.schema.NEWEST", NEWEST + 1)
            assert await parts.cluster() == begun.cluster
            stands = await asyncio.to_thread(how_it_stands, address, "x")
            assert stands is not None
            assert stands.decider == "a"
        monkeypatch.setattr("hubbub.log.postgres.schema.NEWEST", NEWEST - 1)
        with pytest.raises(CannotOpen, match="written by a newer hubbub"):
            await parts.cluster()
    finally:
        await parts.close()


async def test_who_was_taken_over_leaves_nothing(database: Database) -> None:
    log = database.open()
    log.load(NOW)
    log.begin_deciding("a")
    log.append_load([], [], [load(1, a=0)])
    database.push_aside()
    with pytest.raises(LogBroken, match="taken over"):
        log.append_load([], [], [load(2, KeptState("x", "1", b"late"), a=1)])
    with pytest.raises(LogBroken):
        log.begin_deciding("a")
    assert await log.parts_after("a", 0, 9) == [KeptPart("a", 1, 0, b"a 1")]


async def test_old_parts_are_forgotten(database: Database) -> None:
    log = database.open()
    log.load(NOW)
    log.begin_deciding("a")
    log.append_load([], [], [load(1, a=0, at=NOW), load(2, a=1, at=NOW + 1), load(3, b=0, at=NOW + 1)])
    await log.drop_parts(NOW + 1)
    assert [part.position for part in await log.parts_after("a", 0, 9)] == [2]
    await log.drop_parts(NOW + 9)  # what came last is needed to know what follows it
    assert [part.position for part in await log.parts_after("a", 0, 9)] == [2]
    assert [part.position for part in await log.parts_after("b", 0, 9)] == [3]


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_a_load_without_an_answer_is_kept_once(cut: str) -> None:
    """What was given again behind it comes after it, and nothing of it twice."""
    server = postgres()
    server.emptied("log")
    proxy = await Proxy.open(server.socket)
    log = await asyncio.to_thread(open_log, proxy.address("log"), fold)
    try:
        book = await asyncio.to_thread(Book, log)
        await asyncio.to_thread(log.begin_deciding, "a")
        first, second = load(1, KeptState("x", "1", b"a"), a=0), load(2, KeptState("x", "1", b"b"), a=1)
        entry = book.place(message := book.message(1, "one", client_id="x"))  # which changes a table, too
        proxy.cut(cut)
        with pytest.raises(LogAway):
            await asyncio.to_thread(log.append_load, entry, [message], [first])
        await asyncio.to_thread(log.append_load, entry, [message], [first, second])
        assert [part.position for part in await log.parts_after("a", 0, 9)] == [1, 2]
        assert [entry.event for entry in await log.page(1, 1, 9)] == [message]
    finally:
        await log.close()
        await proxy.close()
