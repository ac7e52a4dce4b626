"""Space that is taken beforehand: zeros behind what is there, only where there is plenty, and never in the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.log.book import Book, fold

from hubbub.log.sqlite import open_log
from hubbub.log.sqlite.files import lengthen

SIZE = 1 << 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"what is in it")
    return file


def test_a_file_gets_longer_and_keeps_what_is_in_it(file: Path) -> None:
    lengthen(file, SIZE)
    assert file.stat().st_size == SIZE
    assert file.read_bytes().rstrip(b"\0") == b"what is in it"
    assert file.stat().st_blocks * 512 >= SIZE  # and the disk has the space


def test_a_file_that_is_long_enough_stays_as_it_is(file: Path) -> None:
    lengthen(file, SIZE)
    lengthen(file, 10)
    assert file.stat().st_size == SIZE


def test_a_disk_without_plenty_of_room_is_left_alone(file: Path) -> None:
    lengthen(file, shutil.disk_usage(file.parent).free // 32)
    assert file.read_bytes() == b"what is in it"


def test_only_what_is_there_gets_longer(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lengthen(tmp_path / "none", SIZE)
    assert list(tmp_path.iterdir()) == []


async def test_a_log_is_read_from_a_wal_that_was_lengthened(tmp_path: Path) -> None:
    """As after a crash: the files as they are, with zeros behind the last commit."""
    log = open_log(tmp_path / "data", fold)
    said = Book(log).say(1, "one", "two")
    wal = tmp_path / "data" / "hubbub.db-wal"
    assert wal.stat().st_size > 16_000_000
    assert wal.read_bytes().endswith(bytes(SIZE))
    (tmp_path / "left").mkdir()
    for name in ("hubbub.db", "hubbub.db-wal"):
        shutil.copy(tmp_path / "data" / name, tmp_path / "left")
    await log.close()
    again = open_log(tmp_path / "left", fold)
    assert await again.page(1, 1, 9) == said
    await again.close()
