"""What systemd is told, by a socket of our own in its place."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.real_engine import serving
from tests.support.server_process import ServerProcess
from tests.support.supervisor import Supervisor

from hubbub.server.process import notify


async def test_ready_reloading_and_stopping_are_told_in_order(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    with Supervisor() as supervisor:
        process = await server.launch(notify=supervisor.address)
        try:
            assert "online" in (await supervisor.until("READY"))["STATUS"]
            os.kill(server.pid, signal.SIGHUP)
            assert int((await supervisor.until("RELOADING"))["MONOTONIC_USEC"]) > 0
            await supervisor.until("READY")
            process.terminate()
            await supervisor.until("STOPPING")
            assert await server.ended() == 0
        finally:
            if server.running:
                await server.kill()


async def test_the_watchdog_is_told_only_while_commits_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    with Supervisor() as supervisor:
        monkeypatch.setenv("NOTIFY_SOCKET", supervisor.address)
        monkeypatch.setenv("WATCHDOG_USEC", "30000")
        async with serving() as served:
            telling = asyncio.ensure_future(notify.keep_telling(served.engine, lambda: "1 online"))
            assert await supervisor.until("WATCHDOG") == {"WATCHDOG": "1", "STATUS": "1 online"}
            assert await supervisor.until("WATCHDOG") == {"WATCHDOG": "1"}
            served.engine.commits.in_flight = True  # one that does not end
            await until(lambda: bool(served.engine.commits.settlers))
            told = len(supervisor.heard)
            hearing = asyncio.ensure_future(supervisor.until("NEVER"))
            await asyncio.wait([hearing], timeout=0.1)
            hearing.cancel()
            assert len(supervisor.heard) <= told + 1  # what was on its way, and no more
            served.engine.commits.in_flight = False
            served.engine.commits.end_turn()
            await supervisor.until("WATCHDOG")
            telling.cancel()


def test_without_a_supervisor_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify.ready("fine")
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/at/all")
    notify.ready("fine")
