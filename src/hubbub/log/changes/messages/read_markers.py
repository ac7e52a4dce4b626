"""How far the owners of accounts have read, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import ReadMarked
from hubbub.chat.ports import Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import READ_MARKER, Fold, Reading, Tables, where


def read_marked(tables: Tables, event: ReadMarked, _: Fold) -> None:
    if not event.account:
        return
    if event.forgotten:
        tables.drop(READ_MARKER, where(account=event.account, log=event.forgotten))
    tables.put(READ_MARKER, event.account, event.log, event.at, event.until)


def read(_: Reading) -> Fields:
    """They are with the accounts."""
    return {}


CHANGES: Changes = {
    ReadMarked: read_marked,
}
