"""How long messages stay, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import LogTrimmed, RetentionChanged
from hubbub.chat.ports import Fields, RetentionState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import KEEPING, Fold, Reading, Tables, Writing, where


def retention_changed(tables: Tables, event: RetentionChanged, _: Fold) -> None:
    tables.add(KEEPING, (event.log, 0, 0))
    tables.alter(KEEPING, where(log=event.log), **{event.what: event.length})


def log_trimmed(tables: Writing, event: LogTrimmed, _: Fold) -> None:
    tables.trim_log(event.log, event.seq)


def read(tables: Reading) -> Fields:
    """What `State` has of retention."""
    return {"retentions": [RetentionState(*row) for row in tables.rows(KEEPING)]}


CHANGES: Changes = {
    RetentionChanged: retention_changed,
    LogTrimmed: log_trimmed,
}
