"""What the network's thread has to tell reaches the window: by a byte on a socket, or looked for every 20 ms."""

from __future__ import annotations

import sys
import tkinter as tk

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


def stop(root: tk.Tk, network: Network) -> None:
    number = network.fileno()
    if number is not None and hasattr(root.tk, "deletefilehandler"):
        root.tk.deletefilehandler(number)
