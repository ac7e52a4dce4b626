"""The lockdown in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import LockdownSet
from hubbub.chat.ports import Fields
from hubbub.log.sqlite.changes.table import Changes


def lockdown_set(connection: apsw.Connection, event: LockdownSet) -> None:
    connection.execute("update lockdown set level = ?, at = ?", (int(event.level), event.at))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of the lockdown."""
    return {"lockdown": connection.execute("select level from lockdown").get}


CHANGES: Changes = {
    LockdownSet: lockdown_set,
}
