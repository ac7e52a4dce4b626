"""A server of its own for every test, and clients that end with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from tests.clients.client import PLAIN, Client, Way
from tests.clients.kinds import KINDS
from tests.server.conftest import pair as pair
from tests.support.real_server import Running, running
from tests.support.server_process import ServerProcess

from hubbub.server.entrance.tls import Pair

Make = Callable[[str, str], Client]
"""A client of this kind for somebody of this name, not started."""

Arrive = Callable[[str, str], Awaitable[Client]]
"""Somebody arrives: with which kind of client, under which name."""

ArriveBy = Callable[[str, str, Way], Awaitable[Client]]
"""The same, and in which way."""


@pytest.fixture
async def server(pair: Pair) -> AsyncIterator[Running]:
    """A server within the test, which costs much less than a process."""
    async with running(pair) as server:
        yield server


@pytest.fixture
async def make_by(server: Running | ServerProcess, tmp_path: Path) -> AsyncIterator[Callable[[str, str, Way], Client]]:
    """A client that has not been started; it is ended with the test."""
    made: list[Client] = []

    def make(kind: str, name: str, way: Way) -> Client:
        home = tmp_path / f"{name}-{len(made)}"
        home.mkdir()
        made.append(KINDS[kind](name, home, server.port, way))
        return made[-1]

    yield make
    for client in made:
        await client.end()


@pytest.fixture
def make(make_by: Callable[[str, str, Way], Client]) -> Make:
    return lambda kind, name: make_by(kind, name, PLAIN)


@pytest.fixture
def arrive_by(make_by: Callable[[str, str, Way], Client]) -> ArriveBy:
    async def arrive(kind: str, name: str, way: Way) -> Client:
        client = make_by(kind, name, way)
        await client.start()
        return client

    return arrive


@pytest.fixture
def arrive(arrive_by: ArriveBy) -> Arrive:
    return lambda kind, name: arrive_by(kind, name, PLAIN)
