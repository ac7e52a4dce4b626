"""SQLite files: what they are before they are opened, and how they are opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import apsw

from hubbub.log.space import space

from .errors import CannotOpen

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_PLENTY = 64  # times what is taken beforehand
PAGE = 8_192
"""Bytes of a page of a new file, of which an old one keeps its own (docs/decisions/0046)."""

_NEEDED = (3, 51, 3)  # first without the WAL-reset fault: a checkpoint beside a write could lose pages


class Header(NamedTuple):
    """What the first 100 bytes of a SQLite file say (https://sqlite.org/fileformat2.html, 1.3)."""

    application_id: int
    version: int


def _count_no_memory() -> None:
    """SQLite counts each of its allocations under one lock, which the loop and the index would both wait for."""
    if not apsw.connections():  # may only be set before the first
        apsw.shutdown()
        try:
            apsw.config(apsw.SQLITE_CONFIG_MEMSTATUS, 0)
        finally:
            apsw.initialize()


_count_no_memory()


def check_sqlite(version: str | None = None) -> None:
    """Raise CannotOpen when the SQLite that apsw brings is too old to be trusted."""
    found = version or apsw.sqlite_lib_version()
    if tuple(int(part) for part in found.split(".")[:3]) < _NEEDED:
        raise CannotOpen(
            f"hubbub needs SQLite {'.'.join(map(str, _NEEDED))} or newer, and the installed apsw brings {found}. "
            "Install a newer one: pip install --upgrade apsw"
        )


def read_header(path: Path) -> Header | None:
    """The header of the SQLite file at `path`, without opening it as one; None when it is another kind of file."""
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        return None
    return Header(int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big", signed=True))


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read; SQLite gives its side files the same rights."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def lengthen(path: Path, size: int) -> None:
    """Take so much space for the file, zeros behind what is in it, where the disk has plenty. Raises OSError.

    A commit that makes a WAL longer has the file system look for space and write that down, too: it costs a sixth more.
    SQLite reads a WAL up to the first frame that is none.
    """
    if not hasattr(os, "posix_fallocate") or size > space(path.parent).free // _PLENTY:
        return
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.posix_fallocate(descriptor, 0, size)
    finally:
        os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Make a rename inside the directory survive a power cut (POSIX; Windows has no such call and needs none)."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_reader(path: Path) -> apsw.Connection:
    """A connection that only reads. It never checkpoints."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.set_busy_timeout(5000)
    _make_safe(connection)
    return connection


def open_owner(path: Path, synchronous: str) -> apsw.Connection:
    """The one connection that writes and checkpoints; it checkpoints only when told to."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI)
    connection.set_busy_timeout(5000)
    connection.pragma("page_size", PAGE)  # before the first is written; later it says nothing
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", synchronous)
    connection.pragma("fullfsync", 1)  # on macOS plain fsync does not reach the disk; elsewhere it changes nothing
    connection.pragma("checkpoint_fullfsync", 1)
    connection.pragma("journal_size_limit", 64 << 20)
    connection.pragma("secure_delete", "fast")  # what is erased is overwritten in its page, which is written anyway
    _make_safe(connection)
    return connection


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All of what is done inside, or nothing."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _make_safe(connection: apsw.Connection) -> None:
    connection.wal_autocheckpoint(0)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.pragma("temp_store", "memory")
