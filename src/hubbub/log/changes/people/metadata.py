"""What rooms and the owners of accounts say of themselves, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import MetadataSet
from hubbub.chat.ports import Fields, MetadataState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import METADATA, Fold, Reading, Tables, where


def metadata_set(tables: Tables, event: MetadataSet, _: Fold) -> None:
    if not event.log and not event.account:
        return
    if event.value is not None:
        tables.put(METADATA, event.log, event.account, event.key, event.value)
    else:
        tables.drop(METADATA, where(log=event.log, account=event.account, key=event.key))


def read(tables: Reading) -> Fields:
    """What `State` has of metadata."""
    return {"metadata": [MetadataState(*row) for row in tables.rows(METADATA)]}


CHANGES: Changes = {
    MetadataSet: metadata_set,
}
