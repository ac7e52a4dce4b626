"""The pace of a process that gives way to the chat: less right to the processor, and little at a time to the disk.

A commit of the chat waits for everything that is on its way to the disk before it. So there is never more of ours than
a piece, and behind each piece the disk is left alone for as long as it has had to do with it: half of its time is the
chat's, however slow it is. Where nothing has been said for a while, nobody is given way to.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

PIECE = 1 << 20  # bytes; 4 MiB were felt on a disk that writes 200 MB a second, smaller pieces take twice the time
NICENESS = 10
LATELY = 10.0  # seconds

_flush = getattr(os, "fdatasync", os.fsync)


class Pace:
    """That of this process. `gives_way`: whether it rests; `talk`: a file that changes whenever something was said,
    None where nobody knows which."""

    gives_way = False
    talk: Path | None = None


def give_way() -> None:
    """People talk on this machine: from now on this process comes behind them."""
    Pace.gives_way = True
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)


def settle(descriptor: int) -> None:
    """Return when all that was written to the file is on the disk, and others have had their turn. Raises OSError."""
    began = time.monotonic()
    _flush(descriptor)
    if Pace.gives_way and _is_talk():
        time.sleep(time.monotonic() - began)


def _is_talk() -> bool:
    """Whether something was said lately. Windows writes down only later when a file was changed."""
    if Pace.talk is None or os.name != "posix":
        return True
    try:
        return abs(time.time() - Pace.talk.stat().st_mtime) < LATELY
    except OSError:
        return False  # no server has the database open


class Paced:
    """A new file that is written piece by piece. As a context it has all on the disk at its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._pending = 0

    def write(self, data: bytes) -> int:
        """Raises OSError."""
        for start in range(0, len(data), PIECE):
            piece = memoryview(data)[start : start + PIECE]
            if self._pending + len(piece) > PIECE:
                self._settle()
            self._file.write(piece)
            self._pending += len(piece)
        return len(data)

    def flush(self) -> None:
        """Gzip and age ask for it; what there is to flush goes at our own times."""

    def _settle(self) -> None:
        self._file.flush()
        settle(self._file.fileno())
        self._pending = 0

    def __enter__(self) -> Paced:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._settle()


def create(path: Path) -> IO[bytes]:
    """A new file for what is written, readable by its owner alone. Raises OSError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def copy(source: Path, target: Path) -> None:
    """Copy a file to one that must not exist. Raises OSError."""
    with source.open("rb") as reading, create(target) as file, Paced(file) as paced:
        while piece := reading.read(PIECE):
            paced.write(piece)
