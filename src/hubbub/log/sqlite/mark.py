"""A mark beside a database in which damage was met where it was to be written: the next process writes there no more by
itself, or it would end in the same way, at each start.

It has the number of the file (its inode), so that it says nothing of another one that was put in its place.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

NAME = "hubbub.db.damaged"


def place(database: Path) -> Path:
    return database.with_name(NAME)


def make(database: Path, why: str) -> None:
    """It is damaged, in this way."""
    with suppress(OSError):
        place(database).write_text(f"{database.stat().st_ino}\n{why}\n", encoding="utf-8")


def read(database: Path) -> str:
    """In which way this database is damaged; empty: nobody has met any damage."""
    try:
        number, _, why = place(database).read_text(encoding="utf-8").partition("\n")
        is_its = number == str(database.stat().st_ino)
    except (OSError, UnicodeDecodeError):
        return ""
    return why.strip() if is_its else ""


def sentence(database: Path, why: str) -> str:
    """What an operator is told."""
    return (
        f"An earlier process has ended because {database} is damaged where it had to write ({why}). So that this one "
        "does not, nothing is erased by itself: not by age, not by timers, not with deleted accounts. What can be read "
        "is, and what is said is kept. Look after the disk, stop the server, and put back a copy: hubbub restore COPY "
        f"--data {database.parent}-restored. Who has mended the file itself removes {place(database)}."
    )
