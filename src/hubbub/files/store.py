"""The folder of uploaded files: `ab/cdef...` is the content with the SHA-256 abcdef..., beside it its preview.

What is being written has another name (`*.part`) until it is whole and on the disk; so a killed upload leaves nothing
but that, which is removed later. The content of a file never changes. Blocking: to be called in a thread, but for what
says otherwise.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hubbub.log.space import LEFT, space

FOLDER = "files"
UNFINISHED = ".part"
PREVIEW = ".webp"
STALE = 3600.0  # seconds after which nobody writes what is unfinished any more
PIECE = 256 * 1024

_CONTENT = re.compile(r"[0-9a-f]{62}")
_NO_SPACE = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class NoSpace(Exception):
    """The disk is full, or nearly."""


class FileStore:
    """The files below the data folder `data`, which need not exist yet."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER
        self._kept: dict[str, int] = {}  # by hash: uploads that are about to be committed

    def begin(self) -> Draft:
        """Begin to write something. Raises NoSpace or OSError."""
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(self.folder.parent)
        self.check_space(0)
        path = self.folder / f"{secrets.token_hex(16)}{UNFINISHED}"
        try:
            return Draft(path, os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b", buffering=0))
        except OSError as error:
            raise as_no_space(error) from error

    def check_space(self, size: int) -> None:
        """Raise NoSpace unless the disk has room for so many bytes, and the chat. At once."""
        if space(self.folder).free < size + LEFT:
            raise NoSpace

    def path(self, hash: str) -> Path:
        """Where the content with this hash is."""
        return self.folder / hash[:2] / hash[2:]

    def preview(self, hash: str) -> Path:
        """Where its preview is, if it has one."""
        return self.path(hash).with_suffix(PREVIEW)

    def keep(self, draft: Draft, hash: str, preview: Draft | None) -> None:
        """The content is whole: give it its name, for good. Raises NoSpace or OSError."""
        target = self.path(hash)
        try:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            if preview is not None:
                preview.finish(self.preview(hash))
            draft.finish(target)
            for folder in (target.parent, self.folder):
                _sync(folder)
        except OSError as error:
            raise as_no_space(error) from error

    def hold(self, hash: str) -> None:
        """An upload of this is about to be committed: it is not removed meanwhile. At once."""
        self._kept[hash] = self._kept.get(hash, 0) + 1

    def let_go(self, hash: str) -> None:
        """The upload is committed, or was not. At once."""
        self._kept[hash] -= 1
        if not self._kept[hash]:
            del self._kept[hash]

    def is_held(self, hash: str) -> bool:
        """Whether an upload of this is about to be committed."""
        return hash in self._kept

    def detach(self, hash: str) -> list[Path]:
        """Nobody finds the content and its preview any more; what is returned is to be deleted. At once."""
        gone = []
        for path in (self.preview(hash), self.path(hash)):
            aside = self.folder / f"{secrets.token_hex(16)}{UNFINISHED}"
            try:
                path.replace(aside)
            except FileNotFoundError:
                continue
            gone.append(aside)
        return gone

    def read(self, path: Path, start: int, size: int) -> Iterator[bytes]:
        """Some bytes of a file, a piece at a time; the file is open from the first one on."""
        with path.open("rb") as file:
            file.seek(start)
            while size > 0 and (piece := file.read(min(size, PIECE))):
                size -= len(piece)
                yield piece

    def contents(self) -> Iterator[tuple[str, Path]]:
        """All that is there, by hash."""
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if len(folder.name) == 2 and folder.is_dir():
                for path in sorted(folder.iterdir()):
                    if _CONTENT.fullmatch(path.name):
                        yield f"{folder.name}{path.name}", path

    def leftovers(self) -> Iterator[Path]:
        """What killed uploads have left."""
        if self.folder.is_dir():
            before = time.time() - STALE
            for path in self.folder.glob(f"*{UNFINISHED}"):
                try:
                    if path.stat().st_mtime < before:
                        yield path
                except FileNotFoundError:
                    continue


class Draft:
    """Something that is being written. `size` and the hash are of what was written so far."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.size = 0
        self.digest = hashlib.sha256()

    @property
    def hash(self) -> str:
        return self.digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Raises NoSpace or OSError."""
        try:
            view = memoryview(data)
            while view:
                view = view[self.file.write(view) :]
        except OSError as error:
            raise as_no_space(error) from error
        self.size += len(data)
        self.digest.update(data)

    def head(self, size: int) -> bytes:
        """The first bytes."""
        self.file.seek(0)
        return self.file.read(size)

    def again(self) -> None:
        """Others have changed it: find out its size and hash."""
        self.file.seek(0)
        self.digest = hashlib.sha256()
        self.size = 0
        while piece := self.file.read(PIECE):
            self.digest.update(piece)
            self.size += len(piece)

    def finish(self, target: Path) -> None:
        """Give it its name, once it is on the disk."""
        os.fsync(self.file.fileno())
        self.file.close()
        self.path.replace(target)

    def drop(self) -> None:
        """It is not wanted."""
        self.file.close()
        self.path.unlink(missing_ok=True)


def as_no_space(error: OSError) -> Exception:
    """NoSpace for what a full disk has raised, else the error itself."""
    return NoSpace() if error.errno in _NO_SPACE else error


def _sync(folder: Path) -> None:
    """Make a rename inside the folder survive a power cut (POSIX)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
