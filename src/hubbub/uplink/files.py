"""Small files of ours: whole when they are read, whole when they are written, and only their owner can read them."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from .trouble import Trouble


def read(file: Path) -> bytes:
    """What is in it; nothing when there is no such file. Raises Trouble("file")."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise _trouble(file, error) from None


def write(file: Path, data: bytes) -> None:
    """Put the whole file in place of the one before, at once. Raises Trouble("file")."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        private_folder(file.parent)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(data)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _trouble(file, error) from None


def private_folder(folder: Path) -> None:
    """Make sure that there is such a folder; a new one is its owner's alone. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def remove(file: Path) -> None:
    """Raises Trouble("file")."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _trouble(file, error) from None


def set_aside(file: Path, now: datetime) -> Path:
    """Give a damaged file another name, so that nothing in it is lost; that name. Raises Trouble("file")."""
    stem = f"{file.name}.damaged-{now:%Y-%m-%d}"
    names = (file.with_name(stem if not number else f"{stem}-{number}") for number in count())
    kept = next(name for name in names if not name.exists())
    try:
        file.rename(kept)
    except OSError as error:
        raise _trouble(file, error) from None
    return kept


def reason(error: Exception) -> str:
    """The system's words for an error, as they stand within a sentence."""
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno).lower()
    return str(error) or type(error).__name__


def _trouble(file: Path, error: OSError) -> Trouble:
    return Trouble("file", file=file, reason=reason(error))
