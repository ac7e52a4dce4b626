"""The lockdown in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import LockdownSet
from hubbub.log.sqlite.changes.table import Changes


def lockdown_set(connection: apsw.Connection, event: LockdownSet) -> None:
    connection.execute("update lockdown set level = ?, at = ?", (int(event.level), event.at))


CHANGES: Changes = {
    LockdownSet: lockdown_set,
}
