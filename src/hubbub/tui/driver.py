"""Which of Textual's drivers talks to the terminal, and what ends it besides the person."""

from __future__ import annotations

import signal
import sys

from textual.driver import Driver

# Signals, and with which code they end it. Ctrl-C is a key like others there; who sends the signal means it.
ENDED_BY = {} if sys.platform == "win32" else {signal.SIGTERM: 1, signal.SIGHUP: 1, signal.SIGINT: 130}


def driver_class() -> type[Driver] | None:
    """None: Textual's own choice."""
    if sys.platform == "win32":
        return None
    from .terminal_driver import TerminalDriver

    return TerminalDriver
