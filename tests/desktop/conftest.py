"""Desks before real servers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Protocol

import pytest
from tests.desktop.desk import PATIENCE as PATIENCE
from tests.desktop.desk import Desk
from tests.support.real_server import Running, running
from tests.support.screens import missing
from tests.support.server_process import ServerProcess, server_process
from tests.tk.conftest import screen as screen

Desks = Callable[..., Awaitable[Desk]]


class Reached(Protocol):
    """A server, wherever it runs."""

    port: int


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server that can be killed."""
    if missing():
        pytest.skip(missing())
    folder = tmp_path / "server"
    folder.mkdir()
    async with server_process(folder) as server:
        yield server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    """A server within the test, which costs much less."""
    if missing():
        pytest.skip(missing())
    async with running(data=tmp_path / "server") as served:
        yield served


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Desks]:
    """Makes desks: `await desks(server, "alice")` is one that goes straight in."""
    made: list[Desk] = []

    async def make(server: Reached, name: str, *, home: str = "", address: str | None = None) -> Desk:
        where = f"localhost:{server.port}" if address is None else address
        desk = Desk(tmp_path / (home or name), where, name)
        made.append(desk)
        await desk.start()
        return desk

    yield make
    for desk in made:
        await desk.close()
