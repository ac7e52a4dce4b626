"""The database as it is before another program changes it in the middle of an upgrade, until that program goes on.

Nobody writes meanwhile, so that it can be put back whole, and nothing is lost. Where the file system can, it is no
copy: both names have the same blocks until one is changed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hubbub.log.sqlite.engine import DATABASE

FOLDER = ".hubbub-copy-upgrade"  # a name that doctor knows for a leftover
CLONE = 0x40049409  # FICLONE of ioctl_ficlone(2)
WITH_IT = ("", "-wal", "-shm")


class Aside:
    """Of the database in `directory`, which is closed."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.folder = directory / FOLDER

    def put(self) -> None:
        """Keep it. Raises OSError, as on a full disk."""
        self.drop()
        try:
            self.folder.mkdir(mode=0o700)
            for ending in WITH_IT:
                if (self.directory / f"{DATABASE}{ending}").exists():
                    copy(self.directory / f"{DATABASE}{ending}", self.folder / f"{DATABASE}{ending}")
        except OSError:
            self.drop()
            raise

    def back(self) -> None:
        """Put it back in the place of what the other program, which has ended, has made of it. Raises OSError."""
        for ending in reversed(WITH_IT):
            (self.directory / f"{DATABASE}{ending}").unlink(missing_ok=True)
        for ending in reversed(WITH_IT):
            with suppress(FileNotFoundError):
                (self.folder / f"{DATABASE}{ending}").replace(self.directory / f"{DATABASE}{ending}")
        self.drop()

    def drop(self) -> None:
        """It is not needed any more."""
        with suppress(OSError):
            for file in self.folder.iterdir():
                file.unlink()
            self.folder.rmdir()


def copy(file: Path, to: Path) -> None:
    """A file of our own that must not exist, the same as the other, on the disk at the end. Raises OSError."""
    with file.open("rb") as source, open(to, "xb", opener=_private) as target:
        if _is_cloned(source.fileno(), target.fileno()):
            return
        while piece := source.read(1 << 22):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())


def _is_cloned(source: int, target: int) -> bool:
    """Whether the file system has made the target the same as the source."""
    try:
        from fcntl import ioctl

        ioctl(target, CLONE, source)
    except (ImportError, OSError):
        return False
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
