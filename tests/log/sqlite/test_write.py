"""Disk full, other faults, checkpoints, and what goes with age."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import apsw
import pytest
from tests.faults.small_disk import SmallDisk, small_disk
from tests.log.book import NOW, Book, fold
from tests.log.sqlite.steps import Steps

from hubbub.chat.events import Entry, EntryErased, MessageSent, RoomCreated, RoomEnded, UserArrived, VisitOpened
from hubbub.chat.party import Party
from hubbub.chat.ports import LogBroken, LogFull
from hubbub.log.changes import ageing
from hubbub.log.sqlite import SqliteLog, open_log
from hubbub.log.sqlite.files import open_owner, open_reader
from hubbub.log.sqlite.places import Places
from hubbub.log.sqlite.schema import prepare
from hubbub.log.sqlite.tables import SqliteTables
from hubbub.log.sqlite.write import Writer

TEXT = "x" * 400


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[apsw.Connection]:
    prepare(tmp_path / "hubbub.db")
    connection = open_owner(tmp_path / "hubbub.db", "full")
    yield connection
    connection.close()


def batch(log: int, first: int, size: int) -> list[Entry]:
    return [Entry(log, first + n, (log << 40) + first + n, NOW, None) for n in range(size)]


def fill(log: SqliteLog, book: Book) -> tuple[list[Entry], list[Entry]]:
    """Append until the disk is full: what was accepted, and the batch that was not."""
    accepted: list[Entry] = []
    for _ in range(10_000):
        entries = [entry for _ in range(20) for entry in book.place(book.message(1, TEXT))]
        try:
            log.append(entries, ())
        except LogFull:
            return accepted, entries
        accepted += entries
    raise AssertionError("the disk never became full")


async def assert_resumes(log: SqliteLog, accepted: list[Entry], refused: list[Entry]) -> None:
    assert await log.page(1, 1, 10**6) == accepted
    log.append(refused, ())
    assert await log.page(1, 1, 10**6) == accepted + refused


async def test_a_full_database_refuses_whole_batches_and_resumes(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    log._owner.pragma("max_page_count", 200)
    accepted, refused = fill(log, book)
    with pytest.raises(LogFull):
        log.append(refused, ())
    log._owner.pragma("max_page_count", 100_000)
    await assert_resumes(log, accepted, refused)
    assert log._owner.pragma("integrity_check") == "ok"
    await log.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk | None]:
    """One of 2 MB, where the machine lets us mount one."""
    if os.geteuid():
        yield None
        return
    with small_disk(tmp_path / "disk", 3 << 20) as disk:
        yield disk


async def test_a_full_disk_refuses_whole_batches_and_resumes(disk: SmallDisk | None, tmp_path: Path) -> None:
    folder = disk.folder if disk else tmp_path
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(500_000))
    log = open_log(folder / "data", fold)
    book = Book(log)
    if disk is None:
        log._owner.pragma("max_page_count", 300)
    accepted, refused = fill(log, book)
    assert accepted
    ballast.unlink()
    log._owner.pragma("max_page_count", 100_000)
    await assert_resumes(log, accepted, refused)
    await log.close()
    again = open_log(folder / "data", fold)
    assert await again.page(1, 1, 10**6) == accepted + refused
    await again.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_test_that_fails_leaves_no_small_disk_behind(tmp_path: Path) -> None:
    def fails() -> None:
        with small_disk(tmp_path / "disk", 1 << 20) as disk:
            opened.append((disk.folder / "open").open("wb"))
            raise AssertionError("as a test does")

    opened: list[BinaryIO] = []
    with pytest.raises(AssertionError, match="as a test does"):
        fails()
    assert str(tmp_path) not in Path("/proc/self/mounts").read_text()
    opened[0].close()


@pytest.fixture
def statements(owner: apsw.Connection) -> Iterator[list[str]]:
    """What is given to SQLite by the connection that writes: the first word of each."""
    told: list[str] = []

    def tell(cursor: apsw.Cursor, statement: str, values: object) -> bool:
        told.append(statement.split()[0])
        return True

    owner.exec_trace = tell
    yield told
    owner.exec_trace = None


def test_a_message_alone_is_one_statement(owner: apsw.Connection, statements: list[str]) -> None:
    writer = Writer(owner, fold)
    writer.load(NOW)
    first, lone, pair, marked = batch(1, 1, 1), batch(1, 2, 1), batch(1, 3, 2), batch(1, 5, 1)
    for entries, changes, given in (
        (first, [], ["select", "begin", "insert", "insert", "commit"]),  # and where it stands
        (lone, [], ["insert"]),
        (pair, [], ["begin", "insert", "insert", "commit"]),
        (marked, [RoomCreated(log=1, at=NOW, name="#r")], ["begin", "commit"]),
    ):
        statements.clear()
        writer.append(entries, changes)
        assert (statements if not changes else [statements[0], statements[-1]]) == given
        assert not owner.in_transaction
    with open_reader(Path(owner.filename)) as reader:
        assert reader.execute("select seq from entry order by seq").fetchall() == [(1,), (2,), (3,), (4,), (5,)]


def test_the_first_words_in_a_room_are_noted_with_them(owner: apsw.Connection, statements: list[str]) -> None:
    """Else a room could be forgotten in which something was said. Once is enough."""
    writer = Writer(owner, fold)
    writer.load(NOW)
    writer.append((), [RoomCreated(log=1, at=NOW, name="#r")])
    for seq, given in ((1, ["select", "begin", "insert", "insert", "update", "commit"]), (2, ["insert"])):
        statements.clear()
        said = MessageSent(id=seq, at=NOW, log=1, target="#r", source="a!a@h", text="hi")
        writer.append([Entry(1, seq, seq, NOW, said)], ())
        assert statements == given
    assert owner.execute("select has_messages from room").get == 1


def test_a_message_alone_on_a_full_disk_is_refused_whole_and_comes_again(owner: apsw.Connection) -> None:
    writer = Writer(owner, fold)
    writer.load(NOW)
    owner.pragma("max_page_count", owner.pragma("page_count"))
    kept, refused = 0, None
    while refused is None:
        said = MessageSent(id=kept + 1, at=NOW, log=2, target="bob", source="a!a@h", text=TEXT)
        lone = [Entry(2, kept + 1, kept + 1, NOW, said)]
        try:
            writer.append(lone, ())
            kept += 1
        except LogFull:
            refused = lone
    assert owner.execute("select count(*) from entry").get == kept
    owner.pragma("max_page_count", 100_000)
    writer.append(refused, ())
    assert owner.execute("select max(seq) from entry").get == kept + 1


LIMITED = """
import pathlib, resource, signal, sys
from hubbub.chat.ports import LogBroken
from hubbub.log.sqlite import open_log
from tests.log.book import Book, fold
log = open_log(pathlib.Path(sys.argv[1]), fold)
book = Book(log)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
accepted = 0
try:
    while True:
        accepted = book.say(1, *["x" * 400] * 20)[-1].seq
except LogBroken:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
try:
    book.say(1, "after the fault")
except LogBroken:
    print(accepted)
"""


def accepted_before_the_fault(directory: Path) -> int:
    """The last number that the script LIMITED had accepted."""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(directory)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")])},
    )
    return int(done.stdout)


async def test_after_any_other_failed_write_nothing_more_is_accepted(tmp_path: Path) -> None:
    accepted = accepted_before_the_fault(tmp_path)
    log = open_log(tmp_path, fold)
    assert len(await log.page(1, 1, accepted)) == accepted > 100
    await log.close()


async def test_a_number_given_twice_breaks_the_log_and_changes_nothing(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    entries = book.say(1, "a", "b")
    with pytest.raises(LogBroken, match="UNIQUE"):
        log.append([*book.place(book.message(2, "c")), entries[0]], ())
    with pytest.raises(LogBroken):
        book.say(3, "d")
    await log.close()
    again = open_log(tmp_path, fold)
    assert await again.page(1, 1, 9) == entries
    assert await again.page(2, 1, 9) == []
    await again.close()


def test_a_long_wal_is_checkpointed_while_writing(owner: apsw.Connection, tmp_path: Path) -> None:
    writer = Writer(owner, fold)
    for number in range(200):
        writer.append([Entry(log, number + 1, number * 64 + log, NOW, None) for log in range(64)], ())
    largest = (tmp_path / "hubbub.db-wal").stat().st_size
    for number in range(200, 1200):
        writer.append([Entry(log, number + 1, number * 64 + log, NOW, None) for log in range(64)], ())
    assert (tmp_path / "hubbub.db-wal").stat().st_size <= max(largest, 5_000 * 4120)
    writer.checkpoint()
    assert owner.pragma("integrity_check") == "ok"


def test_a_large_ended_room_goes_in_slices_also_after_a_restart(owner: apsw.Connection) -> None:
    writer = Writer(owner, fold)
    writer.append(batch(1, 1, 5000), [RoomCreated(log=1, at=NOW, name="#a")])
    writer.append((), [RoomEnded(log=1)])
    left = owner.execute("select count(*) from entry").get
    assert 0 < left < 5000
    owner.execute("insert into ended (log) values (1)")  # as it is for a room that had messages
    successor = Writer(owner, fold)
    successor.load(NOW)
    for number in range(1, 4):
        successor.append(batch(2, number, 1), ())
    assert owner.execute("select log, count(*) from entry group by log").fetchall() == [(2, 3)]


def test_a_start_reads_no_more_where_more_is_stored(owner: apsw.Connection) -> None:
    """G16: counted in steps of SQLite's machine, so that it holds on a busy one."""
    writer = Writer(owner, fold)
    writer.append(batch(1, 1, 9000), [RoomCreated(log=1, at=NOW, name="#a")])
    tens = Steps(owner, 10)
    assert next(iter(writer.load(NOW + 1).rooms)).last_seq == 9000
    assert 0 < tens.count < 500


def test_old_rows_are_let_go_of(owner: apsw.Connection) -> None:
    writer = Writer(owner, fold)
    writer.append(
        (),
        [
            UserArrived(id=1, at=NOW, name="bob", source="bob!b@h", party=Party("v1")),
            VisitOpened(visit=1, at=NOW, name="bob", token_hash=b"x"),
        ],
    )
    owner.execute("insert into client_id values ('v1', 'old', 1, 1, ?)", (NOW,))
    owner.execute("insert into held values ('bob', 1, 1, ?)", (NOW,))
    later = NOW + max(age for _, age in ageing.AGES)
    arrivals = [UserArrived(id=2, at=later - 1, name="carol", source="carol!c@h", party=Party("v2"))] * 256
    counts = "select (select count(*) from client_id), (select count(*) from seen)"
    writer.append((), arrivals[:-3])
    assert owner.execute(counts).fetchone() == (1, 2), "two before, so 255 changes"
    writer.append((), arrivals)
    assert owner.execute(counts).fetchone() == (0, 2)
    writer.append((), [*arrivals, UserArrived(id=3, at=later, name="carol", source="carol!c@h", party=Party("v2"))])
    left = [owner.execute(f"select count(*) from {table}").get for table in ("seen", "visit", "held")]
    assert left == [1, 0, 0]


def test_the_names_seen_longest_ago_go_first(owner: apsw.Connection) -> None:
    Writer(owner, fold).append(
        (), [UserArrived(id=n, at=NOW + n, name=f"n{n}", source=f"n{n}!u@h", party=Party("v")) for n in range(10)]
    )
    ageing.forget_seen(SqliteTables(owner, Places(owner)), keep=3)
    assert owner.execute("select name from seen order by at").fetchall() == [("n7",), ("n8",), ("n9",)]


async def test_nothing_of_what_was_erased_stays_in_the_file(tmp_path: Path) -> None:
    """G20, for who reads the file itself: SQLite would leave the text in its page until something else needs it."""
    log = open_log(tmp_path, fold)
    book = Book(log)
    secret, *_ = book.say(1, "nobody is to read this", *["something else"] * 20)
    book.keep(EntryErased(log=1, seq=1, id=secret.id))
    await log.close()
    assert b"nobody is to read this" not in (tmp_path / "hubbub.db").read_bytes()
    assert not (tmp_path / "hubbub.db-wal").exists()
