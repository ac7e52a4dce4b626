"""Making a copy: a snapshot, its manifest, the archive, the proof, and only then its name; old ones go by rule."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import apsw
import msgspec

from hubbub import __version__
from hubbub.log.errors import CannotOpen
from hubbub.log.sqlite.files import read_header, sync_directory

from . import archive, encryption, keep, pace, record, snapshot
from .errors import CopyError
from .manifest import FORMAT, Manifest, contents
from .orders import Plan, Store
from .proof import prove
from .record import Proof, Taken
from .uploading import upload

SUFFIX = ".hubbub.tar.gz"

_NAMED = re.compile(r"(?P<what>.+)-(?P<at>\d{4}-\d\d-\d\dT\d{6})\.hubbub\.tar\.gz(\.age)?")
_TIME = "%Y-%m-%dT%H%M%S"
_ROOM = 32 << 20  # bytes of disk that are left free


class Copy(msgspec.Struct, frozen=True):
    """A finished copy."""

    path: Path
    manifest: Manifest
    proof: Proof


def make(plan: Plan, target: Path | None, folder: Path) -> Copy:
    """Make a copy in `folder` under a name of ours, or at `target`. Raises CopyError; then nothing new is there."""
    make_folder(folder)
    now = datetime.now()
    path = (
        target or folder / f"{plan.server}-{now.strftime(_TIME)}{SUFFIX}{encryption.SUFFIX if plan.encrypted else ''}"
    )
    if path.exists():
        raise CopyError(_there_already(path))
    if plan.to:
        encryption.check_recipient(plan.to)
    _look_for_room(plan.data, path.parent)
    pace.Pace.talk = plan.data / f"{archive.DATABASE}-wal"
    with scratch(path.parent) as workshop:
        return _make(plan, path, workshop)


def _make(plan: Plan, path: Path, workshop: Path) -> Copy:
    staged, restored = workshop / "staged", workshop / "restored"
    for made in (staged, restored):
        made.mkdir(mode=0o700)
    snapshot.take(plan.data / archive.DATABASE, staged / archive.DATABASE)
    _stage(plan, staged)
    plain = workshop / "copy"
    archive.write(plain, _manifest(plan, staged), staged)
    shutil.rmtree(staged)
    manifest, proof = prove(plain, restored, serve=plan.prove_whole)
    finished = plain
    if plan.encrypted:
        finished = workshop / "encrypted"
        encryption.encrypt(plain, finished, plan.to, plan.passphrase_file)
    try:
        _put(finished, path)
        sync_directory(path.parent)
    except OSError as error:
        raise CopyError(f"the copy could not be put to {path} ({error.strerror})") from error
    return Copy(path, manifest, proof)


def _put(finished: Path, path: Path) -> None:
    """Where nothing is: another may have been made meanwhile, in the same second. Raises CopyError, OSError."""
    try:
        path.hardlink_to(finished)
    except FileExistsError:
        raise CopyError(_there_already(path)) from None
    except OSError:  # a file system without links
        finished.rename(path)


def _there_already(path: Path) -> str:
    return f"{path} is there already: name another file"


def _stage(plan: Plan, staged: Path) -> None:
    """What belongs into a copy beside the database. Uploaded files never change, so links to them will do."""
    for name in archive.CERTIFICATES:
        if (plan.data / name).is_file():
            pace.copy(plan.data / name, staged / name)
    if plan.settings is not None and plan.settings.is_file():
        pace.copy(plan.settings, staged / archive.SETTINGS)
    files = plan.data / archive.FILES
    if files.is_dir():
        shutil.copytree(files, staged / archive.FILES, copy_function=_link, ignore=_unfinished)


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except FileNotFoundError:
        pass  # removed meanwhile, with the message that it belonged to
    except OSError:
        pace.copy(Path(source), Path(target))


def _unfinished(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(archive.UNFINISHED)]


def _manifest(plan: Plan, staged: Path) -> Manifest:
    header = read_header(staged / archive.DATABASE)
    assert header is not None
    now = int(time.time() * 1000)
    return Manifest(
        format=FORMAT,
        hubbub=__version__,
        schema=header.version,
        server=plan.server,
        at=now,
        reason=plan.reason,
        contents=contents(staged / archive.DATABASE),
        members=archive.members(staged),
    )


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder of our own beside what is made, gone afterwards. Raises CopyError when there is none to be had, and when
    the disk is full or otherwise fails before the end."""
    try:
        with tempfile.TemporaryDirectory(prefix=".hubbub-copy-", dir=folder, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        raise CopyError(f"{folder}: {error.strerror or error}") from error
    except (apsw.Error, CannotOpen) as error:
        raise CopyError(f"{folder}: {error}") from error


def make_folder(folder: Path) -> None:
    """And all above it. Raises CopyError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CopyError(f"the folder {folder} cannot be made ({error.strerror})") from error


def _look_for_room(data: Path, folder: Path) -> None:
    """A copy needs room for itself, for the snapshot and for what is restored to prove it."""
    try:
        size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file() and folder not in file.parents)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise CopyError(f"{error.filename or folder}: {error.strerror}") from error
    needed = 3 * size + _ROOM
    if free < needed:
        raise CopyError(
            f"there is too little room in {folder}: {free >> 20} MiB are free, and a copy with its proof needs about "
            f"{needed >> 20} MiB. Make room, or name another folder (backup.directory)"
        )


def copies(folder: Path) -> list[tuple[datetime, str, Path]]:
    """The copies with names of ours in a folder: when, what they are of, the file. Oldest first."""
    found = []
    for path in folder.glob("*"):
        named = _NAMED.fullmatch(path.name)
        if named is not None and path.is_file():
            found.append((datetime.strptime(named["at"], _TIME), named["what"], path))
    return sorted(found)


def prune(folder: Path, server: str, rule: str, now: datetime) -> list[Path]:
    """Remove the copies of this server that the rule does not keep now; those that were removed."""
    ours = [(at, path) for at, what, path in copies(folder) if what == server]
    stay = keep.kept([at for at, _ in ours], rule, now)
    gone = [path for at, path in ours if at not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def make_and_note(plan: Plan, target: Path | None, folder: Path, rule: str = "") -> Copy:
    """Make a copy, bring it to the store where the plan names one, and remember how it went beside the copies.

    `rule`: which old ones are kept. Raises CopyError.
    """
    try:
        copy = make(plan, target, folder)
    except CopyError as error:
        record.note_failed(folder, int(time.time() * 1000), str(error))
        raise
    taken = Taken(str(copy.path), copy.manifest.at, copy.path.stat().st_size, plan.reason, copy.proof)
    if rule:
        with _kept(copy.path):
            prune(folder, plan.server, rule, datetime.now())
    if plan.store is not None:
        try:
            upload(copy.path, plan.store)
        except CopyError as error:
            record.note_failed(folder, int(time.time() * 1000), str(error), taken)
            raise
    with _kept(copy.path):
        record.note_taken(folder, taken)
    return copy


@contextmanager
def _kept(path: Path) -> Iterator[None]:
    """Something that is done around a copy when it is there already. Raises CopyError where the disk forbids it."""
    try:
        yield
    except OSError as error:
        raise CopyError(f"{path} is made and proved, but {error.filename or path.parent}: {error.strerror}") from error


def bring_and_note(taken: Taken, store: Store, folder: Path) -> None:
    """Bring a copy to the store that waits for it, and remember how that went. Raises CopyError."""
    try:
        upload(Path(taken.file), store)
    except CopyError as error:
        record.note_failed(folder, int(time.time() * 1000), str(error))
        raise
    with _kept(Path(taken.file)):
        record.note_brought(folder)
