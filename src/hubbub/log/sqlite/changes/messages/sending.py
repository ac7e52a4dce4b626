"""Messages in the state tables: client ids, what waits for somebody, what is to be erased, and what was erased."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from hubbub.chat.events import EntryEdited, EntryErased, Event, HeldDelivered, MessageSent, ReactionSent
from hubbub.chat.ports import Fields
from hubbub.log.sqlite.changes import files
from hubbub.log.sqlite.changes.table import Changes
from hubbub.log.sqlite.rows import TOMBSTONE, Value, encode, insert

REACTIONS = 1000  # to one message


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
            expiring += (event.id, event.log, event.ends, event.ends - event.at)
        if event.files:
            files.use(connection, event.id, event.log, event.files)
    if ids:
        insert(connection, "insert or ignore into client_id (party, client_id, log, id, at)", 5, ids)
    if held:
        insert(connection, "insert or ignore into held (name, id, log, at)", 4, held)
    if expiring:
        insert(connection, "insert or ignore into expiring (id, log, until, length)", 4, expiring)


def entry_erased(connection: apsw.Connection, event: EntryErased) -> None:
    connection.execute(
        "update entry set kind = ?, body = null where log = ? and seq = ?", (TOMBSTONE, event.log, event.seq)
    )
    connection.execute("delete from held where name = ? and id = ?", (event.held_for, event.id))
    connection.execute("delete from expiring where id = ?", (event.id,))
    connection.execute("delete from reaction where log = ? and message = ?", (event.log, event.id))
    connection.execute("delete from reaction where id = ?", (event.id,))
    files.drop_message(connection, event.id)
    connection.execute("insert into erased (id) values (?)", (event.id,))


def entry_edited(connection: apsw.Connection, event: EntryEdited) -> None:
    """The search index takes notice by the same table as of what was erased."""
    message = event.message
    connection.execute("update entry set body = ? where log = ? and seq = ?", (encode(message), message.log, event.seq))
    files.drop_message(connection, message.id)
    files.use(connection, message.id, message.log, message.files)
    connection.execute("insert into erased (id) values (?)", (message.id,))


def reaction_sent(connection: apsw.Connection, event: ReactionSent) -> None:
    """The same of the same person counts once. One message takes only so many."""
    of = (event.log, event.message, event.text, event.party)
    if event.undone:
        connection.execute("delete from reaction where (log, message, text, party) = (?, ?, ?, ?)", of)
        return
    connection.execute(
        "insert or ignore into reaction select ?1, ?2, ?3, ?4, ?5"
        " where (select count(*) from reaction where log = ?1 and message = ?2) < ?6",
        (*of, event.id, REACTIONS),
    )


def held_delivered(connection: apsw.Connection, event: HeldDelivered) -> None:
    for id in event.ids:
        connection.execute("delete from held where name = ? and id = ?", (event.name, id))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of messages that wait."""
    return {"held": list(connection.execute("select name, log, id from held order by id"))}


CHANGES: Changes = {
    EntryEdited: entry_edited,
    EntryErased: entry_erased,
    ReactionSent: reaction_sent,
    HeldDelivered: held_delivered,
}
