"""The copy that is made before a newer hubbub changes the database, so that one can go back."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hubbub.log.sqlite.engine import DATABASE
from hubbub.log.sqlite.schema import migrations, version_on_disk

from .orders import Plan
from .record import DAY

if TYPE_CHECKING:
    from .making import Copy

KEEP_DAYS = 30
BEFORE = "before-"  # begins the names of these copies


def pending(data: Path) -> int:
    """The schema to which the database in `data` would be brought now; 0 when it needs no change, or there is none."""
    newest = len(migrations())
    version = version_on_disk(data / DATABASE)
    return newest if 0 < version < newest else 0


def reason(schema: int) -> str:
    """What the copy is called that is made before the database is brought to this schema."""
    return f"{BEFORE}{schema}"


def copy_before(plan: Plan, schema: int, folder: Path) -> Copy:
    """Make and prove the copy; those of upgrades long ago go. Raises CopyError: then nothing should be changed."""
    from .making import copies, make_and_note

    name = reason(schema)
    copy = make_and_note(msgspec.structs.replace(plan, server=name, reason=name, prove_whole=False), None, folder)
    oldest = time.time() - KEEP_DAYS * DAY
    for at, what, path in copies(folder):
        if what.startswith(BEFORE) and at.timestamp() < oldest:
            with suppress(OSError):  # it is in nobody's way
                path.unlink(missing_ok=True)
    return copy
