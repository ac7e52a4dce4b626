"""On which line of a TOML text each key stands: tomllib does not tell."""

from __future__ import annotations

import re

KeyPath = tuple[str, ...]

_STRING_OR_COMMENT = re.compile(
    r"""
      \"""(?:\\.|[^\\])*?\"{3,5}
    | '''.*?'{3,5}
    | "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    | \#[^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")


def key_lines(text: str) -> dict[KeyPath, int]:
    """First line (counted from 1) of each table and key in `text`, which has LF line ends.

    The tables of a [[name]] are (name, "1"), (name, "2") and so on.
    """
    found: dict[KeyPath, int] = {}
    times: dict[KeyPath, int] = {}
    table: KeyPath = ()
    depth = 0
    for number, line in enumerate(_STRING_OR_COMMENT.sub(_blank, text).split("\n"), 1):
        if depth == 0 and line.lstrip().startswith("["):
            table = _dotted(line.split("]")[0].strip(" \t["))
            found.setdefault(table, number)
            if line.lstrip().startswith("[["):
                times[table] = times.get(table, 0) + 1
                table = (*table, str(times[table]))
                found[table] = number
            continue
        key, equals, _ = line.partition("=")
        if depth == 0 and equals:
            found.setdefault(table + _dotted(key), number)
        depth += sum(line.count(c) for c in "[{") - sum(line.count(c) for c in "]}")
    return found


def line_of(place: KeyPath, lines: dict[KeyPath, int]) -> int:
    """The line of `place`, or of the nearest thing around it; 0 when there is none."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 0)


def _blank(match: re.Match[str]) -> str:
    """A comment goes; a string keeps its line ends and nothing that could be taken for structure."""
    text = match.group()
    return "" if text.startswith("#") else re.sub(r"[\[\]{}=#.]", "_", text)


def _dotted(text: str) -> KeyPath:
    return tuple(next(part for part in found if part) for found in _PART.findall(text) if any(found))
