"""Small files of ours with a row of words in each line, the first of which says whom it is about.

Lines that begin with # and lines that are no rows of ours stay where they are when another one changes.
"""

from __future__ import annotations

from pathlib import Path

from . import files


def read_rows(file: Path) -> list[list[str]]:
    """The words of each line; nothing when there is no file. Raises Trouble("file")."""
    return [line.split() for line in _lines(file) if not line.startswith("#")]


def change_row(file: Path, key: str, row: list[str]) -> None:
    """Put a row in place of the one about `key`, or behind all others; an empty one: take it out. Raises the same."""
    before = _lines(file)
    lines = [line for line in before if line.split()[:1] != [key]]
    if row:
        lines.append(" ".join((key, *row)))
    if sorted(lines) != sorted(before):
        files.write(file, "".join(f"{line}\n" for line in lines).encode(errors="surrogateescape"))


def _lines(file: Path) -> list[str]:
    text = files.read(file).decode(errors="surrogateescape").removeprefix("\ufeff")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []
