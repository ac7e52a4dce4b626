"""Where files of ours are kept: what a person may want to look at, what is merely remembered, what only runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

OURS = "hubbub"


def config_directory() -> Path:
    """For what a person may want to look at or change: saved servers, settings, known certificates."""
    return _directory("XDG_CONFIG_HOME", ".config", "APPDATA", "Roaming")


def state_directory() -> Path:
    """For what is merely remembered: what was typed, what is not sent yet, where one was."""
    return _directory("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA", "Local")


def runtime_directory() -> Path:
    """For what is of no use after the next start of the machine: who runs already."""
    base = os.environ.get("XDG_RUNTIME_DIR")
    if sys.platform == "win32" or sys.platform == "darwin" or not base:
        return state_directory() / "running"
    return Path(base) / OURS


def downloads_directory() -> Path:
    """For files that a person saves: the one of the desktop, as its settings name it
    (https://www.freedesktop.org/wiki/Software/xdg-user-dirs/).
    """
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    try:
        rows = (base / "user-dirs.dirs").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        rows = []
    named = [row.partition("=")[2].strip().strip('"') for row in rows if row.startswith("XDG_DOWNLOAD_DIR=")]
    if named and named[-1].startswith(("/", "$HOME/")):
        return Path(named[-1].replace("$HOME", str(Path.home()), 1))
    return Path.home() / "Downloads"


def _directory(variable: str, default: str, on_windows: str, default_on_windows: str) -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get(on_windows) or Path.home() / "AppData" / default_on_windows)
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get(variable) or Path.home() / default)
    return base / OURS
