"""Message tags <-> dict (IRCv3 message-tags: https://ircv3.net/specs/extensions/message-tags)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_ESCAPES = {";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n"}
_TO_ESCAPED = str.maketrans(_ESCAPES)
_FROM_ESCAPED = {":": ";", "s": " ", "r": "\r", "n": "\n"}
_SPECIAL = re.compile(r"[; \\\r\n]")
_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
_KEY = re.compile(r"\+?(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9-]+")


def escape(value: str) -> str:
    """A tag's value as it is written on the wire."""
    return value.translate(_TO_ESCAPED) if _SPECIAL.search(value) else value


def unescape(value: str) -> str:
    """What an escaped value means. An unknown escape loses its backslash, and so does a backslash at the end."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: _FROM_ESCAPED.get(found[1], found[1]), value)


@lru_cache(maxsize=1024)
def is_key(key: str) -> bool:
    """Whether the grammar allows it: `+` if client-only, `vendor/` if there is one, then letters, digits, hyphens."""
    return _KEY.fullmatch(key) is not None


def parse_tags(text: str) -> dict[str, str]:
    """The tags of a line, given what stands between its '@' and the space.

    Of tags with the same key the last one counts; a tag without a value has the empty one; what is no key by the
    grammar is left out.
    """
    tags = {}
    for tag in text.split(";"):
        key, _, value = tag.partition("=")
        if is_key(key):
            tags[key] = unescape(value) if "\\" in value else value
    return tags


def join_tags(tags: Mapping[str, str]) -> str:
    """The tags as they stand between '@' and space. Raises ValueError for what is no key."""
    parts = []
    for key, value in tags.items():
        if not is_key(key):
            raise ValueError(f"not a tag's key: {key!r}")
        parts.append(f"{key}={escape(value)}" if value else key)
    return ";".join(parts)
