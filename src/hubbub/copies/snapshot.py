"""One moment of hubbub.db as a file of its own, taken while a server writes to it.

SQLite's backup reads within one read transaction, so what it copies is whole and of one moment, however long it takes;
the server goes on writing behind it into the WAL. It goes in slices, each on the disk before the next one begins, so
that the commits of the chat never wait behind a mountain of our pages.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import apsw

from hubbub.log.sqlite.files import create_private

from .errors import CopyError

_PAGES = 1024  # a slice: 4 MiB
_PAUSE = 0.005  # seconds between slices


def take(source: Path, target: Path, pause: float = _PAUSE) -> None:
    """Copy the database at `source` to `target`, which must not exist. Raises CopyError."""
    if not source.exists():
        raise CopyError(f"there is no {source.name} in {source.parent}: name the server's data folder with --data")
    try:
        create_private(target)
        _copy(source, target, pause)
    except (apsw.Error, OSError) as error:
        raise CopyError(f"{source} could not be copied ({error}): look whether the disk is full") from error


def _copy(source: Path, target: Path, pause: float) -> None:
    reading = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
    writing = apsw.Connection(str(target), flags=apsw.SQLITE_OPEN_READWRITE)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        reading.set_busy_timeout(10_000)
        writing.pragma("synchronous", "off")  # each slice is flushed below
        reading.execute("begin")
        reading.execute("select count(*) from sqlite_schema").get  # noqa: B018 (the transaction begins with a read)
        with writing.backup("main", reading, "main") as backup:
            while not backup.done:
                backup.step(_PAGES)
                os.fsync(descriptor)
                time.sleep(pause)
        writing.pragma("journal_mode", "delete")  # one file, without a WAL beside it
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
        writing.close()
        reading.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        reading.close()
