"""Links are opened by the system's program for them, and only those that cannot do harm here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

from hubbub.views.links import destination

if TYPE_CHECKING:
    from .window import Window


def open_link(window: Window, written: str) -> None:
    """http, https, mailto, irc and ircs; everything else is only told."""
    link = destination(written)
    if link is None:
        window.strip.tell("That is not a link that can be opened.")
        return
    threading.Thread(target=_open, args=(link.href,), daemon=True).start()
    window.strip.tell(f"Opening {link.host or link.href}")


def _open(href: str) -> None:
    """In a thread: starting a browser takes its time."""
    if sys.platform == "darwin":
        subprocess.run(["open", href], check=False)
    elif sys.platform == "win32":
        os.startfile(href)
    elif not _started("xdg-open", href):
        webbrowser.open(href)


def _started(program: str, href: str) -> bool:
    try:
        done = subprocess.run([program, href], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0
