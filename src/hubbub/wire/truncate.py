"""Texts that are shortened rather than refused: reasons, and names nobody is known by."""

from __future__ import annotations

LINE_TEXT = 390  # bytes of text that surely fit into an IRC line beside what else is in it


def cut(text: str, limit: int = LINE_TEXT) -> str:
    """At most `limit` bytes of the text in UTF-8, whole characters."""
    return text if len(text) * 4 <= limit else text.encode()[:limit].decode(errors="ignore")
