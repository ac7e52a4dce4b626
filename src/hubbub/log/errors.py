"""What is said when a log cannot be opened."""

from __future__ import annotations


class CannotOpen(Exception):
    """The log cannot be opened and nothing was changed; the text says why and what to do."""


class Unreachable(CannotOpen):
    """The log is elsewhere, and there is no connection to it: later there may be one."""
