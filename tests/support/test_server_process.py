"""That a server is killed in whatever state a test has left it."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE
from pathlib import Path

from tests.support.server_process import ServerProcess


async def test_one_whose_end_is_still_waited_for_is_killed(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    waits = asyncio.create_task(server.ended())
    while server.process.stdout is None or server.process.stdout._waiter is None:  # type: ignore[attr-defined]
        await _a_turn()
    await server.kill()
    assert not server.running
    assert await waits == -9


async def _a_turn() -> None:
    await asyncio.sleep(0)
