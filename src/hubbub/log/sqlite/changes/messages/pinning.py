"""Pinned messages in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import MessagePinned, MessageUnpinned, PinErased
from hubbub.chat.ports import Fields, PinState
from hubbub.log.sqlite.changes.table import Changes


def pinned(connection: apsw.Connection, event: MessagePinned) -> None:
    connection.execute(
        "insert or replace into pin (log, message, at, set_by, author) values (?, ?, ?, ?, ?)",
        (event.log, event.message, event.at, event.source, event.author),
    )


def unpinned(connection: apsw.Connection, event: MessageUnpinned | PinErased) -> None:
    connection.execute("delete from pin where log = ? and message = ?", (event.log, event.message))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of pinning. In a copy that was put back, a pinned message may be erased."""
    found = connection.execute(
        "select log, message, at, set_by, author from pin"
        " where exists (select 1 from entry where id = message and entry.log = pin.log and body is not null)"
        " order by number"
    )
    return {"pins": [PinState(*row) for row in found]}


CHANGES: Changes = {
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    PinErased: unpinned,
}
