"""`hubbub desktop` begins: Tk and a display, or one sentence that says what is missing."""

from __future__ import annotations

import os
import sys

OTHER_WAY = "or use: hubbub chat"
NO_TK = {
    "linux": f"Tk is missing: install the package python3-tk, {OTHER_WAY}",
    "darwin": f"Tk is missing: install python-tk (brew install python-tk), {OTHER_WAY}",
}


class NoWindows(Exception):
    """There can be no windows. The text says why and what to do, in one sentence."""


def run(address: str, name: str, theme: str) -> int:
    """Until the window is closed. Raises NoWindows."""
    try:
        import tkinter as tk
    except ImportError:
        raise NoWindows(NO_TK.get(sys.platform, f"This Python has no Tk, {OTHER_WAY}")) from None
    from hubbub.uplink.thread import Network

    from .app import App, Start, probed
    from .memory import Memory

    try:
        root = tk.Tk(className="hubbub")
    except tk.TclError:
        raise NoWindows(_no_display()) from None
    root.withdraw()
    network = Network()
    network.start()
    memory = Memory(network)
    probed(memory)
    app = App(root, network, memory, Start(address, name, theme))
    root.deiconify()
    app.run()
    return 0


def _no_display() -> str:
    display = os.environ.get("DISPLAY")
    if display:
        return f"The display {display} cannot be opened: start this from a desktop session, {OTHER_WAY}"
    return f"There is no display: start this from a desktop session, {OTHER_WAY}"
