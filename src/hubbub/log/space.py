"""How much room a disk has. Without `shutil`, which brings three compressors along: half a megabyte of every server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple


class Space(NamedTuple):
    """Bytes, of which `free` is what this process may take."""

    total: int
    free: int


def space(folder: Path) -> Space:
    """Of the disk that has this folder. Raises OSError."""
    if sys.platform == "win32":
        from shutil import disk_usage

        found = disk_usage(folder)
        return Space(found.total, found.free)
    disk = os.statvfs(folder)
    return Space(disk.f_blocks * disk.f_frsize, disk.f_bavail * disk.f_frsize)
