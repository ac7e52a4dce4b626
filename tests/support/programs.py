"""Real programs that tests need: installed, or unpacked by `make test-long` (tools/debian-unpacked)."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

UNPACKED = Path(sys.prefix) / "debian" / "usr"


def program(name: str) -> str:
    """Where it is; empty: nowhere."""
    return shutil.which(name) or shutil.which(name, path=str(UNPACKED / "bin")) or ""


def surroundings() -> dict[str, str]:
    """The environment in which an unpacked program of Python finds its own parts."""
    return {**os.environ, "PYTHONPATH": str(UNPACKED / "lib" / "python3" / "dist-packages")}
