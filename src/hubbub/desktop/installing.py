"""`hubbub desktop --install`: an entry in the menus, an icon, and the way of hubbub:// links to the window.

By the specifications of freedesktop.org: Desktop Entry 1.5, Icon Theme 0.13, MIME applications 1.0.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

NAME = "hubbub"
ENTRY = """[Desktop Entry]
Type=Application
Name=hubbub
GenericName=Chat
Comment=Chat on your own server
Exec={command} %u
Icon={name}
Terminal=false
Categories=Network;Chat;InstantMessaging;
Keywords=chat;irc;messages;
StartupNotify=true
StartupWMClass=Hubbub
MimeType=x-scheme-handler/hubbub;
"""
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="14" fill="#f7f6f2"/>
<g stroke-linejoin="round">
<path d="M8 27a8 8 0 0 1 8-8h1a8 8 0 0 1 8 8v2a8 8 0 0 1-8 8H8z" fill="#2f6fe0"/>
<path d="M24 39a8 8 0 0 1 8-8h1a8 8 0 0 1 8 8v2a8 8 0 0 1-8 8h-9z" fill="#1f9d73"/>
<path d="M40 27a8 8 0 0 1 8-8h1a8 8 0 0 1 8 8v2a8 8 0 0 1-8 8h-9z" fill="#d97a1f"/>
</g>
</svg>
"""


class NotHere(Exception):
    """This system has no such menus; the text says what to do instead."""


def install(command: str = "") -> list[str]:
    """Write the files, for this user alone; what was done, as sentences. `command` starts the program. Raises NotHere,
    OSError."""
    if sys.platform in ("win32", "darwin"):
        raise NotHere("Entries are made on Linux and other systems with the menus of freedesktop.org only.")
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    entry = base / "applications" / f"{NAME}.desktop"
    icon = base / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    for file, text in ((icon, ICON), (entry, ENTRY.format(command=command or _command(), name=NAME))):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    _run("update-desktop-database", str(entry.parent))
    handles = _run("xdg-mime", "default", entry.name, "x-scheme-handler/hubbub")
    links = "hubbub:// links open it." if handles else "For hubbub:// links, install xdg-utils and do this again."
    return [f"hubbub is in the menus now ({entry}), with an icon ({icon}).", links]


def remove() -> list[str]:
    """Take it all away again; what was done."""
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    (base / "applications" / f"{NAME}.desktop").unlink(missing_ok=True)
    (base / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg").unlink(missing_ok=True)
    _run("update-desktop-database", str(base / "applications"))
    return ["hubbub is in the menus no more."]


def start_at_login(*, on: bool) -> None:
    """Whether the session of this user begins with it (Desktop Application Autostart 0.5). Raises OSError."""
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    entry = base / "autostart" / f"{NAME}.desktop"
    if not on:
        entry.unlink(missing_ok=True)
        return
    entry.parent.mkdir(parents=True, exist_ok=True)
    entry.write_text(ENTRY.format(command=_command(), name=NAME).replace(" %u", ""), "utf-8")


def _command() -> str:
    """How the program is started, as Exec takes it: quoted, with the signs escaped that it reserves."""
    script = shutil.which("hubbub")
    words = [script, "desktop"] if script else [sys.executable, "-m", "hubbub", "desktop"]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    if word and not set(word) & set(" \t\n\"'\\><~|&;$*?#()`%"):
        return word
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return f'"{escaped}"'.replace("\\", "\\\\").replace("%", "%%")


def _run(*command: str) -> bool:
    """A program that may not be there."""
    with suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(command, check=False, timeout=10, capture_output=True).returncode == 0
    return False
