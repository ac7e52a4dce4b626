"""A pooler between hubbub and PostgreSQL is noticed at the start, wherever it would take the lock away; nothing is
written through it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import cast

import pytest
from tests.log.book import fold
from tests.support import pgbouncer
from tests.support.pgbouncer import PgBouncer
from tests.support.postgres import postgres

from hubbub.log.errors import CannotOpen
from hubbub.log.postgres import look_at, open_log, open_parts
from hubbub.log.postgres.connection import Address, Connection
from hubbub.log.postgres.pooler import check_is_ours

needs_pgbouncer = pytest.mark.skipif(not pgbouncer.program(), reason="PgBouncer could not be unpacked")

Pooled = Callable[..., PgBouncer]
IGNORES = "ignore_startup_parameters = search_path"


@pytest.fixture
def pooled() -> Iterator[Pooled]:
    """Makes a pooler in front of an empty database."""
    made: list[PgBouncer] = []
    postgres().emptied("pooled")

    def make(mode: str, more: str = "") -> PgBouncer:
        made.append(PgBouncer(postgres(), "pooled", mode, more))
        return made[-1]

    yield make
    for one in made:
        one.remove()


def is_empty() -> bool:
    made = "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    return postgres().sql(f"{made} where n.nspname in ('hubbub', 'public')", "pooled") == "0"


@needs_pgbouncer
@pytest.mark.parametrize("mode", ["transaction", "statement"])
@pytest.mark.parametrize("more", [IGNORES, f"{IGNORES}\nserver_round_robin = 1\nmin_pool_size = 4"])
def test_one_that_gives_connections_to_others_is_named(pooled: Pooled, mode: str, more: str) -> None:
    address = pooled(mode, more).address
    for use in (look_at, lambda address: open_log(address, fold), lambda address: asyncio.run(open_parts(address))):
        with pytest.raises(CannotOpen, match="pool_mode = transaction or statement"):
            use(address)
    assert is_empty()


@needs_pgbouncer
def test_one_that_does_not_take_what_is_set_is_named(pooled: Pooled) -> None:
    with pytest.raises(CannotOpen, match=r"PgBouncer.*search_path.*Name PostgreSQL itself.*pool_mode = transaction"):
        open_log(pooled("transaction").address, fold)
    with pytest.raises(CannotOpen, match="does not pass on the search_path"):
        open_log(pooled("session", IGNORES).address, fold)
    assert is_empty()


@needs_pgbouncer
async def test_one_that_gives_connections_to_nobody_else_can_be_used(pooled: Pooled) -> None:
    address = pooled("session", IGNORES).address
    postgres().sql("alter role postgres in database pooled set search_path = hubbub")
    try:
        log = await asyncio.to_thread(open_log, address, fold)
        await log.close()
    finally:
        postgres().sql("alter role postgres in database pooled reset search_path")
    assert postgres().sql("select count(*) from hubbub.version", "pooled") == "1"


class Turns:
    """A connection to a pooler, and the address that makes one: which process answers goes round in a pool."""

    def __init__(self, many: int) -> None:
        self.processes = cycle(range(1, many + 1))

    async def connect(self, purpose: str, seconds: float) -> Turns:
        return self

    async def fetchval(self, query: str) -> int:
        return next(self.processes)

    def get_server_pid(self) -> int:
        return 0

    def terminate(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("many", range(1, 9))
async def test_a_pool_that_is_not_filled_yet_is_seen_to_be_shared(many: int) -> None:
    """However many processes of PostgreSQL it has by now."""
    pool = Turns(many)
    with pytest.raises(CannotOpen, match="pool_mode = transaction or statement"):
        await check_is_ours(cast(Connection, pool), cast(Address, pool))
