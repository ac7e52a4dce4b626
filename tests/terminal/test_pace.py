"""Many lines at once, with a server that closes whoever talks too fast."""

from __future__ import annotations

import asyncio
import os
from io import StringIO

import pytest
from tests.support.real_server import running

from hubbub.client.events import StrictTransport
from hubbub.client.session import Client
from hubbub.server.net import connection
from hubbub.settings import Limits
from hubbub.terminal import pipe
from hubbub.terminal.dialogue import Dialogue
from hubbub.terminal.pipe import Pipe
from hubbub.uplink.http import Site
from hubbub.uplink.streams import Plain, Stream

LINES = 300


async def test_many_lines_arrive_in_order_without_another_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FLOOD_SECONDS", 3)
    async with running(limits=Limits(flood_burst=5, flood_rate=60), no_limits=False) as server:
        shown, dialled = StringIO(), 0
        loop = asyncio.get_running_loop()
        dialogue = Dialogue(Client("alice", "n"), Pipe(shown), now=lambda: int(loop.time() * 1000), chance=lambda: 0.5)

        class Dial:
            async def __call__(self, trust: object) -> Stream:
                nonlocal dialled
                dialled += 1
                return Plain(*await asyncio.open_connection("127.0.0.1", server.port))

            async def site(self) -> Site:
                raise NotImplementedError

            def heard(self, said: StrictTransport) -> bool:
                return False

            def ended(self) -> None:
                """Nothing is kept."""

        staying = asyncio.create_task(dialogue.run(Dial()))
        await dialogue.visit.ready.wait()
        for number in range(LINES):
            dialogue.line(f"line {number}")
        await dialogue.visit.finish()
        assert await staying == 0
    said = [line.partition("]: ")[2] for line in shown.getvalue().splitlines() if "] [alice]: " in line]
    assert said == [f"line {number}" for number in range(LINES)]
    assert dialled == 1


async def test_lines_that_nobody_wants_any_more_end_the_reading_quietly() -> None:
    """As when standard output is gone: everything that waits is cancelled."""
    reader, writer = os.pipe()
    os.write(writer, b"one\ntwo\nthree\n")
    lines: asyncio.Queue[str | None] = asyncio.Queue(1)
    before = asyncio.all_tasks()
    reading = asyncio.create_task(asyncio.to_thread(pipe._feed, reader, lines, asyncio.get_running_loop()))
    waiting: set[asyncio.Task[object]] = set()
    while not (lines.full() and waiting):
        await asyncio.sleep(0)
        waiting = asyncio.all_tasks() - before - {reading}
    for task in waiting:
        task.cancel()
    await reading
    os.close(writer)
    os.close(reader)
