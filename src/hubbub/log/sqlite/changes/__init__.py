"""State tables: what each event changes in them, and what is let go of with age."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apsw

from hubbub.chat.events import Event

from . import accounts, files, rooms, server
from .messages import conversations, pinning, read_markers, retention, sending
from .moderation import audit, bans, invites, lockdown, reports
from .people import entering, metadata, presence, privacy
from .table import Changes

NOUNS = (
    rooms, entering, sending, files, accounts, privacy, presence, metadata, conversations, retention, pinning,
    read_markers, invites, bans, reports, audit, lockdown, server,
)  # fmt: skip
"""Each has what its events change (`CHANGES`) and what is read of it at a start (`read`)."""

CHANGES: Changes = {kind: change for noun in NOUNS for kind, change in noun.CHANGES.items()}

Fold = Callable[[str], str]


def know_fold(connection: apsw.Connection, fold: Fold) -> None:
    """The changes compare names by the function `fold` of SQL."""

    def folded(*names: object) -> str:
        return fold(str(names[0]))

    connection.create_scalar_function("fold", folded, 1, deterministic=True)


def apply_changes(connection: apsw.Connection, changes: Sequence[Event]) -> None:
    """Change the state tables as the events say, in their order. Ended rooms are for `end_rooms`, after this."""
    sending.insert_messages(connection, changes)
    for event in changes:
        change = CHANGES.get(event.__class__)
        if change is not None:
            change(connection, event)
