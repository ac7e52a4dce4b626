"""The proof of a copy: it is restored in a scratch folder, compared with its manifest, opened, served and searched."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import apsw

from hubbub.chat import names
from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.ports import SearchFilter
from hubbub.files import inventory
from hubbub.log.sqlite import CannotOpen, open_log
from hubbub.log.sqlite.errors import DAMAGE
from hubbub.log.sqlite.files import open_owner, open_reader
from hubbub.log.sqlite.read import page
from hubbub.log.sqlite.schema import APPLICATION_ID, migrations, upgrade, version_of
from hubbub.log.words import WordBreaker

from . import archive
from .errors import BadCopy
from .manifest import LogDigest, Manifest, contents
from .record import Proof
from .trial import answers

_NEWEST = 200  # of the last entries of a log: one of them is likely to hold a word
_LOGS = 20  # logs looked at for a message to search for


def prove(path: Path, scratch: Path, *, serve: bool = True) -> tuple[Manifest, Proof]:
    """Restore the archive at `path` in the empty folder `scratch`, and look whether all is there. Raises BadCopy.

    `serve`: also start a server on what was restored, on a loopback port of its own, and ask it whether it is well.
    """
    began = time.monotonic()
    manifest = archive.unpack(path, scratch)
    check(manifest, scratch / archive.DATABASE)
    _check_files(scratch)
    found = asyncio.run(_open_and_search(scratch, manifest))
    if serve:
        answers(scratch)
    held = manifest.contents
    seconds = round(time.monotonic() - began, 1)
    return manifest, Proof(held.rooms, held.accounts, held.messages, found, seconds)


def check(manifest: Manifest, database: Path) -> None:
    """Compare the restored database with the manifest, entry by entry. Raises BadCopy."""
    newest = len(migrations())
    if manifest.schema > newest:
        raise BadCopy(
            f"it was made by a newer hubbub ({manifest.hubbub}, schema {manifest.schema}; this one knows {newest}): "
            "use that one"
        )
    try:
        _check_file(manifest, database)
    except apsw.Error as error:
        raise BadCopy(f"its database is damaged ({error})") from error
    held = contents(database)
    for ours, theirs in zip(held.logs, manifest.contents.logs, strict=False):
        if ours != theirs:
            raise BadCopy(f"the entries of log {theirs.log} are not those that its manifest tells of")
    if held != manifest.contents:
        raise BadCopy("its database does not hold what its manifest tells of")


def _check_file(manifest: Manifest, database: Path) -> None:
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        if connection.pragma("application_id") != APPLICATION_ID:
            raise BadCopy("its database is none of hubbub's")
        if version_of(connection) != manifest.schema:
            raise BadCopy("its database has another schema than its manifest says")
        said = connection.pragma("integrity_check")
        if said != "ok":
            raise BadCopy(f"its database is damaged ({said})")
    finally:
        connection.close()


def _check_files(scratch: Path) -> None:
    """Whether each uploaded file is what its name says: the archive's own hashes prove only that it was copied."""
    for fault in inventory.faults(scratch):
        if fault.what == "damaged":
            raise BadCopy(f"the uploaded file {fault.about} was damaged already when the copy was made")


async def _open_and_search(scratch: Path, manifest: Manifest) -> str:
    """Open the log as a server does, which brings it to this program's schema, and find one of its messages."""
    try:
        _upgrade(scratch / archive.DATABASE)
        log = open_log(scratch, names.fold)
    except (CannotOpen, apsw.Error) as error:
        raise BadCopy(f"this hubbub cannot open it: {error}") from error
    try:
        state = log.load(int(time.time() * 1000))
        if len(state.rooms) != manifest.contents.rooms or len(state.accounts) != manifest.contents.accounts:
            raise BadCopy("its rooms or accounts do not come back when it is opened")
        if not all(account.credentials.stored_key and account.credentials.server_key for account in state.accounts):
            raise BadCopy("the passwords of its accounts do not come back")
        for digest in sorted(manifest.contents.logs, key=lambda digest: -digest.entries)[:_LOGS]:
            entries = _newest(scratch / archive.DATABASE, digest)
            sought = _sought(entries)
            if sought is None:
                continue
            entry, word = sought
            if not await _finds(log, entry, word):
                raise BadCopy(f"a message of log {digest.log} is there, but a search does not find it")
            return word
        return ""
    finally:
        await log.close()


def _newest(database: Path, digest: LogDigest) -> list[Entry]:
    """The last entries of a log. Raises BadCopy: a copy of what is damaged is not to take the place of one before."""
    connection = open_reader(database)
    try:
        return page(connection, digest.log, max(digest.first, digest.last - _NEWEST), digest.last)
    except DAMAGE as error:
        raise BadCopy(f"its database is damaged ({error})") from error
    finally:
        connection.close()


def _upgrade(database: Path) -> None:
    """Bring it to this program's schema; no log tells of that, since it is a copy in a scratch folder."""
    connection = open_owner(database, "full")
    try:
        upgrade(connection, migrations())
    finally:
        connection.close()


def _sought(entries: list[Entry]) -> tuple[Entry, str] | None:
    """The latest message with a word in it."""
    words = WordBreaker()
    for entry in reversed(entries):
        if isinstance(entry.event, MessageSent):
            for word in entry.event.text.split():
                if words.phrases(word) and word.isalnum():
                    return entry, word
    return None


async def _finds(log: object, entry: Entry, word: str) -> bool:
    """Looked for by its time, too: without, all that was said would be read, for there is no index yet."""
    assert entry.event is not None
    then = SearchFilter(after=entry.event.at, before=entry.event.at)
    found = await log.search(word, [(entry.log, entry.seq)], 1000, then)  # type: ignore[attr-defined]
    return any(one.id == entry.id for one in found)
