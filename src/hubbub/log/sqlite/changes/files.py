"""Files in the state tables, and which messages have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw
import msgspec

from hubbub.chat.events import Attachment, FileRemoved, FileUploaded
from hubbub.chat.ports import Fields, FileState

from .table import Changes


def uploaded(connection: apsw.Connection, event: FileUploaded) -> None:
    about = event.file
    connection.execute(
        "insert or replace into file (id, at, hash, party, owner, name, type, size, width, height, preview)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            about.id, event.at, event.hash, event.party, event.owner,
            about.name, about.type, about.size, about.width, about.height, about.preview,
        ),
    )  # fmt: skip


def removed(connection: apsw.Connection, event: FileRemoved) -> None:
    connection.execute("delete from file_use where file = ?", (event.file,))
    connection.execute("delete from file where id = ?", (event.file,))


def use(connection: apsw.Connection, message: int, log: int, files: Sequence[Attachment]) -> None:
    """The message has these files."""
    for place, about in enumerate(files):
        connection.execute("insert or replace into file_use values (?, ?, ?, ?)", (message, place, about.id, log))
        connection.execute("update file set used = 1 where id = ?", (about.id,))


def drop_message(connection: apsw.Connection, message: int) -> None:
    connection.execute("delete from file_use where message = ?", (message,))


def drop_log(connection: apsw.Connection, log: int) -> None:
    """All that was said in the room is gone."""
    connection.execute("delete from file_use where log = ?", (log,))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of files. In a copy that was put back, a message may be erased."""
    uses: dict[tuple[int, int, int], list[str]] = {}
    for message, log, seq, file in connection.execute(_USES):
        uses.setdefault((message, log, seq), []).append(file)
    return {
        "files": [_state(row) for row in connection.execute(_FILES)],
        "file_uses": [(*place, tuple(files)) for place, files in uses.items()],
    }


def _state(row: Any) -> FileState:
    return msgspec.convert(dict(zip(FileState.__struct_fields__, row, strict=True)), FileState, strict=False)


_FILES = "select id, at, hash, party, owner, name, type, size, width, height, preview, used from file order by at, id"
_USES = (
    "select message, file_use.log, seq, file from file_use"
    " join entry on entry.id = message and entry.log = file_use.log and body is not null order by message, place"
)


CHANGES: Changes = {FileUploaded: uploaded, FileRemoved: removed}
