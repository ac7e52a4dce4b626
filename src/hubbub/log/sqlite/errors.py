"""What is said when the data directory cannot be used."""

from __future__ import annotations


class CannotOpen(Exception):
    """The log cannot be opened and nothing was changed; the text says why and what to do."""
