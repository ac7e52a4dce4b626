"""Whom the owners of accounts block, and who may write to them, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import PrivacyChanged, Silenced
from hubbub.chat.ports import Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import ACCOUNT, SILENCE, Fold, Reading, Tables, where


def silenced(tables: Tables, event: Silenced, fold: Fold) -> None:
    if not event.account:
        return
    if event.on:
        tables.put(SILENCE, event.account, fold(event.mask), event.at, event.mask)
    else:
        tables.drop(SILENCE, where(account=event.account, folded=fold(event.mask)))


def privacy_changed(tables: Tables, event: PrivacyChanged, _: Fold) -> None:
    tables.alter(ACCOUNT, where(account=event.account), privacy=event.letters)


def read(tables: Reading) -> Fields:
    """Whom somebody blocks stands in `State` with their account."""
    return {}


CHANGES: Changes = {
    PrivacyChanged: privacy_changed,
    Silenced: silenced,
}
