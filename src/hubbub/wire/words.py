"""What of a text can be searched for: letters, digits and marks. `hubbub.log.words` makes words of them."""

from __future__ import annotations

import unicodedata

from .sanitize import strip_formatting

CATEGORIES = ("L*", "N*", "Co", "Mn", "Mc")
"""Of Unicode: what words are made of."""
ACTION = "\x01ACTION "
CODES = "\x01\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f"
"""Characters with which something begins that is no part of any word: formatting, and CTCP ACTION."""


def as_read(text: str) -> str:
    """The text without what nobody reads in it."""
    return strip_formatting(text.removeprefix(ACTION) if text[:1] == "\x01" else text)


def has_words(text: str) -> bool:
    """Whether there is anything in it to search for."""
    kinds = map(unicodedata.category, unicodedata.normalize("NFKC", as_read(text)))
    return any(kind in CATEGORIES or f"{kind[0]}*" in CATEGORIES for kind in kinds)
