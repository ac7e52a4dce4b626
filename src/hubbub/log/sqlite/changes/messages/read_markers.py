"""How far the owners of accounts have read, in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import ReadMarked
from hubbub.chat.ports import Fields, MarkerState
from hubbub.log.sqlite.changes.table import Changes


def read_marked(connection: apsw.Connection, event: ReadMarked) -> None:
    if not event.account:
        return
    connection.execute("delete from read_marker where account = ? and log = ?", (event.account, event.forgotten))
    connection.execute(
        "insert or replace into read_marker values (?, ?, ?, ?)", (event.account, event.log, event.at, event.until)
    )


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of read markers."""
    found = connection.execute("select account, log, until from read_marker order by at, account, log")
    return {"markers": [MarkerState(*row) for row in found]}


CHANGES: Changes = {
    ReadMarked: read_marked,
}
