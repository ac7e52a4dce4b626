"""What a data folder has of files, looked at from outside: the rows of the database and the content on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import apsw
import msgspec

from hubbub.log.sqlite.files import open_owner, open_reader, transaction
from hubbub.log.sqlite.lock import DirectoryLock

from .store import FileStore

DATABASE = "hubbub.db"


class StoredFile(msgspec.Struct, frozen=True):
    """One file: `at` in milliseconds since 1970; `uses`: how many messages have it."""

    id: str
    at: int
    owner: str
    name: str
    type: str
    size: int
    hash: str
    uses: int


class Fault(msgspec.Struct, frozen=True):
    """`what`: "missing", "damaged" (the content is not what its name says) or "orphan" (no file has it)."""

    what: str
    about: str
    path: Path


def kept(data: Path) -> list[StoredFile]:
    """All files, the oldest first. Raises apsw.Error where the database cannot be read."""
    connection = open_reader(data / DATABASE)
    try:
        return [StoredFile(*row) for row in connection.execute(_KEPT)] if _has_files(connection) else []
    finally:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.close()


def faults(data: Path) -> Iterator[Fault]:
    """What does not fit together. Reads every content. What is just being uploaded may look like an orphan."""
    store = FileStore(data)
    known: dict[str, StoredFile] = {}
    for one in kept(data):
        known.setdefault(one.hash, one)
    for hash, path in store.contents():
        file = known.pop(hash, None)
        if file is None:
            yield Fault("orphan", hash, path)
        elif not _holds(path, hash):
            yield Fault("damaged", f"{file.id} {file.name}", path)
    for one in known.values():
        yield Fault("missing", f"{one.id} {one.name}", store.path(one.hash))


def missing(data: Path) -> Iterator[StoredFile]:
    """Those whose content is not there. Raises apsw.Error where the database cannot be read."""
    store = FileStore(data)
    return (one for one in kept(data) if not store.path(one.hash).exists())


def remove(data: Path, id: str) -> StoredFile | None:
    """Remove a file for good, while no server runs there; None: there is none of that id. Raises CannotOpen."""
    lock = DirectoryLock(data)
    try:
        files = kept(data)
        found = next((file for file in files if file.id == id), None)
        if found is None:
            return None
        connection = open_owner(data / DATABASE, "full")
        try:
            with transaction(connection):
                connection.execute("delete from file_use where file = ?", (id,))
                connection.execute("delete from file where id = ?", (id,))
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        finally:
            connection.close()
        if not any(file.hash == found.hash and file.id != id for file in files):
            for path in FileStore(data).detach(found.hash):
                path.unlink()
        return found
    finally:
        lock.release()


def _has_files(connection: apsw.Connection) -> bool:
    return connection.execute("select 1 from sqlite_schema where name = 'file'").fetchone() is not None


def _holds(path: Path, hash: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == hash


_KEPT = (
    "select id, at, owner, name, type, size, hash, (select count(*) from file_use where file_use.file = file.id)"
    " from file order by at, id"
)
