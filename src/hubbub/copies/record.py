"""What is known of the copies of a folder: `copies.json` beside them, read by `hubbub status` and the like.

Times are milliseconds since 1970.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

NAME = "copies.json"
DAY = 86_400  # seconds
_MOST = 100  # copies of which something is remembered


class Proof(msgspec.Struct, frozen=True):
    """What was proved: how much came back, the word of a message that a search found again ('' when nothing could be
    searched for), and the seconds that it took."""

    rooms: int
    accounts: int
    messages: int
    found: str
    seconds: float

    @property
    def told(self) -> str:
        """'48 rooms, 1.2 M messages, restored and searched in 9 s'."""
        searched = "restored and searched" if self.found else "restored"
        held = f"{_many(self.rooms, 'room')}, {_many(self.messages, 'message')}"
        return f"{held}, {searched} in {round(self.seconds, 1):g} s"


class Taken(msgspec.Struct, frozen=True):
    """A copy that was made and proved."""

    file: str
    at: int
    size: int
    reason: str
    proof: Proof

    def age(self, now: float) -> float:
        """In seconds, at that time (in seconds since 1970)."""
        return now - self.at / 1000

    def told(self, now: datetime) -> str:
        """'copy of 03:30 proved: 48 rooms, ...', with its day when that is another one."""
        made = datetime.fromtimestamp(self.at / 1000)
        return f"copy of {made:{'%H:%M' if made.date() == now.date() else '%Y-%m-%d %H:%M'}} proved: {self.proof.told}"

    def is_late(self, every: int, now: float) -> bool:
        """Whether there should have been two more by now, and a day has passed over it. `every`: in seconds."""
        return self.age(now) > 2 * every + DAY


class Record(msgspec.Struct):
    """`failures`: attempts that failed since the last copy that was proved and is where it should go; `error`: why the
    last of them did; `waiting`: the file of the last copy, if only bringing it to the store is missing."""

    taken: list[Taken] = []
    failures: int = 0
    failed_at: int = 0
    error: str = ""
    waiting: str = ""


def _many(number: int, what: str) -> str:
    if number >= 1_000_000:
        return f"{number / 1_000_000:.1f} M {what}s"
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def read(folder: Path) -> Record:
    """What is known; nothing when there is no record, or none that can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return Record()


def write(folder: Path, record: Record) -> None:
    """Replace the record in one step. Raises OSError."""
    draft = folder / f"{NAME}.new"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(record), indent=1))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(folder / NAME)


def note_taken(folder: Path, taken: Taken) -> None:
    """A copy was proved, and is where it should go. Raises OSError."""
    record = read(folder)
    write(folder, Record([*record.taken, taken][-_MOST:]))


def note_brought(folder: Path) -> None:
    """The copy that was waiting came to the store. Raises OSError."""
    write(folder, Record(read(folder).taken))


def note_failed(folder: Path, at: int, error: str, taken: Taken | None = None) -> None:
    """A copy could not be made, or not be proved; or it is `taken`, and could not be brought to where it should go.

    On a full disk, or where the folder cannot be made, it is not remembered.
    """
    record = read(folder)
    known = [*record.taken, taken][-_MOST:] if taken is not None else record.taken
    waiting = taken.file if taken is not None else record.waiting
    with suppress(OSError):
        write(folder, Record(known, record.failures + 1, at, error, waiting))
