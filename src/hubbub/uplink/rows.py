"""Small files of ours: rows of words, lines that begin with # left out. Only their owner can read them."""

from __future__ import annotations

import os
from pathlib import Path


def read_rows(file: Path) -> list[list[str]]:
    """The words of each line; nothing when there is no file. Raises OSError."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


def write_rows(file: Path, lines: list[str]) -> None:
    """Put the whole file in place of the one before. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
        written.writelines(f"{line}\n" for line in lines)
    part.replace(file)
