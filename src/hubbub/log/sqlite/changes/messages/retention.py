"""How long messages stay, in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import LogTrimmed, RetentionChanged
from hubbub.chat.ports import Fields, RetentionState
from hubbub.log.sqlite.changes.table import Changes

_SET = {
    what: f"insert into keeping (log, {what}) values (?, ?) on conflict do update set {what} = excluded.{what}"
    for what in ("retention", "expiry")
}


def retention_changed(connection: apsw.Connection, event: RetentionChanged) -> None:
    connection.execute(_SET[event.what], (event.log, event.length))


def log_trimmed(connection: apsw.Connection, event: LogTrimmed) -> None:
    connection.execute("delete from entry where log = ? and seq < ?", (event.log, event.seq))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of retention."""
    found = connection.execute("select log, retention, expiry from keeping order by log")
    return {"retentions": [RetentionState(*row) for row in found]}


CHANGES: Changes = {
    RetentionChanged: retention_changed,
    LogTrimmed: log_trimmed,
}
