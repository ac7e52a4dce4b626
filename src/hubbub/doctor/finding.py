"""What a look at an installation found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from hubbub.settings import Settings

SET_CLOCK = "set it: timedatectl set-ntp true"


class Finding(msgspec.Struct, frozen=True):
    """`what` in one word, what it means, and what helps. `mend` does that, where it is safe to do unasked."""

    level: Literal["warn", "bad"]
    what: str
    says: str
    helps: str
    mend: Callable[[], None] | None = None


class Case(msgspec.Struct, frozen=True):
    """One installation. `file`: its settings file, if there is one; `running`: whether its server runs; `now`: seconds
    since 1970."""

    settings: Settings
    folder: Path
    file: Path | None
    running: bool
    now: float


def bad(what: str, says: str, helps: str, mend: Callable[[], None] | None = None) -> Finding:
    """Something because of which people cannot talk, or lose or tell what they should not."""
    return Finding("bad", what, says, helps, mend)


def warn(what: str, says: str, helps: str, mend: Callable[[], None] | None = None) -> Finding:
    """Something that should be otherwise."""
    return Finding("warn", what, says, helps, mend)
