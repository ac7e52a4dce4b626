"""Whether the files of the database are still those that were opened, and what can be done when they are not."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import apsw

from .files import create_private, open_owner, sync_directory

SIDES = ("", "-wal", "-shm")
PATIENCE = 10_000  # milliseconds for a reader, or the search index in a large bite, to be done


class Watch:
    """Remembers which files these are: what is written to a file without a name is lost with the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = {name: file for name in SIDES if (file := _file(_side(path, name))) is not None}

    def lost(self) -> list[str]:
        """The files that were deleted, or are others now; those of the database first."""
        return [
            _side(self._path, name).name for name, file in self._files.items() if _file(_side(self._path, name)) != file
        ]


def rescue(connection: apsw.Connection, path: Path, lost: list[str]) -> str:
    """Save what the connection still has, so that nothing that was accepted is lost. Returns what was done, and what
    to do; raises apsw.Error or OSError.

    Where the database is missing it is put there again; where another one is in its place, it comes beside that.
    """
    connection.set_busy_timeout(PATIENCE)
    if path.name not in lost:
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_FULL)
        return f"All is in {path} now. Start the server again."
    target = path.with_name(path.name + ".rescued") if path.exists() else path
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    create_private(draft)
    copy = open_owner(draft, "full")
    try:
        copy.pragma("journal_mode", "delete")
        with copy.backup("main", connection, "main") as backup:
            backup.step()
    finally:
        copy.close()
    if target == path:
        for name in SIDES[1:]:  # their writer is this process, and the copy has all that they have
            _side(path, name).unlink(missing_ok=True)
    draft.replace(target)
    sync_directory(path.parent)
    if target == path:
        return f"All that it held was written there again, as {path}. Start the server again."
    return f"All that it held is saved as {target}. Start the server with the one you want as {path.name}."


def _side(path: Path, name: str) -> Path:
    return path.with_name(path.name + name)


def _file(path: Path) -> tuple[int, int] | None:
    """Which file it is; None: there is none."""
    with suppress(FileNotFoundError):
        found = os.stat(path)
        return found.st_dev, found.st_ino
    return None
