"""What is said when the data directory cannot be used, and when what is in it is damaged."""

from __future__ import annotations

from pathlib import Path

import apsw
import msgspec

from hubbub.log.errors import CannotOpen

__all__ = ["DAMAGE", "CannotOpen", "damage"]

# What reading a damaged file comes to: SQLite sees it, the disk gives nothing, or what is there is no event.
DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.IOError, msgspec.DecodeError, UnicodeDecodeError)


def damage(path: Path, error: Exception) -> str:
    """What an operator is told."""
    if not path.exists():
        return f"The database {path} is not there any more: reading it failed ({error})."
    return (
        f"The database {path} is damaged ({error}). What can be read still is. Look after the disk, "
        f"stop the server, and put back a copy: hubbub restore COPY --data {path.parent}"
    )
