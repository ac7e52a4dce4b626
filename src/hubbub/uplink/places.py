"""Where the line client keeps what it remembers: pinned certificates, and what was typed."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_directory() -> Path:
    """For what a person may want to look at or change."""
    return _directory("XDG_CONFIG_HOME", ".config")


def state_directory() -> Path:
    """For what is merely remembered."""
    return _directory("XDG_STATE_HOME", ".local/state")


def _directory(variable: str, default: str) -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get(variable) or Path.home() / default)
    return base / "hubbub"
