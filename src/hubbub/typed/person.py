"""Whom a typed word means: the one place that knows the signs people put around names."""

from __future__ import annotations

_OF_OTHERS = frozenset(":#!*?@")  # what has these is a mask, an address or a room, and keeps its colon


def person(word: str) -> str:
    """Without the @ in front of a name (`@bob`), and without the colon behind it, as people begin what they say to
    somebody (`bob: hi`): no name has one."""
    name = word.removeprefix("@")
    bare = name.removesuffix(":")
    return bare if _OF_OTHERS.isdisjoint(bare) else name
