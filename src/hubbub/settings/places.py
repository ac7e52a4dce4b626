"""Where things are unless the settings say otherwise: the data directory, the settings file, the server's name."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path

from .model import Settings

FILE_NAME = "hubbub.toml"
CONSOLE_FILE = "control.sock"
CODE_FILE = "first-operator"  # the code that makes the first operator, while there is none


def data_directory(settings: Settings) -> Path:
    """The folder for everything the server keeps; it need not exist yet."""
    if settings.data.directory:
        return Path(settings.data.directory).expanduser()
    return default_data_directory()


def default_data_directory() -> Path:
    """`hubbub` in the platform's place for a user's data (on Linux that of the XDG base directories)."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "hubbub"


def copies_directory(settings: Settings) -> Path:
    """The folder for copies; it need not exist yet."""
    if settings.backup.directory:
        return Path(settings.backup.directory).expanduser().absolute()
    return (data_directory(settings) / "copies").absolute()


def settings_file(directory: Path) -> Path | None:
    """The settings file that is used unasked: `hubbub.toml` in the data directory, when it is there."""
    file = directory / FILE_NAME
    return file if file.exists() else None


def server_name(settings: Settings) -> str:
    """The server's name: the setting, or else the machine's host name in letters that a name may have."""
    name = settings.server.name or re.sub(r"[^A-Za-z0-9._-]", "", platform.node())[:63]
    return name or "hubbub"


def node_name(settings: Settings) -> str:
    """The name of this machine in its cluster: the setting, or else the first word of its host name."""
    return settings.cluster.name or re.sub(r"[^A-Za-z0-9_-]", "", platform.node().partition(".")[0])[:63] or "node"
