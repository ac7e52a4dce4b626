"""Whom the owners of accounts block, and who may write to them, in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import PrivacyChanged, Silenced
from hubbub.chat.ports import Fields
from hubbub.log.sqlite.changes.table import Changes


def silenced(connection: apsw.Connection, event: Silenced) -> None:
    if not event.account:
        return
    connection.execute("delete from silence where account = ? and folded = fold(?)", (event.account, event.mask))
    if event.on:
        connection.execute(
            "insert into silence values (?, fold(?), ?, ?)", (event.account, event.mask, event.at, event.mask)
        )


def privacy_changed(connection: apsw.Connection, event: PrivacyChanged) -> None:
    connection.execute("update account set privacy = ? where account = ?", (event.letters, event.account))


def read(connection: apsw.Connection) -> Fields:
    """Whom somebody blocks stands in `State` with their account."""
    return {}


CHANGES: Changes = {
    PrivacyChanged: privacy_changed,
    Silenced: silenced,
}
