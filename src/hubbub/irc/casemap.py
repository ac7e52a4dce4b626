"""CASEMAPPING=ascii: which names are the same to IRC."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def lower(name: str) -> str:
    """The name with A-Z folded to a-z, everything else as it is."""
    return name.lower() if name.isascii() else name.translate(_LOWER)
