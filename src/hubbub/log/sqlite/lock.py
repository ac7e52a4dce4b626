"""One server per data directory: a lock that the operating system lets go of when the process dies."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from .errors import CannotOpen
from .files import sync_directory

if sys.platform == "win32":
    import msvcrt

    _BYTE = 1 << 20  # far behind the number, which others must still be able to read

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def make_directory(directory: Path) -> None:
    """Make the data folder when it is missing. Raises CannotOpen."""
    if directory.exists() and not directory.is_dir():
        raise CannotOpen(f"The data folder {directory} is a file. Name a folder with --data.")
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in missing:  # or a power cut takes the whole folder, and all that was flushed into it
            with suppress(PermissionError):  # to write into it one need not be able to read it
                sync_directory(folder.parent)
    except OSError as error:
        raise CannotOpen(
            f"Cannot make the data folder {directory} ({error.strerror}). Choose another one with --data."
        ) from error


def holder(directory: Path) -> int:
    """The process that has the folder; 0: none has, or it is not known which."""
    try:
        descriptor = os.open(directory / "lock", os.O_RDWR)
    except OSError:
        return 0
    try:
        _try_lock(descriptor)
        return 0
    except OSError:
        return int(os.pread(descriptor, 20, 0) or b"0") if os.name == "posix" else 0
    except ValueError:
        return 0
    finally:
        os.close(descriptor)


class DirectoryLock:
    """Held from creation to `release`; raises CannotOpen when another process, or this one, holds it."""

    def __init__(self, directory: Path) -> None:
        path = directory / "lock"
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotOpen(
                f"Cannot write in the data folder {directory} ({error.strerror}). "
                "Give it to the user that runs hubbub, or choose another folder with --data."
            ) from error
        try:
            _try_lock(self._descriptor)
        except OSError as error:
            holder = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip() if os.name == "posix" else ""
            os.close(self._descriptor)
            raise CannotOpen(
                f"Another hubbub server (process {holder or 'unknown'}) is using the data folder {directory}. "
                "Stop it first, or choose another folder with --data."
            ) from error
        with suppress(OSError):  # the number only helps whoever is refused; a full disk may have no room for it
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let others in. The file stays: removing it could take the lock away from somebody who just opened it."""
        os.close(self._descriptor)
