"""G1, also when the machine loses its power: what was accepted is there, whatever of the rest the disk had written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest
from tests.log.book import NOW, Book, fold
from tests.log.sqlite.forgetful import Disk, Kept, forgetful
from tests.support.memory_chat import MemoryChat

from hubbub.chat.events import Entry, Event, RoomCreated
from hubbub.files.store import FileStore
from hubbub.log.memory import MemoryLog
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


AT_THE_CONSOLE = (
    "account rename {account} a{n}", "uban add 203.0.{n}.0/24 2h", "token add t{n} read of {account}",
)  # fmt: skip
ACTS = (
    "PRIVMSG #tea :one {n}", "EDIT #tea {id} :two {n}", "PIN #tea {id}", "PRIVMSG bob :psst", "TOPIC #tea :about {n}",
    "@+draft/reply={id};+draft/react=+ TAGMSG #tea", "METADATA * SET about :{n}", "MODE #tea +b spam{n}!*@*",
    "JOIN #r{n}", "MARKREAD #tea timestamp=2025-10-09T00:00:{n:02}.000Z", "EXPIRE #tea 1d", "NICK bob{n}",
    "REDACT #tea {id}",
    *AT_THE_CONSOLE,
)  # fmt: skip


async def act(data: Path, random: Random, cuts: set[int]) -> tuple[Disk, list[str]]:
    """Whatever is kept is done in some order; the disk, and what all tables held after each commit."""
    disk, held = Disk(cuts), list[str]()
    await open_log(data, fold).close()
    with forgetful(disk):
        log = SqliteLog(data, fold, DirectoryLock(data))

        class Both(MemoryLog):
            def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
                super().append(entries, changes)
                log.append(entries, changes)
                held.append(digest(log._owner))
                disk.accepted = len(held)

        chat = MemoryChat(log=Both(fold))
        caps = ("batch", "message-tags", "echo-message", "server-time", "hubbub.chat/edit", "draft/message-redaction")
        alice, desk = chat.irc("alice", *caps, "draft/metadata-3"), chat.connect("console", "", secure=True)
        alice.session.secure = desk.session.console = True
        chat.irc("bob")
        alice.send("REGISTER * * some-words", "JOIN #tea")
        id = ""
        for n in range(48):
            line = random.choice(ACTS) if n >= len(ACTS) else ACTS[n]
            chat.now += 5000
            chat.tell_time()
            asked = desk if line in AT_THE_CONSOLE else alice
            lines = asked.ask(line.format(n=n, id=id, account=alice.session.me.account))
            id = next((one.split("msgid=")[1].split(" ")[0] for one in lines if " PRIVMSG #tea " in one), id)
            if n % 7 == 6:
                log._writer.checkpoint()
        await log.close()
    return disk, held


def digest(connection: apsw.Connection) -> str:
    """Of all that the tables hold."""
    names = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name"
    tables = [table for (table,) in connection.execute(names).fetchall()]
    rows = [sorted(map(repr, connection.execute(f'select * from "{table}"'))) for table in tables]
    return sha256(repr(rows).encode()).hexdigest()


async def undone(tmp_path: Path, seed: int) -> list[int | None]:
    """How many accepted commits each of many power cuts loses; None: what is there then is of no commit at all."""
    random = Random(seed)
    disk, held = await act(tmp_path / "data", random, set(random.sample(range(1, 400), CUTS)))
    assert (len(set(held)) > 40, len(disk.pictures) > CUTS // 2) == (True, True)
    lost: list[int | None] = []
    for number, (accepted, picture) in enumerate(disk.pictures):
        after_a_cut(picture, folder := tmp_path / f"cut{number}", random)
        if accepted:
            connection = apsw.Connection(str(folder / engine.DATABASE))
            found = digest(connection)
            connection.close()
            last = max((at for at, one in enumerate(held) if one == found), default=None)
            lost.append(None if last is None else accepted - 1 - last)
    assert len(lost) > CUTS // 2
    return lost


async def test_nor_does_it_undo_anything_else(tmp_path: Path) -> None:
    """Accounts and their names, edits, pins, bans, read markers, metadata, tokens: each is there as of one commit."""
    assert [one for one in await undone(tmp_path, 1) if one is None or one > 0] == []


async def test_and_the_same_control_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "open_owner", lambda path, _: open_owner(path, "normal"))
    assert [one for one in await undone(tmp_path, 1) if one is None or one > 0]


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
