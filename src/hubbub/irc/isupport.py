"""RPL_ISUPPORT (005): what the server supports, as parameter lists that fit into lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

TRAILING = "are supported by this server"
_MOST_TOKENS = 13  # "clients MUST be able to handle" 15 parameters: the nick and the trailing text take two
_LINE_LIMIT = 512
_ESCAPED = re.compile(r"[\x00-\x20\x3d\x5c\x7f]")

Value = str | int | None


def token(name: str, value: Value) -> str:
    """`NAME` when the value is None, else `NAME=value` with spaces, controls, `=` and backslashes as `\\x20`."""
    if value is None:
        return name
    return f"{name}=" + _ESCAPED.sub(lambda found: f"\\x{ord(found[0]):02X}", str(value))


def parameter_lists(tokens: Mapping[str, Value], overhead: int) -> list[list[str]]:
    """The tokens in their order, at most 13 a line, each list ended by the trailing text.

    `overhead`: the bytes of what stands before the first token, `:server 005 nick ` with its spaces, so that no line
    is longer than 512 bytes with its end.
    """
    room = _LINE_LIMIT - overhead - len(f" :{TRAILING}\r\n")
    lists: list[list[str]] = []
    left = 0
    for name, value in tokens.items():
        written = token(name, value)
        size = len(written.encode()) + 1
        if not lists or size > left + 1 or len(lists[-1]) == _MOST_TOKENS:
            lists.append([])
            left = room
        lists[-1].append(written)
        left -= size
    return [[*line, TRAILING] for line in lists]
