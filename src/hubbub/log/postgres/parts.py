"""What a node reads of the log: the parts that the bus has lost. It never writes, and needs no lock."""

from __future__ import annotations

from typing import Any

import asyncpg

from hubbub.chat.ports import KeptPart, LogUnreachable

from . import deciding
from .clock import check_clock
from .connection import LOST, READING, Address, cannot, close_pool
from .schema import NODES, check, version_of

_MOST = 2  # connections


class PostgresParts:
    """Implements `hubbub.chat.ports.Parts` on the loop that it was opened on."""

    def __init__(self, address: Address, pool: Any) -> None:
        self._address = address
        self._pool = pool

    async def parts_after(self, node: str, position: int, limit: int) -> list[KeptPart]:
        try:
            async with self._pool.acquire() as connection:
                return await deciding.parts_after(connection, node, position, limit)
        except (*LOST, asyncpg.PostgresError) as error:
            raise LogUnreachable(str(error)) from error

    async def cluster(self) -> str:
        """Which cluster it is, among those that share a bus; empty: no decider has made the tables yet."""
        try:
            async with self._pool.acquire() as connection:
                if await version_of(connection, self._address) < NODES:
                    return ""
                found: str = await connection.fetchval("select cluster from head")
                return found
        except (*LOST, asyncpg.PostgresError) as error:
            raise LogUnreachable(str(error)) from error

    async def close(self) -> None:
        """Let go of the database."""
        await close_pool(self._pool)


async def open_parts(address: str) -> PostgresParts:
    """The database at that address, to read. Raises CannotOpen."""
    place = Address(address)
    try:
        connection = await place.connect("node", READING)
        try:
            await check(connection, place)
            await check_clock(connection, place)
        finally:
            connection.terminate()
        return PostgresParts(place, await place.pool(_MOST))
    except (*LOST, asyncpg.PostgresError) as error:
        raise cannot(place, error) from error
