"""The database of a copy in the place of the present one, which goes aside with all that came since.

Whatever ends it in between, under the name of the database is one of the two, whole.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import apsw

from hubbub.log.sqlite.engine import DATABASE
from hubbub.log.sqlite.files import open_owner, sync_directory
from hubbub.log.sqlite.lock import DirectoryLock

from .aside import copy

ASIDE = "rolled-back-"
FILES = "files"
_BESIDE = ("search.db", "search.db-wal", "search.db-shm", f"{DATABASE}-shm", f"{DATABASE}-wal")


def make_aside(data: Path) -> Path:
    """A new folder in `data` for what is put aside. Raises OSError."""
    number = 1
    while (data / f"{ASIDE}{number}").exists():
        number += 1
    folder = data / f"{ASIDE}{number}"
    folder.mkdir(mode=0o700)
    return folder


def put_back(data: Path, database: Path, aside: Path) -> None:
    """Put `database`, a file within `data`, in the place of that of `data`, which goes to `aside`.

    Raises CannotOpen while a server runs there, and OSError; then everything is as before.
    """
    lock = DirectoryLock(data)
    try:
        _put_back(data, database, aside)
    finally:
        lock.release()


def _put_back(data: Path, database: Path, aside: Path) -> None:
    present = data / DATABASE
    moved: list[str] = []
    try:
        if present.exists():
            _fold(present)
            _same(present, aside / DATABASE)
        if (data / FILES).is_dir():  # they go with the messages that they were shared by
            _all_the_same(data / FILES, aside / FILES)
        for name in _BESIDE:
            if (data / name).exists():
                (data / name).rename(aside / name)
                moved.append(name)
        sync_directory(aside)
        database.replace(present)
    except OSError:
        for name in reversed(moved):
            (aside / name).rename(data / name)
        _remove(aside)
        raise
    sync_directory(data)


def _fold(database: Path) -> None:
    """All of it in one file, where it can be read; else what stands beside it is kept as it is."""
    with suppress(apsw.Error):
        connection = open_owner(database, "full")
        try:
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        finally:
            connection.close()


def _all_the_same(folder: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for one in folder.iterdir():
        (_all_the_same if one.is_dir() else _same)(one, target / one.name)


def _same(source: Path, target: Path) -> None:
    """Another name for the file, which nobody changes from now on, or a copy where there can be none."""
    try:
        target.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:
        copy(source, target)


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for one in folder.iterdir():
            if one.is_dir():
                _remove(one)
            else:
                one.unlink()
        folder.rmdir()
