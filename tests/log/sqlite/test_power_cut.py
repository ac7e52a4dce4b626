"""G1, also when the machine loses its power: what was accepted is there, whatever of the rest the disk had written."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest
from tests.log.book import NOW, Book, fold
from tests.log.sqlite.forgetful import Disk, Kept, forgetful

from hubbub.chat.events import Entry, RoomCreated
from hubbub.files.store import FileStore
from hubbub.log.sqlite import SqliteLog, engine, open_log
from hubbub.log.sqlite.files import open_owner
from hubbub.log.sqlite.lock import DirectoryLock, make_directory
from hubbub.server.entrance import selfsigned

BATCHES = 40
CUTS = 30


class NoIndex:
    """The index has a connection of its own, and a file that may be lost."""

    def __init__(self, *_: Any) -> None: ...

    def wake(self) -> None: ...

    def stop(self) -> None: ...

    def path(self) -> None: ...


@pytest.fixture(autouse=True)
def without_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Indexer", NoIndex)


async def talk(data: Path, random: Random, cuts: set[int]) -> Disk:
    """Say things, while pictures are taken of the disk."""
    disk = Disk(cuts)
    await open_log(data, fold).close()  # made on a disk that keeps everything
    with forgetful(disk):
        log = SqliteLog(data, fold, DirectoryLock(data))
        book = Book(log)
        book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
        for number in range(BATCHES):
            disk.accepted = book.say(1, *["x" * random.randrange(900)] * random.randrange(1, 9))[-1].seq
            if number % 7 == 6:
                log._writer.checkpoint()
            if number % 5 == 4:
                disk.take()
        await log.close()
    return disk


def after_a_cut(picture: dict[str, Kept], folder: Path, random: Random) -> None:
    folder.mkdir()
    for path, kept in picture.items():
        if not path.endswith("-shm"):
            (folder / Path(path).name).write_bytes(kept.after_a_cut(random))


async def stored(folder: Path) -> list[Entry]:
    """What the next start finds, whole and in order."""
    log = open_log(folder, fold)
    last = next((room.last_seq for room in log.load(NOW).rooms), 0)
    entries = await log.page(1, 1, 10_000)
    assert [entry.seq for entry in entries] == list(range(1, last + 1))
    assert log._owner.pragma("integrity_check") == "ok"
    await log.close()
    return entries


async def losses(tmp_path: Path, seed: int) -> list[int]:
    """How many accepted messages each of many power cuts loses; less than 0: more was there than was accepted."""
    random = Random(seed)
    disk = await talk(tmp_path / "data", random, set(random.sample(range(1, 400), CUTS)))
    assert len(disk.pictures) > CUTS // 2
    lost = []
    for number, (accepted, picture) in enumerate(disk.pictures):
        after_a_cut(picture, tmp_path / f"cut{number}", random)
        lost.append(accepted - len(await stored(tmp_path / f"cut{number}")))
    return lost


async def test_a_power_cut_loses_nothing_that_was_accepted(tmp_path: Path) -> None:
    assert max(await losses(tmp_path, 1)) <= 0


async def test_the_control_that_does_not_flush_each_commit_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "open_owner", lambda path, _: open_owner(path, "normal"))
    assert max(await losses(tmp_path, 1)) > 0


def test_the_disk_forgets_what_was_not_flushed(tmp_path: Path) -> None:
    disk = Disk(set())
    with forgetful(disk):
        connection = apsw.Connection(str(tmp_path / "x.db"))
        connection.pragma("synchronous", "off")
        connection.execute("create table t (x); insert into t values (1)")
        connection.close()
    assert disk.files[str(tmp_path / "x.db")].content == b""
    assert (tmp_path / "x.db").stat().st_size > 0


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The inodes of what is flushed."""
    found: set[int] = set()
    flush = os.fsync

    def fsync(file: int) -> None:
        found.add(os.fstat(file).st_ino)
        flush(file)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def test_a_new_folder_is_not_lost_with_all_that_was_flushed_into_it(tmp_path: Path, flushed: set[int]) -> None:
    """ "Lost directory entries": a power cut may take the name of a folder that its parent was not flushed after."""
    data = tmp_path / "var" / "hubbub" / "data"
    make_directory(data)
    assert {folder.stat().st_ino for folder in (tmp_path, data.parent.parent, data.parent)} <= flushed
    flushed.clear()
    open_log(data, fold)._owner.close()
    assert data.stat().st_ino in flushed, "the database's own name"
    flushed.clear()
    make_directory(data)
    assert not flushed


def test_nor_is_a_certificate_that_people_have_pinned(tmp_path: Path, flushed: set[int]) -> None:
    selfsigned.make(tmp_path / "cert.pem", tmp_path / "key.pem")
    assert tmp_path.stat().st_ino in flushed


def test_nor_are_files_that_people_share(tmp_path: Path, flushed: set[int]) -> None:
    store = FileStore(tmp_path)
    draft = store.begin()
    draft.write(b"tea")
    store.keep(draft, "ab" * 32, None)
    kept = store.path("ab" * 32)
    folders = (tmp_path, store.folder, kept.parent)
    assert {path.stat().st_ino for path in (*folders, kept)} <= flushed
