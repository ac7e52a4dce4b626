"""Bad-input row 82, and what protects one server's data from a second one."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import pytest
from tests.log.book import NOW, Book, fold

from hubbub.log.sqlite import CannotOpen, open_log, schema
from hubbub.log.sqlite.files import check_sqlite


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.name != "lock"}


def refused(directory: Path) -> str:
    """What is said when the directory is refused; nothing in it may have changed."""
    before = contents(directory)
    with pytest.raises(CannotOpen) as caught:
        open_log(directory, fold)
    assert contents(directory) == before
    return str(caught.value)


async def test_the_directory_and_its_files_are_their_owners_alone(tmp_path: Path) -> None:
    directory = tmp_path / "a" / "b"
    log = open_log(directory, fold)
    Book(log).say(1, "hi")
    await log.search("hi", [(1, 1)], 1)
    modes = dict(_modes(directory))
    await log.close()
    assert directory.stat().st_mode & 0o777 == 0o700
    assert modes.pop("lock") == 0o600
    assert set(modes.values()) == {0o600}
    assert "hubbub.db-wal" in modes


def _modes(directory: Path) -> Iterator[tuple[str, int]]:
    for path in directory.iterdir():
        with suppress(FileNotFoundError):  # the index's journal comes and goes
            yield path.name, path.stat().st_mode & 0o777


def test_a_data_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("mine")
    with pytest.raises(CannotOpen, match="is a file"):
        open_log(path, fold)
    assert path.read_text() == "mine"


def test_a_data_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CannotOpen, match="Cannot make the data folder"):
        open_log(tmp_path / "file" / "data", fold)


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(CannotOpen, match=r"Cannot (write in|make) the data folder"):
        open_log(Path("/proc/1" if sys.platform == "linux" else "/dev"), fold)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hubbub.db").write_bytes(b"letters to my aunt\n" * 50)
    assert "not a hubbub database" in refused(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hubbub.db").touch()
    assert "not a hubbub database" in refused(tmp_path)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_the_database_of_another_program_is_refused(tmp_path: Path, mode: str) -> None:
    connection = apsw.Connection(str(tmp_path / "hubbub.db"))
    connection.pragma("journal_mode", mode)
    connection.execute("create table letters (text)")
    connection.close()
    assert "not a hubbub database" in refused(tmp_path)


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    await open_log(tmp_path, fold).close()
    connection = apsw.Connection(str(tmp_path / "hubbub.db"))
    connection.pragma("user_version", len(schema.MIGRATIONS) + 1)
    connection.close()
    assert "newer hubbub" in refused(tmp_path)


async def started(folder: Path) -> None:
    log = open_log(folder, fold)
    try:
        log.load(NOW)
    finally:
        await log.close()


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ("pragma user_version = -1", "says that its schema is -1, which no hubbub has made"),
        ("pragma user_version = 0", "says that its schema is 0, which no hubbub has made"),
        ("pragma user_version = 33", "not as hubbub has made it: table former_name already exists"),
        ("drop table room", "not as hubbub has made it: no such table: room"),
    ],
)
async def test_tables_that_are_not_as_we_have_made_them_are_named(tmp_path: Path, odd: str, says: str) -> None:
    await open_log(tmp_path, fold).close()
    connection = apsw.Connection(str(tmp_path / "hubbub.db"))
    connection.execute(odd)
    connection.close()
    with pytest.raises(CannotOpen, match=says):
        await started(tmp_path)


async def test_a_newer_schema_that_stands_in_the_wal_is_refused(tmp_path: Path) -> None:
    await open_log(tmp_path, fold).close()
    connection = apsw.Connection(str(tmp_path / "hubbub.db"))
    connection.wal_autocheckpoint(0)
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.pragma("user_version", len(schema.MIGRATIONS) + 1)
    connection.close()
    before = (tmp_path / "hubbub.db").read_bytes()
    with pytest.raises(CannotOpen, match="newer hubbub"):
        open_log(tmp_path, fold)
    assert (tmp_path / "hubbub.db").read_bytes() == before


async def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    await open_log(tmp_path, fold).close()
    path = tmp_path / "hubbub.db"
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    with pytest.raises(CannotOpen, match="damaged"):
        open_log(tmp_path, fold)


def test_a_wal_without_its_database_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "hubbub.db-wal").write_bytes(b"x")
    assert "may hold messages" in refused(tmp_path)


async def test_a_half_made_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "hubbub.db.new").write_bytes(b"half")
    log = open_log(tmp_path, fold)
    assert log.load(NOW).rooms == []
    await log.close()


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.9.0"])
def test_an_old_sqlite_is_refused(version: str) -> None:
    with pytest.raises(CannotOpen, match="pip install --upgrade apsw"):
        check_sqlite(version)


async def test_a_second_server_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    with pytest.raises(CannotOpen, match=rf"process {os.getpid()}\)"):
        open_log(tmp_path, fold)
    await log.close()
    await open_log(tmp_path, fold).close()


def test_the_lock_goes_with_the_process(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from hubbub.log.sqlite import open_log;"
        "log = open_log(pathlib.Path(sys.argv[1]), str.casefold); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        with pytest.raises(CannotOpen, match=f"process {child.pid}"):
            open_log(tmp_path, fold)
        child.kill()
    asyncio.run(open_log(tmp_path, fold).close())


async def test_a_start_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    log._owner.pragma("query_only", 1)
    with pytest.raises(CannotOpen, match="disk is full"):
        log.load(NOW)
    await log.close()
