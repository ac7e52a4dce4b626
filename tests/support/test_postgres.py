"""That what a broken off test has left in a database does not hold up the next one."""

from __future__ import annotations

import asyncio

import asyncpg
from tests.support.postgres import postgres


async def test_who_still_holds_something_in_a_database_is_thrown_out() -> None:
    address = await asyncio.to_thread(lambda: postgres().emptied("left"))
    left = await asyncpg.connect(address)
    try:
        await left.execute("create schema hubbub; create table hubbub.rows (id int)")
        await left.execute("begin; select * from hubbub.rows")
        await asyncio.to_thread(lambda: postgres().emptied("left"))
        assert postgres().sql("select count(*) from pg_namespace where nspname = 'hubbub'", "left") == "0"
    finally:
        left.terminate()
