"""Copies go to the disk a piece at a time."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import apsw
import pytest
from tests.copies.test_copies import data, plan_of  # noqa: F401 (a fixture)

from hubbub.copies import making, pace
from hubbub.copies.pace import LATELY, PIECE, Pace, Paced, copy, create, settle

PAGE = 4096
BALLAST = 5 * PIECE // 2


class Disk:
    """Notes how much longer each file was at each flush."""

    def __init__(self) -> None:
        self.sizes: dict[int, int] = {}
        self.steps: list[int] = []

    def flush(self, descriptor: int) -> None:
        os.fsync(descriptor)
        status = os.fstat(descriptor)
        before = self.sizes.get(status.st_ino, 0)
        self.steps.append(status.st_size - (before if before <= status.st_size else 0))  # a number may be used again
        self.sizes[status.st_ino] = status.st_size


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(pace, "_flush", disk.flush)
    return disk


def test_never_more_than_a_piece_is_on_its_way_to_the_disk(data: Path, tmp_path: Path, disk: Disk) -> None:  # noqa: F811
    shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    connection = apsw.Connection(str(tmp_path / "data/hubbub.db"))
    connection.execute("create table ballast (bytes blob)")
    connection.execute("insert into ballast values (randomblob(?))", (BALLAST,))
    connection.close()
    made = making.make(plan_of(tmp_path / "data"), None, tmp_path / "copies")
    assert max(disk.steps) <= PIECE + PAGE
    # The snapshot, the archive, and what is restored to prove it: none of them came by unseen.
    assert sum(disk.steps) >= 3 * BALLAST
    assert made.proof.found


def test_whatever_is_written_at_once_is_cut(tmp_path: Path, disk: Disk) -> None:
    with create(tmp_path / "new") as file, Paced(file) as paced:
        assert paced.write(b"a" * (3 * PIECE + 1)) == 3 * PIECE + 1
        paced.write(b"b")
    assert disk.steps == [PIECE, PIECE, PIECE, 2]
    copy(tmp_path / "new", tmp_path / "other")
    assert (tmp_path / "other").read_bytes() == (tmp_path / "new").read_bytes()
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o600


def test_who_gives_way_rests_as_long_as_the_disk_was_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, rests = [0.0], list[float]()
    monkeypatch.setattr(pace, "_flush", lambda descriptor: now.__setitem__(0, now[0] + 0.25))
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", rests.append)
    monkeypatch.setattr(Pace, "talk", None)
    settle(0)
    monkeypatch.setattr(Pace, "gives_way", True)
    settle(0)
    assert rests == [0.25]


def test_nobody_is_given_way_to_where_nothing_was_said_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests = list[float]()
    monkeypatch.setattr(pace, "_flush", lambda descriptor: None)
    monkeypatch.setattr(time, "sleep", rests.append)
    monkeypatch.setattr(Pace, "gives_way", True)
    monkeypatch.setattr(Pace, "talk", tmp_path / "hubbub.db-wal")
    settle(0)  # no server runs
    (tmp_path / "hubbub.db-wal").touch()
    os.utime(tmp_path / "hubbub.db-wal", (0, time.time() - LATELY - 1))
    settle(0)
    assert not rests
    (tmp_path / "hubbub.db-wal").write_bytes(b"said")
    settle(0)
    assert len(rests) == 1
