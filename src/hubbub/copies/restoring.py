"""Putting a copy back: into a new folder, or, after an upgrade, in the place of what the upgrade made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw
import msgspec

from hubbub.log.sqlite.errors import CannotOpen
from hubbub.log.sqlite.files import open_owner, sync_directory, transaction
from hubbub.log.sqlite.lock import DirectoryLock

from . import archive, encryption
from .errors import CopyError
from .making import copies, make_folder, scratch
from .manifest import Manifest
from .proof import prove
from .record import Proof
from .upgrading import BEFORE

_DATABASE_FILES = ("hubbub.db", "hubbub.db-wal", "hubbub.db-shm", "search.db", "search.db-wal", "search.db-shm")


class Keys(msgspec.Struct, frozen=True):
    """By what an encrypted copy is read."""

    identity_file: Path | None = None
    passphrase_file: Path | None = None


def verify(path: Path, keys: Keys, where: Path | None = None, *, serve: bool = True) -> tuple[Manifest, Proof]:
    """Prove a copy, wherever it comes from; the scratch folder is made in `where` or beside it."""
    with scratch(where or path.absolute().parent) as workshop:
        plain = _plain(path, keys, workshop)
        restored = workshop / "restored"
        restored.mkdir(mode=0o700)
        return prove(plain, restored, serve=serve)


def restore(path: Path, data: Path, keys: Keys, erasures: Path | None = None) -> Manifest:
    """Put a copy into `data`, which must be empty or not exist. Raises CopyError; then `data` is as before.

    `erasures`: the data folder of later, if it is still there: what was erased there since is erased here, too.
    """
    _check_empty(data)
    make_folder(data.parent)
    with scratch(data.parent) as workshop:
        plain = _plain(path, keys, workshop)
        proved = workshop / "proved"
        proved.mkdir(mode=0o700)
        prove(plain, proved, serve=False)  # on files of its own: it brings them to the schema of today
        restored = workshop / "restored"
        restored.mkdir(mode=0o700)
        manifest = archive.unpack(plain, restored)
        if erasures is not None:
            erase_again(restored / archive.DATABASE, erasures / archive.DATABASE)
        if data.exists():
            data.rmdir()
        restored.rename(data)
        sync_directory(data.parent)
    return manifest


def _check_empty(data: Path) -> None:
    if data.is_dir() and any(data.iterdir()):
        raise CopyError(f"{data} is not empty: name a new folder with --data, so that nothing is written over")
    if data.exists() and not data.is_dir():
        raise CopyError(f"{data} is a file: name a new folder with --data")


def _plain(path: Path, keys: Keys, workshop: Path) -> Path:
    if not path.is_file():
        raise CopyError(f"there is no file {path}")
    if not encryption.is_encrypted(path):
        return path
    plain = workshop / "decrypted"
    encryption.decrypt(path, plain, keys.identity_file, keys.passphrase_file)
    return plain


def erase_again(database: Path, later: Path) -> int:
    """Erase in `database` what stands erased in the database `later` of the same server; how many entries that were."""
    if not later.is_file():
        raise CopyError(f"there is no {later.name} in {later.parent}: name the old data folder, or leave that out")
    connection = open_owner(database, "full")
    try:
        connection.execute("attach database ? as later", (f"file:{later}?mode=ro",))
        with transaction(connection):
            connection.execute(_ERASE)
            erased = connection.changes()
        connection.execute("detach database later")
        connection.execute("vacuum")  # what was erased is nowhere in the file, not even in a page that is free
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    except apsw.Error as error:
        raise CopyError(f"what was erased since could not be erased again ({error})") from error
    finally:
        connection.close()
    return erased


# An erased entry is a tombstone: its number and id stay, its kind is 0 and its body is gone.
_ERASE = """
    update entry set body = null, kind = 0
    where body is not null
    and id in (select id from later.entry where body is null)
"""


def roll_back(data: Path, path: Path) -> tuple[Manifest, Path]:
    """Put the database of a copy in the place of that of `data`; the present one goes aside, into the folder returned.

    Raises CopyError, also while a server runs there; then everything is as before.
    """
    try:
        lock = DirectoryLock(data)
    except CannotOpen as error:
        raise CopyError(str(error)) from error
    try:
        with scratch(data) as workshop:
            proved, restored = workshop / "proved", workshop / "restored"
            for made in (proved, restored):
                made.mkdir(mode=0o700)
            prove(path, proved, serve=False)
            manifest = archive.unpack(path, restored)
            aside = _aside(data)
            for name in _DATABASE_FILES:
                if (data / name).exists():
                    (data / name).rename(aside / name)
            (restored / archive.DATABASE).rename(data / archive.DATABASE)
            sync_directory(data)
            return manifest, aside
    finally:
        lock.release()


def _aside(data: Path) -> Path:
    number = 1
    while (data / f"rolled-back-{number}").exists():
        number += 1
    folder = data / f"rolled-back-{number}"
    folder.mkdir(mode=0o700)
    return folder


def before_upgrade(folder: Path) -> Path | None:
    """The copy that was made before the last upgrade."""
    found = [path for _, what, path in copies(folder) if what.startswith(BEFORE)] if folder.is_dir() else []
    return found[-1] if found else None


class Since(msgspec.Struct, frozen=True):
    """What came after a copy: messages, when the last of them was said (0: none), other entries (joins, edits,
    reactions and the like) and accounts. Of what the copy holds: messages that were erased since, or are gone with
    their room, and accounts that were deleted since."""

    messages: int
    last_at: int
    others: int
    accounts: int
    erased: int
    deleted: int


def lost_since(data: Path, path: Path) -> tuple[Manifest, Since]:
    """The manifest of a copy, and what is in `data` that is not in it. Raises CopyError."""
    manifest = archive.read_manifest(path)
    try:
        connection = apsw.Connection(str(data / archive.DATABASE), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return manifest, _since(connection, manifest)
        finally:
            connection.close()
    except apsw.Error as error:
        raise CopyError(f"{data / archive.DATABASE} cannot be read ({error})") from error


def _since(connection: Any, manifest: Manifest) -> Since:
    held = {digest.log: digest.last for digest in manifest.contents.logs}
    messages = last_at = others = 0
    for (log,) in connection.execute("select distinct log from entry").fetchall():
        came, at, besides = connection.execute(_AFTER, (log, held.get(int(log), 0))).fetchall()[0]
        messages, last_at, others = messages + int(came), max(last_at, int(at)), others + int(besides)
    standing = int(connection.execute("select count(*) from entry where kind = 1 and body is not null").get)
    made, accounts = connection.execute(_ACCOUNTS, (manifest.at,)).fetchall()[0]
    return Since(
        messages,
        last_at,
        others,
        int(made),
        erased=max(0, manifest.contents.messages - (standing - messages)),
        deleted=max(0, manifest.contents.accounts - (int(accounts) - int(made))),
    )


_AFTER = """
    select count(*) filter (where kind = 1), coalesce(max(at) filter (where kind = 1), 0),
        count(*) filter (where kind <> 1)
    from entry where log = ? and seq > ? and body is not null
"""
_ACCOUNTS = "select count(*) filter (where at > ?), count(*) from account"
