"""Emoji by a part of their name; the table is read when somebody first asks for one."""

from __future__ import annotations

from collections.abc import Iterator

MOST = 12
USUAL = ("👍", "❤️", "😂", "🎉", "😮", "😢")  # offered first as reactions


def found(part: str) -> Iterator[tuple[str, str]]:
    """Names with that part, and their emoji; those that begin with it first."""
    yield from ()
