"""The lockdown in the state tables."""

from __future__ import annotations

from hubbub.chat.events import LockdownSet
from hubbub.chat.ports import Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import LOCKDOWN, Fold, Reading, Tables


def lockdown_set(tables: Tables, event: LockdownSet, _: Fold) -> None:
    tables.put(LOCKDOWN, 1, int(event.level), event.at)


def read(tables: Reading) -> Fields:
    """What `State` has of the lockdown."""
    ((_, level, _),) = tables.rows(LOCKDOWN)
    return {"lockdown": level}


CHANGES: Changes = {
    LockdownSet: lockdown_set,
}
