"""Links, opened by the system's own program; and texts for the clipboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "irc", "ircs"})
CLIPBOARDS = (  # where one of these is, and no ssh
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


def open_link(link: str, tell: Callable[[str], None]) -> None:
    """Hand the link to the system, and say so. Only schemes that run nothing."""
    if urlsplit(link).scheme.lower() not in SCHEMES or any(ord(letter) <= 32 for letter in link):
        tell("That kind of link is not opened from here.")
        return
    command = _opener()
    if command is None:
        tell(f"There is no program here that opens links: {link}")
        return
    try:
        subprocess.Popen(
            [*command, link],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        tell(f"The link could not be opened: {error.strerror}")
    else:
        tell(f"Opening {urlsplit(link).hostname or link}")


def _opener() -> list[str] | None:
    if sys.platform == "darwin":
        return ["open"]
    if sys.platform == "win32":
        return ["rundll32", "url.dll,FileProtocolHandler"]
    graphical = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    found = shutil.which("xdg-open") if graphical else None
    return [found] if found else None


def clipboard_program() -> list[str] | None:
    """What takes a text for the clipboard of this machine; None where it would be the wrong machine's."""
    if os.environ.get("SSH_CONNECTION"):
        return None
    if sys.platform == "darwin":
        return ["pbcopy"]
    for variable, command in CLIPBOARDS:
        found = shutil.which(command[0]) if os.environ.get(variable) else None
        if found:
            return [found, *command[1:]]
    return None


def to_clipboard(text: str) -> None:
    """Give the text to that program, if there is one; it is not waited for."""
    command = clipboard_program()
    if command is None:
        return
    try:
        program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert program.stdin is not None
        program.stdin.write(text.encode("utf-8", "replace"))
        program.stdin.close()
    except OSError:
        return  # the terminal has it
