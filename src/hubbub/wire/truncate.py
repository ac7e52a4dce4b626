"""Texts that are shortened rather than refused: reasons, and names nobody is known by."""

from __future__ import annotations

from .message import BODY_LIMIT

LINE_TEXT = 390  # bytes of text that surely fit into an IRC line beside what else is in it


def cut(text: str, limit: int = LINE_TEXT) -> str:
    """At most `limit` bytes of the text in UTF-8, whole characters."""
    return text if len(text) * 4 <= limit else text.encode()[:limit].decode(errors="ignore")


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text that is only to be seen: an ellipsis where it goes on."""
    return text if len(text) <= most else f"{text[: most - 1]}…" if most > 0 else ""


def is_too_long(line: str) -> bool:
    """Whether a line without its tags and end has more bytes than a client has to take (RFC 1459, section 2.3)."""
    size = len(line)
    return size > BODY_LIMIT or (size > _SURELY_SHORT and not line.isascii() and len(line.encode()) > BODY_LIMIT)


def cut_line(line: str) -> str:
    """What fits of a line, whole characters."""
    return cut(line, BODY_LIMIT) if is_too_long(line) else line


def cut_bytes(line: bytes) -> bytes:
    """The same of a line that is written already."""
    return line if len(line) <= BODY_LIMIT else line[:BODY_LIMIT].decode(errors="ignore").encode()


_SURELY_SHORT = BODY_LIMIT // 4  # a character takes at most four bytes
