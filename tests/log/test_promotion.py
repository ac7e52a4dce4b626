"""The database moves to a standby of its own: by the list of hosts the new primary is found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from tests.log.book import Book, fold
from tests.support.postgres import Postgres

from hubbub.chat.events import MessageSent
from hubbub.chat.ports import LogAway, LogBroken
from hubbub.log.errors import CannotOpen
from hubbub.log.postgres import PostgresLog, open_log

pytestmark = pytest.mark.long


class Two:
    """A primary and its standby."""

    def __init__(self) -> None:
        self.primary = Postgres()
        self.primary.sql("create database log")
        self.standby = self.primary.standby()
        self.address = f"postgresql://postgres@/log?host={self.primary.folder},{self.standby.folder}"

    def move(self) -> None:
        """As after a loss of power, when whoever looks after them promotes the other one."""
        self.primary.stop()
        self.standby.promote()


@pytest.fixture
def two() -> Iterator[Two]:
    two = Two()
    yield two
    two.standby.remove()
    two.primary.remove()


async def append_when_there(log: PostgresLog, book: Book, text: str) -> None:
    entry = book.place(message := book.message(1, text))
    for _ in range(60):
        try:
            await asyncio.to_thread(log.append, entry, [message])
            return
        except LogAway:
            pass
    raise AssertionError("the new primary was not found")


async def test_of_a_synchronous_standby_nothing_is_lost_and_it_is_found(two: Two) -> None:
    two.primary.set("synchronous_standby_names", "*")
    with pytest.raises(CannotOpen, match="a standby that only reads"):
        await asyncio.to_thread(open_log, two.standby.address("log"), fold)
    log = await asyncio.to_thread(open_log, two.address, fold)
    try:
        book = await asyncio.to_thread(Book, log)
        for number in range(50):
            await asyncio.to_thread(book.say, 1, str(number))
        await asyncio.to_thread(two.move)
        await append_when_there(log, book, "50")
        said = [entry.event.text for entry in await log.page(1, 1, 99) if isinstance(entry.event, MessageSent)]
        assert said == [str(number) for number in range(51)]
    finally:
        await log.close()


async def test_a_standby_that_lacks_commits_is_not_taken_for_the_same(two: Two) -> None:
    log = await asyncio.to_thread(open_log, two.address, fold)
    try:
        book = await asyncio.to_thread(Book, log)
        await asyncio.to_thread(book.say, 1, "one")
        end = two.primary.sql("select pg_current_wal_lsn()")
        while two.standby.sql(f"select pg_last_wal_replay_lsn() >= '{end}'") != "t":
            pass  # each look is a process: time passes
        two.standby.set("primary_conninfo", "")
        while two.primary.sql("select count(*) from pg_stat_replication") != "0":
            pass
        await asyncio.to_thread(book.say, 1, "two")
        await asyncio.to_thread(two.move)
        with pytest.raises(LogBroken, match="lacks what was committed last"):
            await append_when_there(log, book, "three")
    finally:
        await log.close()
    after = await asyncio.to_thread(open_log, two.address, fold)
    try:
        await asyncio.to_thread(Book, after)
        assert len(await after.page(1, 1, 99)) == 1
    finally:
        await after.close()
