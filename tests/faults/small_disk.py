"""A file system of a few megabytes, which can be filled and freed (Linux, as root)."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 8 << 20
FILLER = "filler"


class SmallDisk:
    """`folder` is its root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def free(self) -> int:
        """Bytes."""
        return shutil.disk_usage(self.folder).free

    def fill(self, leave: int = 0) -> None:
        """Take all space but so many bytes."""
        with (self.folder / FILLER).open("ab", buffering=0) as filler:
            try:
                while self.free > leave:
                    filler.write(bytes(min(65536, self.free - leave)))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def make_space(self) -> None:
        (self.folder / FILLER).unlink()


@contextmanager
def small_disk(folder: Path, size: int = SIZE) -> Iterator[SmallDisk]:
    """An empty one, mounted at `folder`. Where mounting is not allowed the test fails: it has proved nothing.

    It goes with the test, however that ends: also while files on it are open still.
    """
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 0, f"a small disk needs the right to mount one (root): {done.stderr}"
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", os.fspath(folder)], check=True)
