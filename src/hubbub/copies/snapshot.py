"""One moment of hubbub.db as a file of its own, taken while a server writes to it.

SQLite's backup reads within one read transaction, so what it copies is whole and of one moment, however long it takes;
the server goes on writing behind it into the WAL. It goes in pieces, at the pace of who gives way.
"""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from hubbub.log.sqlite.files import create_private

from .errors import CopyError
from .pace import PIECE, settle


def take(source: Path, target: Path) -> None:
    """Copy the database at `source` to `target`, which must not exist. Raises CopyError."""
    if not source.exists():
        raise CopyError(f"there is no {source.name} in {source.parent}: name the server's data folder with --data")
    try:
        create_private(target)
        _copy(source, target)
    except (apsw.Error, OSError) as error:
        raise CopyError(f"{source} could not be copied ({error}): look whether the disk is full") from error


def _copy(source: Path, target: Path) -> None:
    reading = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
    writing = apsw.Connection(str(target), flags=apsw.SQLITE_OPEN_READWRITE)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        reading.set_busy_timeout(10_000)
        page = int(reading.pragma("page_size"))
        writing.pragma("synchronous", "off")  # each piece is flushed below
        writing.pragma("cache_size", 16)  # pages: what is not written yet, nothing flushes
        reading.execute("begin")
        reading.execute("select count(*) from sqlite_schema").get  # noqa: B018 (the transaction begins with a read)
        with writing.backup("main", reading, "main") as backup:
            while not backup.done:
                backup.step(PIECE // page)
                settle(descriptor)
        writing.pragma("journal_mode", "delete")  # one file, without a WAL beside it
        settle(descriptor)
    finally:
        os.close(descriptor)
        writing.close()
        reading.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        reading.close()
