"""State tables: what each event changes in them, and what is let go of with age."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apsw

from hubbub.chat.events import Event

from . import (
    accounts,
    acts,
    bans,
    conversations,
    invites,
    keeping,
    lockdown,
    messages,
    metadata,
    people,
    presence,
    reading,
    reports,
    rooms,
    shield,
)
from .table import Changes

CHANGES: Changes = {
    **accounts.CHANGES,
    **acts.CHANGES,
    **bans.CHANGES,
    **conversations.CHANGES,
    **invites.CHANGES,
    **keeping.CHANGES,
    **lockdown.CHANGES,
    **messages.CHANGES,
    **metadata.CHANGES,
    **people.CHANGES,
    **presence.CHANGES,
    **reading.CHANGES,
    **reports.CHANGES,
    **rooms.CHANGES,
    **shield.CHANGES,
}


Fold = Callable[[str], str]


def know_fold(connection: apsw.Connection, fold: Fold) -> None:
    """The changes compare names by the function `fold` of SQL."""

    def folded(*names: object) -> str:
        return fold(str(names[0]))

    connection.create_scalar_function("fold", folded, 1, deterministic=True)


def apply_changes(connection: apsw.Connection, changes: Sequence[Event]) -> None:
    """Change the state tables as the events say, in their order. Ended rooms are for `end_rooms`, after this."""
    messages.insert_messages(connection, changes)
    for event in changes:
        change = CHANGES.get(event.__class__)
        if change is not None:
            change(connection, event)
