"""A server process of its own for every test, and clients that end with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from tests.clients.client import Client
from tests.clients.ii import Ii
from tests.clients.irssi import Irssi
from tests.clients.plain import Person
from tests.clients.websocket import WebSocket
from tests.clients.weechat import WeeChat
from tests.support.server_process import ServerProcess, server_process

KINDS: dict[str, Callable[[str, Path, int], Client]] = {
    "nc": Person,
    "ncat over TLS": lambda name, home, port: Person(name, home, port, "ncat"),
    "openssl": lambda name, home, port: Person(name, home, port, "openssl"),
    "weechat": WeeChat,
    "irssi": Irssi,
    "ii": Ii,
    "websocket": lambda name, home, port: WebSocket(name, home, port, "text.ircv3.net"),
    "websocket, binary": lambda name, home, port: WebSocket(name, home, port, "binary.ircv3.net"),
}

Make = Callable[[str, str], Client]
"""A client of this kind for somebody of this name, not started."""

Arrive = Callable[[str, str], Awaitable[Client]]
"""Somebody arrives: with which kind of client, under which name."""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    async with server_process(tmp_path) as server:
        yield server


@pytest.fixture
async def make(server: ServerProcess, tmp_path: Path) -> AsyncIterator[Make]:
    """A client that has not been started; it is ended with the test."""
    made: list[Client] = []

    def make(kind: str, name: str) -> Client:
        home = tmp_path / f"{name}-{len(made)}"
        home.mkdir()
        made.append(KINDS[kind](name, home, server.port))
        return made[-1]

    yield make
    for client in made:
        await client.end()


@pytest.fixture
def arrive(make: Make) -> Arrive:
    async def arrive(kind: str, name: str) -> Client:
        client = make(kind, name)
        await client.start()
        return client

    return arrive
