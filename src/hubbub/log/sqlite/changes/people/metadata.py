"""What rooms and the owners of accounts say of themselves, in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import MetadataSet
from hubbub.chat.ports import Fields, MetadataState
from hubbub.log.sqlite.changes.table import Changes


def metadata_set(connection: apsw.Connection, event: MetadataSet) -> None:
    if not event.log and not event.account:
        return
    of = (event.log, event.account, event.key)
    connection.execute("delete from metadata where log = ? and account = ? and key = ?", of)
    if event.value is not None:
        connection.execute("insert into metadata values (?, ?, ?, ?)", (*of, event.value))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of metadata."""
    found = connection.execute("select * from metadata order by log, account, key")
    return {"metadata": [MetadataState(*row) for row in found]}


CHANGES: Changes = {
    MetadataSet: metadata_set,
}
