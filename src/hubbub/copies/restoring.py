"""Putting a copy back: into a new folder, or, after an upgrade, in the place of what the upgrade made of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import apsw
import msgspec

from hubbub.log.sqlite.files import open_owner, sync_directory, transaction
from hubbub.log.sqlite.lock import holder
from hubbub.log.sqlite.places import Places
from hubbub.log.sqlite.runs import SINCE, names
from hubbub.log.sqlite.schema import version_of

from . import archive, encryption
from .errors import CopyError
from .making import copies, make_folder, scratch
from .manifest import Manifest
from .proof import prove
from .putting_back import make_aside, put_back
from .record import Proof
from .upgrading import BEFORE

RESTORED = "restored"


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
        _check_empty(data)  # still: somebody may have been quicker
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
            _split(connection)
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


def _split(connection: apsw.Connection) -> None:
    """Give all entries of a run a row of their own where one of them is to be erased."""
    if version_of(connection) >= SINCE:
        places = Places(connection)
        for log, seq in connection.execute(_RUNS).fetchall():
            places.split(int(str(log)), int(str(seq)))


_RUNS = """
    select distinct entry.log, entry.seq from later.entry as gone
    join entry on entry.id = (select max(one.id) from entry as one where one.id <= gone.id)
    where gone.body is null and entry.texts is not null
"""
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
    if process := holder(data):
        raise CopyError(f"a hubbub server (process {process}) is using the data folder {data}: stop it first")
    with scratch(data) as workshop:
        manifest = unpack_proved(path, workshop)
        aside = make_aside(data)
        put_back(data, workshop / RESTORED / archive.DATABASE, aside)
        return manifest, aside


def unpack_proved(path: Path, workshop: Path) -> Manifest:
    """Put what is in a copy into the folder RESTORED of `workshop`, after proving it. Raises CopyError."""
    proved, restored = workshop / "proved", workshop / RESTORED
    for made in (proved, restored):
        made.mkdir(mode=0o700)
    prove(path, proved, serve=False)
    shutil.rmtree(proved)
    return archive.unpack(path, restored)


def before_upgrade(folder: Path, present: int, known: int) -> Path | None:
    """The newest copy made before an upgrade of a database that has schema `present` now (0: that cannot be read), in
    which it has an earlier one, and none later than `known`. Raises CopyError."""
    for _, what, path in reversed(copies(folder) if folder.is_dir() else []):
        if what.startswith(BEFORE):
            schema = archive.read_manifest(path).schema
            if schema <= known and (not present or schema < present):
                return path
    return None


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


def lost_since(data: Path, manifest: Manifest) -> Since:
    """What is in `data` that is not in that copy. Raises CopyError when it cannot be read."""
    try:
        connection = apsw.Connection(str(data / archive.DATABASE), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return _since(connection, manifest)
        finally:
            connection.close()
    except apsw.Error as error:
        raise CopyError(f"{data / archive.DATABASE} cannot be read ({error})") from error


def _since(connection: Any, manifest: Manifest) -> Since:
    connection.execute("create temp table held (log integer primary key, last integer not null)")
    columns = names(connection)
    held = [(digest.log, digest.last) for digest in manifest.contents.logs]
    connection.executemany("insert into held values (?, ?)", held)
    messages, last_at, others = (int(found) for found in connection.execute(_AFTER.format(**columns)).fetchall()[0])
    standing = int(connection.execute(_STANDING.format(**columns)).get)
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
    select coalesce(sum(1 + {further}) filter (where kind = 1), 0),
        coalesce(max(at + {further}) filter (where kind = 1), 0),
        count(*) filter (where kind <> 1)
    from entry left join held on held.log = entry.log where seq > coalesce(held.last, 0) and body is not null
"""
_STANDING = "select coalesce(sum(1 + {further}), 0) from entry where kind = 1 and body is not null"
_ACCOUNTS = "select count(*) filter (where at > ?), count(*) from account"
