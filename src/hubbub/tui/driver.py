"""Which of Textual's drivers talks to the terminal."""

from __future__ import annotations

import sys

from textual.driver import Driver


def driver_class() -> type[Driver] | None:
    """None: Textual's own choice."""
    if sys.platform == "win32":
        return None
    from .terminal_driver import TerminalDriver

    return TerminalDriver
