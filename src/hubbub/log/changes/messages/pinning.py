"""Pinned messages in the state tables."""

from __future__ import annotations

from hubbub.chat.events import MessagePinned, MessageUnpinned, PinErased
from hubbub.chat.ports import Fields, PinState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import PIN, Fold, Reading, Tables, where


def pinned(tables: Tables, event: MessagePinned, _: Fold) -> None:
    tables.put(PIN, None, event.log, event.message, event.at, event.source, event.author)


def unpinned(tables: Tables, event: MessageUnpinned | PinErased, _: Fold) -> None:
    tables.drop(PIN, where(log=event.log, message=event.message))


def read(tables: Reading) -> Fields:
    """What `State` has of pinning. In a copy that was put back, a pinned message may be erased."""
    return {"pins": [PinState(log, id, *rest) for _, log, id, *rest in tables.rows(PIN) if tables.says(log, id)]}


CHANGES: Changes = {
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    PinErased: unpinned,
}
