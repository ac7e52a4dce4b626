"""Faults of ours: written down for who mends them, and told to the person in one sentence."""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from hubbub import __version__

from .places import state_directory
from .trouble import Trouble

FILE_NAME = "faults.log"
LARGEST = 1 << 20  # bytes; a file that has grown beyond is begun anew, and the one before is kept


def note(error: BaseException, file: Path | None = None) -> Trouble:
    """Write a fault down, with its traceback; what is to be told. `file`: in the state directory unless given."""
    file = file or state_directory() / FILE_NAME
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LARGEST:
            file.replace(file.with_suffix(".log.1"))
        with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z} hubbub {__version__}\n")
            log.writelines(traceback.format_exception(error))
    return Trouble("fault", reason=type(error).__name__, file=file)
