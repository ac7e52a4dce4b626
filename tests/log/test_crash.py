"""kill -9 at random moments: what was accepted is there, in order, without holes (G1, G3, G6)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import apsw
from tests.log.book import NOW, fold
from tests.log.crasher import ROOMS

from hubbub.chat.events import Entry
from hubbub.log.sqlite import open_log

ROOT = Path(__file__).parents[2]


def accepted_until_killed(directory: Path, batches: int, *options: str) -> list[tuple[int, int, int]]:
    """Kill the child after it reported about so many batches; returns (log, seq, id) of all it reported whole."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.log.crasher", str(directory), *options],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(batches)]
        child.kill()  # while it goes on with the next ones
        lines += child.stdout.readlines()
    whole = [line.decode() for line in lines if line.endswith(b"\n")]
    triples = [word.split(":") for line in whole for word in line.split()]
    return [(int(log), int(seq), int(id)) for log, seq, id in triples]


async def read_all(directory: Path) -> tuple[list[Entry], dict[int, int]]:
    """All entries, and what the state says each room's last number is."""
    log = open_log(directory, fold)
    stored = [entry for room in range(1, ROOMS + 1) for entry in await log.page(room, 1, 10**9)]
    last_seqs = {room.log: room.last_seq for room in log.load(NOW).rooms}
    await log.close()
    return stored, last_seqs


def places(entries: list[Entry]) -> set[tuple[int, int, int]]:
    return {(entry.log, entry.seq, entry.id) for entry in entries}


async def test_what_was_accepted_survives_kill_9(tmp_path: Path) -> None:
    accepted: list[tuple[int, int, int]] = []
    for _ in range(4):
        accepted += accepted_until_killed(tmp_path, random.randint(1, 300))
        stored, last_seqs = await read_all(tmp_path)
        assert set(accepted) <= places(stored)
        for room in range(1, ROOMS + 1):
            own = [entry for entry in stored if entry.log == room]
            assert [entry.seq for entry in own] == list(range(1, last_seqs[room] + 1))
            assert [entry.id for entry in own] == sorted({entry.id for entry in own})
    connection = apsw.Connection(str(tmp_path / "hubbub.db"))
    assert connection.pragma("integrity_check") == "ok"
    connection.close()


async def test_the_control_that_reports_before_the_commit_is_caught(tmp_path: Path) -> None:
    for _ in range(30):
        reported = accepted_until_killed(tmp_path, random.randint(1, 50), "early")
        stored, _ = await read_all(tmp_path)
        if not set(reported) <= places(stored):
            return
    raise AssertionError("thirty kills lost nothing that was reported too early: this test cannot see losses")
