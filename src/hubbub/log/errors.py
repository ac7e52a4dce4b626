"""What is said when a log cannot be opened."""

from __future__ import annotations


class CannotOpen(Exception):
    """The log cannot be opened and nothing was changed; the text says why and what to do."""
