"""Messages in the state tables: client ids, what waits for somebody, what is to be erased, and what was erased."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.chat.events import EntryEdited, EntryErased, Event, HeldDelivered, MessageSent, ReactionSent
from hubbub.chat.ports import Fields
from hubbub.log.changes import files
from hubbub.log.changes.change import Changes
from hubbub.log.tables import CLIENT_ID, EXPIRING, HELD, REACTION, Fold, Reading, Tables, Value, Writing, where

REACTIONS = 1000  # to one message


def add_messages(tables: Tables, changes: Sequence[Event]) -> None:
    """Client ids and waiting messages, many at once: under load nearly every message has a client id.

    They can go first: what undoes one, HeldDelivered and EntryErased, comes after its message.
    """
    ids: list[Value] = []
    held: list[Value] = []
    expiring: list[Value] = []
    for event in changes:
        if event.__class__ is not MessageSent:
            continue
        assert isinstance(event, MessageSent)
        if event.client_id:
            ids += (event.party, event.client_id, event.log, event.id, event.at)
        if event.held_for:
            held += (event.held_for, event.id, event.log, event.at)
        if event.ends:
            expiring += (event.id, event.log, event.ends, event.lasts)
        if event.files:
            files.use(tables, event.id, event.log, event.files)
    for table, rows in ((CLIENT_ID, ids), (HELD, held), (EXPIRING, expiring)):
        if rows:
            tables.add(table, rows)


def entry_erased(tables: Writing, event: EntryErased, _: Fold) -> None:
    tables.erase_entry(event.log, event.seq, event.id, unread=event.unread)
    if event.held_for:
        tables.drop(HELD, where(name=event.held_for, id=event.id))
    tables.drop(EXPIRING, where(id=event.id))
    tables.drop(REACTION, where(log=event.log, message=event.id))
    tables.drop(REACTION, where(id=event.id))
    files.drop_message(tables, event.id)


def entry_edited(tables: Writing, event: EntryEdited, _: Fold) -> None:
    message = event.message
    tables.rewrite_entry(event.seq, message)
    files.drop_message(tables, message.id)
    files.use(tables, message.id, message.log, message.files)


def reaction_sent(tables: Tables, event: ReactionSent, _: Fold) -> None:
    """The same of the same person counts once. One message takes only so many."""
    to = where(log=event.log, message=event.message)
    if event.undone:
        tables.drop(REACTION, where(**to.equal, text=event.text, party=event.party))
    else:
        tables.add_within(REACTION, REACTIONS, to, event.log, event.message, event.text, event.party, event.id)


def held_delivered(tables: Tables, event: HeldDelivered, _: Fold) -> None:
    for id in event.ids:
        tables.drop(HELD, where(name=event.name, id=id))


def read(tables: Reading) -> Fields:
    """What `State` has of messages that wait."""
    return {"held": [(name, log, id) for name, id, log, _ in tables.rows(HELD)]}


CHANGES: Changes = {
    EntryEdited: entry_edited,
    EntryErased: entry_erased,
    ReactionSent: reaction_sent,
    HeldDelivered: held_delivered,
}
