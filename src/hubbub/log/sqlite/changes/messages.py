"""Messages in the state tables: client ids, what waits for somebody, what is to be erased, and what was erased."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from hubbub.chat.events import EntryEdited, EntryErased, Event, HeldDelivered, MessageSent
from hubbub.log.sqlite.rows import TOMBSTONE, Value, encode, insert

from .table import Changes


def insert_messages(connection: apsw.Connection, changes: Sequence[Event]) -> None:
    """Client ids and waiting messages, many in a statement: under load nearly every message has a client id.

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
            expiring += (event.id, event.log, event.ends)
    if ids:
        insert(connection, "insert or ignore into client_id (party, client_id, log, id, at)", 5, ids)
    if held:
        insert(connection, "insert or ignore into held (name, id, log, at)", 4, held)
    if expiring:
        insert(connection, "insert or ignore into expiring (id, log, until)", 3, expiring)


def entry_erased(connection: apsw.Connection, event: EntryErased) -> None:
    connection.execute(
        "update entry set kind = ?, body = null where log = ? and seq = ?", (TOMBSTONE, event.log, event.seq)
    )
    connection.execute("delete from held where name = ? and id = ?", (event.held_for, event.id))
    connection.execute("delete from expiring where id = ?", (event.id,))
    connection.execute("insert into erased (id) values (?)", (event.id,))


def entry_edited(connection: apsw.Connection, event: EntryEdited) -> None:
    """The search index takes notice by the same table as of what was erased."""
    message = event.message
    connection.execute("update entry set body = ? where log = ? and seq = ?", (encode(message), message.log, event.seq))
    connection.execute("insert into erased (id) values (?)", (message.id,))


def held_delivered(connection: apsw.Connection, event: HeldDelivered) -> None:
    for id in event.ids:
        connection.execute("delete from held where name = ? and id = ?", (event.name, id))


CHANGES: Changes = {
    EntryEdited: entry_edited,
    EntryErased: entry_erased,
    HeldDelivered: held_delivered,
}
