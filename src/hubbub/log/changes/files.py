"""Files in the state tables, and which messages have them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hubbub.chat.events import Attachment, FileRemoved, FileUploaded
from hubbub.chat.ports import Fields, FileState
from hubbub.log.tables import FILE, FILE_USE, Fold, Reading, Row, Tables, where

from .change import Changes


def uploaded(tables: Tables, event: FileUploaded, _: Fold) -> None:
    about = event.file
    tables.put(
        FILE, about.id, event.at, event.hash, event.party, event.owner,
        about.name, about.type, about.size, about.width, about.height, int(about.preview), 0,
    )  # fmt: skip


def removed(tables: Tables, event: FileRemoved, _: Fold) -> None:
    tables.drop(FILE_USE, where(file=event.file))
    tables.drop(FILE, where(id=event.file))


def use(tables: Tables, message: int, log: int, files: Sequence[Attachment]) -> None:
    """The message has these files."""
    for place, about in enumerate(files):
        tables.put(FILE_USE, message, place, about.id, log)
        tables.alter(FILE, where(id=about.id), used=1)


def drop_message(tables: Tables, message: int) -> None:
    tables.drop(FILE_USE, where(message=message))


def read(tables: Reading) -> Fields:
    """What `State` has of files. In a copy that was put back, a message may be erased."""
    uses: dict[tuple[int, int], list[str]] = {}
    for message, _, file, log in tables.rows(FILE_USE):
        uses.setdefault((message, log), []).append(file)
    places = [(message, log, tables.says(log, message), tuple(files)) for (message, log), files in uses.items()]
    return {
        "files": [_state(row) for row in tables.rows(FILE)],
        "file_uses": [place for place in places if place[2]],
    }


def _state(row: Row) -> FileState:
    return msgspec.convert(dict(zip(FILE.columns, row, strict=True)), FileState, strict=False)


CHANGES: Changes = {FileUploaded: uploaded, FileRemoved: removed}
