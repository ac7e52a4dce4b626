"""What is known of the certificate from an authority, in files of the data folder: the certificate with its key, the
account with its key, and how it went, which is read by `hubbub status` and `doctor`.

Times are seconds since 1970.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from hubbub.log.sqlite.files import sync_directory

CERTIFICATE = "acme.pem"  # the chain, and the key behind it: both change at once
ACCOUNT = "acme-account.json"
RECORD = "acme.json"


class Record(msgspec.Struct, frozen=True):
    """`names`, `directory`: what the certificate is for, and whose. `renew_at`: the time of the next attempt; `ask_at`:
    when the authority is asked for a better one. `failures`: attempts since the last one that did not fail; `error`:
    why the last of them did."""

    names: tuple[str, ...] = ()
    directory: str = ""
    begins: float = 0.0
    ends: float = 0.0
    renew_at: float = 0.0
    ask_at: float = 0.0
    failures: int = 0
    failed_at: float = 0.0
    error: str = ""


def read(folder: Path) -> Record:
    """What is known; nothing when there is no record, or none that can be read."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return Record()


def note(folder: Path, record: Record) -> None:
    """Keep it, where that is possible: a full disk has it forgotten."""
    with suppress(OSError):
        write(folder / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=1))


def write(path: Path, data: bytes) -> None:
    """Put a whole file in place, readable by its owner alone from its first moment. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_directory(path.parent)
