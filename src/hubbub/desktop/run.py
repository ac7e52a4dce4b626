"""`hubbub desktop` begins: Tk and a display, or one sentence that says what is missing."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tkinter as tk

OTHER_WAY = "or use: hubbub chat"
NO_TK = {
    "linux": "Tk is missing: install the package python3-tk",
    "darwin": "Tk is missing: install python-tk (brew install python-tk)",
}


class NoWindows(Exception):
    """There can be no windows. The text says why and what to do, in one sentence."""


def opened(other_way: str = OTHER_WAY) -> tk.Tk:
    """A window that does not show yet. Raises NoWindows."""
    try:
        import tkinter as tk
    except ImportError:
        missing = NO_TK.get(sys.platform, "This Python has no Tk")
        raise NoWindows(f"{missing}, {other_way}") from None
    _aware_of_scale()
    try:
        root = tk.Tk(className="hubbub")
    except tk.TclError:
        raise NoWindows(f"{_no_display()}, {other_way}") from None
    root.withdraw()
    if not _can_write(root):
        raise NoWindows(f"There are no fonts here: install some, such as the package fonts-dejavu, {other_way}")
    return root


def _aware_of_scale() -> None:
    """On Windows: the pixels are those of each screen, not some that the system enlarges. Before the first window."""
    if sys.platform == "win32":
        import ctypes
        from contextlib import suppress

        with suppress(AttributeError, OSError):  # before Windows 8.1
            ctypes.windll.shcore.SetProcessDpiAwareness(2)  # PROCESS_PER_MONITOR_DPI_AWARE


def _can_write(root: tk.Tk) -> bool:
    """Whether there is any font: without one Tk makes no widget with words."""
    import tkinter as tk

    try:
        tk.Label(root, text="a").destroy()
    except tk.TclError:
        return False
    return True


def run(address: str, name: str, theme: str) -> int:
    """Until the window is closed. Raises NoWindows, KeyboardInterrupt."""
    root = opened()
    from hubbub.uplink.thread import Network

    from .app import App, Start, probed
    from .memory import Memory

    network = Network()
    network.start()
    memory = Memory(network)
    probed(memory)
    app = App(root, network, memory, Start(address, name, theme))
    root.deiconify()
    if app.run():
        raise KeyboardInterrupt
    return 0


def _no_display() -> str:
    display = os.environ.get("DISPLAY")
    if display:
        return f"The display {display} cannot be opened: start this from a desktop session"
    return "There is no display: start this from a desktop session"
