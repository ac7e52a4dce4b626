"""How much room a disk has. Without `shutil`, which brings three compressors along: half a megabyte of every server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

LOW = 0.05  # of a disk that should be free
LEFT = 64 << 20  # bytes: shared files leave so much of it to the chat
NONE = 4 << 20  # with less, the log and what is written of it into the database may find no room


class Space(NamedTuple):
    """Bytes, of which `free` is what this process may take."""

    total: int
    free: int

    @property
    def is_low(self) -> bool:
        """Whether somebody should make room, or take a larger disk: a small one has little room when it is empty."""
        return self.free < max(self.total * LOW, LEFT)

    @property
    def says(self) -> str:
        """What is free, for whoever looks after it."""
        return f"only {self.free >> 20} MiB of the disk are free, of {self.total >> 20}"


def space(folder: Path) -> Space:
    """Of the disk that has this folder. Raises OSError."""
    if sys.platform == "win32":
        from shutil import disk_usage

        found = disk_usage(folder)
        return Space(found.total, found.free)
    disk = os.statvfs(folder)
    return Space(disk.f_blocks * disk.f_frsize, disk.f_bavail * disk.f_frsize)
