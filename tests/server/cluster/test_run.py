"""`hubbub serve --cluster` with a bus, as processes: what stands in the way is said in one line."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.nats import Nats, nats
from tests.support.postgres import postgres
from tests.support.server_process import ServerProcess
from tests.support.told import told

from hubbub.bus import CannotReach
from hubbub.log.errors import CannotOpen
from hubbub.server.cluster import run
from hubbub.server.process.early import Early
from hubbub.settings import Data, Settings
from hubbub.settings.model import Cluster

STARTED: list[ServerProcess] = []
NOWHERE = "postgresql://127.0.0.1:1/log"


def node(folder: Path, name: str, log: str, bus: str, more: str = "") -> ServerProcess:
    """A node on loopback, not started yet."""
    place = folder / name
    place.mkdir(mode=0o700)
    settings = place / "hubbub.toml"
    named = "" if more.startswith("name") else f'name = "{name}"\n'
    settings.write_text(f'[cluster]\nlog = "{log}"\nbus = "{bus}"\n{named}{more}', encoding="utf-8")
    settings.chmod(0o600)
    STARTED.append(ServerProcess(place, "--cluster", "--config", str(settings)))
    return STARTED[-1]


@pytest.fixture(autouse=True)
async def nothing_is_left() -> AsyncIterator[None]:
    """Also of a test that fails."""
    yield
    left = [one for one in STARTED if one.running]
    STARTED.clear()  # whatever comes: a second try has another loop, where these cannot be waited for
    await asyncio.gather(*(one.kill() for one in left))


async def said_at_its_end(one: ServerProcess, code: int) -> str:
    await one.launch()
    assert await one.ended(60) == code, one.log_text()
    assert "Traceback" not in one.log_text()
    return [line for line in one.log_text().splitlines() if not line.startswith("{")][-1]


async def test_engines_that_cannot_be_reached_are_named(tmp_path: Path) -> None:
    log = await asyncio.to_thread(lambda: postgres().emptied("run"))
    assert "Is PostgreSQL running there" in await said_at_its_end(node(tmp_path, "a", NOWHERE, nats().address), 1)
    assert "Is nats-server running there" in await said_at_its_end(node(tmp_path, "b", log, "nats://127.0.0.1:1"), 1)
    for number, (one, other) in enumerate([("postgresql://x.invalid/d", "nats://h"), (log, "nats://x.invalid")]):
        assert "Is its host's name right?" in await said_at_its_end(node(tmp_path, f"n{number}", one, other), 1)
    guarded = Nats("--user", "ann", "--pass", "right")
    try:
        assert "it does not accept us" in await said_at_its_end(node(tmp_path, "c", log, guarded.address), 1)
    finally:
        guarded.remove()


async def test_without_the_engines_not_even_a_certificate_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That takes its time, and what stands in the way is said first."""
    monkeypatch.setattr(run, "own_pair", lambda _: pytest.fail("it was made"))
    log = await asyncio.to_thread(lambda: postgres().emptied("run"))
    for cluster in (Cluster(log=NOWHERE, bus=nats().address), Cluster(log=log, bus="nats://127.0.0.1:1")):
        settings = Settings(cluster=cluster, data=Data(str(tmp_path)))
        with pytest.raises((CannotOpen, CannotReach), match="running there"):
            await run._serve(settings, [], None, Early(), no_limits=False, reread=lambda: pytest.fail("not asked"))


async def test_a_folder_is_one_nodes_and_a_wish_for_an_upgrade_ends_nothing(tmp_path: Path) -> None:
    log = await asyncio.to_thread(lambda: postgres().emptied("run"))
    first = node(tmp_path, "a", log, nats().address)
    await first.launch()
    await until(lambda: "node" in first.events())
    second = ServerProcess(tmp_path, *first.options[3:], data=first.data)
    assert f"(process {first.pid}) is using the data folder" in await said_at_its_end(second, 1)
    os.kill(first.pid, signal.SIGUSR2)
    await until(lambda: "no_upgrade" in first.events())
    os.kill(first.pid, signal.SIGTERM)
    assert await first.ended(60) == 0


async def test_that_nobody_decides_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """As where every machine has `decides = false`."""
    decided = asyncio.Event()
    monkeypatch.setattr(run, "WAITS", 0.01)
    await run._tell_when_nobody_decides(decided, NOWHERE)
    assert told(caplog) == ["nobody_decides"]
    decided.set()
    await run._tell_when_nobody_decides(decided, NOWHERE)
    assert told(caplog) == ["nobody_decides"]


async def test_a_server_without_a_bus_beside_machines_that_have_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It does not wait for the end of them all; and where it was there first, they say so."""
    log = await asyncio.to_thread(lambda: postgres().emptied("run"))
    first, alone = node(tmp_path, "a", log, nats().address), node(tmp_path, "b", log, "")
    await first.launch()
    await until(lambda: "decides" in first.events())
    assert "Several machines serve from this database, and a decides" in (await said_at_its_end(alone, 1))
    os.kill(first.pid, signal.SIGTERM)
    assert await first.ended(60) == 0
    await alone.launch()
    await until(lambda: "started" in alone.events())
    monkeypatch.setattr(run, "WAITS", 0.01)
    await run._tell_when_nobody_decides(asyncio.Event(), log)
    assert "a server without [cluster] bus serves from this database" in caplog.text


@pytest.mark.parametrize(
    ("bus", "more", "said"),
    [
        ("127.0.0.1:4222", "", "has the form nats://NAME:PASSWORD@HOST:PORT"),
        ("nats://h:port", "", "has the form nats://NAME:PASSWORD@HOST:PORT"),
        ("nats://127.0.0.1", 'name = "a.b"\n', "is at most 63 letters, digits, - and _"),
        ("nats://127.0.0.1", '[acme]\non = true\nnames = ["chat.example.org"]\n', "is for one machine"),
    ],
)
async def test_settings_that_do_not_fit_are_named(tmp_path: Path, bus: str, more: str, said: str) -> None:
    one = node(tmp_path, "a", NOWHERE, bus, more)
    await one.launch()
    assert await one.ended(60) == 78
    assert said in one.log_text()


async def test_the_second_of_one_name_does_not_begin_while_the_first_lives(tmp_path: Path) -> None:
    """Once that is dead, it does at once."""
    log = await asyncio.to_thread(lambda: postgres().emptied("run"))
    first, second = [node(tmp_path, name, log, nats().address, 'name = "same"\n') for name in ("a", "b")]
    await first.launch()
    await until(lambda: "decider" in first.events())
    said = await said_at_its_end(second, 1)
    assert said.startswith("Error: Another machine of the cluster has the name same, and runs")
    assert "listening" not in second.events()
    await first.kill()
    await second.launch()
    await until(lambda: "node" in second.events())
    os.kill(second.pid, signal.SIGTERM)
    assert await second.ended(60) == 0
    assert "Traceback" not in first.log_text() + second.log_text()
