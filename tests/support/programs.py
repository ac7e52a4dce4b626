"""Real programs that tests need: installed, or unpacked by `make test-long` (tools/debian-unpacked); and our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

UNPACKED = Path(sys.prefix) / "debian" / "usr"


def program(name: str) -> str:
    """Where it is; empty: nowhere."""
    return shutil.which(name) or shutil.which(name, path=str(UNPACKED / "bin")) or ""


WHOLE_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
CHROMIUM = shutil.which("chromium-headless-shell") or WHOLE_CHROMIUM
"""The one without windows, notices and extensions takes two thirds of the processor time for a page."""


def surroundings() -> dict[str, str]:
    """The environment in which an unpacked program of Python finds its own parts."""
    return {**os.environ, "PYTHONPATH": str(UNPACKED / "lib" / "python3" / "dist-packages")}


def hubbub(*arguments: str) -> tuple[int, str]:
    """Exit code and all that a command says."""
    done = subprocess.run(
        [sys.executable, "-m", "hubbub", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
