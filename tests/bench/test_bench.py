"""The bench as a process, on its own server: all messages arrive, and everything is saved."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.screens import missing

from hubbub.bench import measures, servers, stored
from hubbub.bench.clients import Target
from hubbub.bench.orders import AnyOrder, Done
from hubbub.bench.process import KNOWN, keep_to
from hubbub.bench.results import Circumstances, Results
from hubbub.bench.run import QUICK, Run
from hubbub.cli.bench import bench as run_bench
from hubbub.log.sqlite import open_log

SOURCES = str(Path(__file__).parents[2] / "src")

pytestmark = pytest.mark.skipif(not KNOWN, reason="the bench reads /proc, which only Linux has")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hubbub", "bench", "--quick", "--seconds", "0.2", *arguments]
    environment = os.environ | {"PYTHONPATH": SOURCES}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=100, check=False)


def test_a_work_beside_its_floor(tmp_path: Path) -> None:
    done = bench("--only", "members-10", "--json", str(tmp_path / "b.json"), "--picture", str(tmp_path / "b.svg"))
    assert done.returncode == 0, done.stderr
    (work,) = json.loads((tmp_path / "b.json").read_text())["works"]
    assert work["load"]["missing"] == 0
    assert work["load"]["deliveries"] > work["load"]["messages"] > 0
    assert work["floor"]["missing"] == 0
    assert "1 talker, 10 in one room" in done.stdout
    assert "members-10: the floor" in done.stderr
    assert (tmp_path / "b.svg").read_text().startswith("<svg")


def test_a_server_keeps_to_its_core_and_the_load_to_the_others(tmp_path: Path) -> None:
    core, *others = sorted(os.sched_getaffinity(0))
    with servers.floor(tmp_path) as floor:
        keep_to([core], floor.process.pid)
        assert os.sched_getaffinity(floor.process.pid) == {core}
    done = bench("--only", "members-10", "--one-core")
    if others:
        assert done.returncode == 0, done.stderr
        assert "1 talker, 10 in one room" in done.stdout
    else:
        assert "here is only one" in done.stderr


def test_one_core_is_not_enough_for_a_server_and_its_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3})
    done = CliRunner().invoke(run_bench, ["--only", "members-10", "--one-core"])
    assert done.exit_code == 1
    assert "here is only one" in done.output


@pytest.mark.parametrize("name", ["websocket", "all-caps", "plain", "tls"])
def test_every_carrier_delivers_all(name: str, tmp_path: Path) -> None:
    done = bench("--only", name, "--json", str(tmp_path / "b.json"))
    assert done.returncode == 0, done.stderr
    (work,) = json.loads((tmp_path / "b.json").read_text())["works"]
    assert work["load"]["deliveries"] > 0
    assert work["load"]["missing"] == 0


@pytest.mark.parametrize("name", ["idle", "idle-tls"])
def test_what_idle_connections_take_is_measured(name: str, tmp_path: Path) -> None:
    done = bench("--only", name, "--json", str(tmp_path / "b.json"))
    assert done.returncode == 0, done.stderr
    (figure,) = json.loads((tmp_path / "b.json").read_text())["figures"]
    assert (figure["name"], figure["value"] > 1) == (name, True)


def test_everybody_comes_back_after_a_kill(tmp_path: Path) -> None:
    done = bench("--only", "comeback", "--json", str(tmp_path / "b.json"))
    assert done.returncode == 0, done.stderr
    figures = {figure["name"]: figure["value"] for figure in json.loads((tmp_path / "b.json").read_text())["figures"]}
    assert figures["comeback"] > 0
    assert figures["comeback-cpu"] > 0
    assert figures["comeback-p99"] > 0
    assert "the server is gone" in done.stderr


def test_what_coming_back_costs_is_known_before_anybody_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []

    class Started:
        port, target = 1, Target("", 1, 7)

        def __init__(self, *_: object, **__: object) -> None:
            happened.append("started")

        def kill(self) -> None:
            happened.append("killed")

        def stop(self) -> None:
            happened.append("stopped")

    class Guests(Run):
        def generate(self, order: AnyOrder, ready: Callable[[], None] | None = None) -> Done:
            assert ready is not None
            for moment in ("all are there", "all are back"):
                happened.append(moment)
                ready()
            happened.append("all go")
            return Done(figures={"seconds": 2, "p99": 3, "echoed": 4})

    def read(pid: int) -> float:
        happened.append("read")
        return 5.0

    monkeypatch.setattr(servers, "hubbub", Started)
    monkeypatch.setattr(measures, "cpu_seconds", read)
    results = Results(Circumstances("", "", 1, "", "", "", 1.0, 0.0), [], [])
    run = Guests(QUICK, Path(), results, lambda text: None, None)
    measures.comeback(run)
    assert happened == [
        "started", "all are there", "killed", "started", "all are back", "read", "all go", "stopped",
    ]  # fmt: skip
    assert [(figure.name, figure.value) for figure in run.results.figures] == [
        ("comeback", 2), ("comeback-cpu", 5.0), ("comeback-p99", 3),
    ]  # fmt: skip


def test_who_comes_in_costs_cpu_and_who_has_gone_leaves_the_memory_that_is_told(tmp_path: Path) -> None:
    done = bench("--only", "arrivals", "--only", "soak", "--json", str(tmp_path / "b.json"))
    assert done.returncode == 0, done.stderr
    figures = {figure["name"]: figure["value"] for figure in json.loads((tmp_path / "b.json").read_text())["figures"]}
    assert figures["arrivals"] > 0
    assert figures["arrivals-time"] > 0
    assert 0 < figures["soak-first"] <= figures["soak-most"]
    assert figures["soak"] > 0
    assert "10,000 messages of people who came and went" in done.stdout
    assert "round 2: " in done.stderr


@pytest.mark.parametrize("name", ["slow-senders", "guessing"])
def test_others_are_heard_while_somebody_attacks(name: str, tmp_path: Path) -> None:
    done = bench("--only", f"attack-{name}", "--json", str(tmp_path / "b.json"))
    assert done.returncode == 0, done.stderr
    figures = {figure["name"]: figure["value"] for figure in json.loads((tmp_path / "b.json").read_text())["figures"]}
    assert figures[f"{name}-p99"] > 0
    assert figures[f"{name}-missing"] == 0
    assert figures[f"{name}-count"] > 0


def test_against_a_server_that_is_there_already(tmp_path: Path) -> None:
    with servers.floor(tmp_path) as floor:
        done = bench("--only", "members-10", "--only", "tls", "--against", f"127.0.0.1:{floor.port}")
    assert done.returncode == 0, done.stderr
    assert "? |" in done.stdout
    assert "TLS" not in done.stdout


def test_against_a_server_that_is_not_there() -> None:
    done = bench("--only", "members-10", "--against", f"127.0.0.1:{servers.free_port()}")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Error: members-10: ")


@pytest.mark.parametrize("address", ["localhost", "localhost:\uff11\uff12", "localhost:0", "localhost:65536"])
def test_an_address_without_a_port(address: str) -> None:
    done = bench("--against", address)
    assert done.returncode == 2
    assert "HOST:PORT" in done.stderr


def test_stored_messages_are_there_and_indexed(tmp_path: Path) -> None:
    first = stored.make(tmp_path / "data", 1_000, lambda text: None)
    log = open_log(tmp_path / "data", str.lower)
    rooms = log.load(first + 10**9).rooms
    assert sum(room.last_seq for room in rooms) == 1_000
    logs = [(room.log, 1) for room in rooms]

    async def look() -> None:
        (oldest,) = await log.search('"message 0 about"', logs, 5)
        assert oldest.at == first
        assert await log.search(stored.RARE, logs[:1], 50) == await log.search(stored.RARE, logs, 50) != []
        await log.close()

    asyncio.run(look())


@pytest.mark.long
def test_the_faces_are_measured_where_there_is_a_display() -> None:
    done = bench("--only", "faces")
    assert done.returncode == 0, done.stderr
    assert "terminal: 5,000 members" in done.stdout
    assert missing() or "desktop: 5,000 members" in done.stdout
