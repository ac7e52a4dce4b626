"""Desks before real servers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from tests.desktop.desk import Desk
from tests.support.screens import missing
from tests.support.server_process import ServerProcess, server_process

Desks = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server that has started."""
    if missing():
        pytest.skip(missing())
    folder = tmp_path / "server"
    folder.mkdir()
    async with server_process(folder) as server:
        yield server


@pytest.fixture
async def desks(tmp_path: Path, server: ServerProcess) -> AsyncIterator[Desks]:
    """Makes desks: `await desks("alice")` is one that goes straight in."""
    made: list[Desk] = []

    async def make(name: str, *, home: str = "", address: str | None = None) -> Desk:
        where = f"localhost:{server.port}" if address is None else address
        desk = Desk(tmp_path / (home or name), where, name)
        made.append(desk)
        await desk.start()
        return desk

    yield make
    for desk in made:
        await desk.close()
