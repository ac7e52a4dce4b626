"""What the network's thread has to tell reaches the window: by a byte on a socket, or looked for every 20 ms."""

from __future__ import annotations

import signal
import sys
import tkinter as tk
from collections.abc import Callable

from hubbub.uplink.thread import Network

LOOK = 20  # milliseconds, where windows cannot be told


def listen(root: tk.Tk, network: Network) -> None:
    """Let `network.deliver` be called in the window's thread whenever something waits."""

    def deliver() -> None:
        """Of a file handler nobody catches an exception: it would end the program."""
        try:
            network.deliver()
        except Exception:
            root.report_callback_exception(*sys.exc_info())

    number = network.fileno()
    if number is not None and hasattr(root.tk, "createfilehandler"):
        root.tk.createfilehandler(number, tk.READABLE, lambda file, mask: deliver())
        return

    def look() -> None:
        deliver()
        root.after(LOOK, look)

    look()


def on_interrupt(network: Network, end: Callable[[object], None]) -> None:
    """Ctrl-C in the terminal calls `end`, also while Tk only waits, when no Python runs that could notice it."""
    signal.signal(signal.SIGINT, lambda number, frame: network.put(end, None))
    network.wake_on_signals()


def stop(root: tk.Tk, network: Network) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    number = network.fileno()
    if number is not None and hasattr(root.tk, "deletefilehandler"):
        root.tk.deletefilehandler(number)
