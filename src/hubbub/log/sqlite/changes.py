"""State tables: what each event changes in them, and what is let go of with age."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import apsw
import msgspec

from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    ConversationClaimed,
    ConversationOpened,
    EntryErased,
    Event,
    HeldDelivered,
    MessageSent,
    ModesChanged,
    RoomCreated,
    TopicChanged,
    UserArrived,
    UserRenamed,
    VisitOpened,
    VisitSeen,
)
from hubbub.irc.modes import MADE_WITH, ROOM_MODES, Change, Kind

from .rows import TOMBSTONE, Value, insert

Fold = Callable[[str], str]

DAY = 86_400_000
# How long rows stay, in milliseconds (guarantees: client ids 7 days, seen names 90 days and bounded).
AGES = {"client_id": 7 * DAY, "held": 90 * DAY, "seen": 90 * DAY, "visit": 90 * DAY}
SEEN_NAMES = 100_000

_KEYS = {"client_id": "party, client_id", "held": "name, id", "seen": "folded", "visit": "visit"}


def apply_changes(connection: apsw.Connection, changes: Sequence[Event], fold: Fold) -> None:
    """Change the state tables as the events say, in their order. Ended rooms are for `end_rooms`, after this."""
    _insert_messages(connection, changes)
    for event in changes:
        if event.__class__ is not MessageSent:
            _apply(connection, event, fold)


def _insert_messages(connection: apsw.Connection, changes: Sequence[Event]) -> None:
    """Client ids and waiting messages, many in a statement: under load nearly every message has a client id.

    They can go first: what undoes one, HeldDelivered and EntryErased, comes after its message.
    """
    ids: list[Value] = []
    held: list[Value] = []
    for event in changes:
        if event.__class__ is not MessageSent:
            continue
        assert isinstance(event, MessageSent)
        if event.client_id:
            ids += (event.party, event.client_id, event.log, event.id, event.at)
        if event.held_for:
            held += (event.held_for, event.id, event.log, event.at)
    if ids:
        insert(connection, "insert or ignore into client_id (party, client_id, log, id, at)", 5, ids)
    if held:
        insert(connection, "insert or ignore into held (name, id, log, at)", 4, held)


def _apply(connection: apsw.Connection, event: Event, fold: Fold) -> None:
    execute = connection.execute
    match event:
        case UserArrived(name=name, at=at) | UserRenamed(name=name, at=at):
            execute("insert or replace into seen (folded, name, at) values (?, ?, ?)", (fold(name), name, at))
        case VisitOpened(visit=visit, name=name, token_hash=token_hash, at=at):
            execute(
                "insert or replace into visit (visit, name, token_hash, at) values (?, ?, ?, ?)",
                (visit, name, token_hash, at),
            )
        case VisitSeen(visit=visit, name=name, at=at):
            execute("update visit set name = ?, at = ? where visit = ?", (name, at, visit))
        case TopicChanged(log=log, topic=topic, source=source, at=at):
            execute(
                "update room set topic = ?, topic_by = ?, topic_at = ? where log = ?",
                (topic, source if topic else "", at if topic else 0, log),
            )
        case RoomCreated(log=log, at=at, name=name):
            execute("insert into room (log, at, name) values (?, ?, ?)", (log, at, name))
            _raise_last_log(connection, log)
            for letter in MADE_WITH:
                _set_mode(connection, log, Change(True, letter), "", at)
        case ModesChanged(log=log, changes=changes, source=source, at=at):
            for change in changes:
                _set_mode(connection, log, change, source, at)
        case EntryErased(log=log, seq=seq, id=id, held_for=name):
            execute("update entry set kind = ?, body = null where log = ? and seq = ?", (TOMBSTONE, log, seq))
            execute("delete from held where name = ? and id = ?", (name, id))
            execute("insert into erased (id) values (?)", (id,))
        case ConversationOpened(log=log, at=at, parties=parties, names=names):
            execute("insert into conversation values (?, ?, ?, ?, ?, ?)", (log, at, *parties, *names))
            _raise_last_log(connection, log)
        case ConversationClaimed(log=log, before=before, party=party):
            execute("update conversation set second_party = ? where log = ? and second_party = ?", (party, log, before))
        case AccountCreated(account=account, at=at, name=name, credentials=credentials):
            execute(
                "insert into account values (?, ?, ?, ?, ?, ?, ?, ?)",
                (account, at, name, *msgspec.structs.astuple(credentials)),
            )
        case AccountChanged(account=account, credentials=credentials):
            execute(
                "update account set password_hash = ?, salt = ?, iterations = ?, stored_key = ?, server_key = ?"
                " where account = ?",
                (*msgspec.structs.astuple(credentials), account),
            )
        case HeldDelivered(name=name, ids=ids):
            for id in ids:
                execute("delete from held where name = ? and id = ?", (name, id))


def _set_mode(connection: apsw.Connection, log: int, change: Change, by: str, at: int) -> None:
    """Members' standing is not kept; of a list each mask is a row, of any other mode there is one."""
    kind = ROOM_MODES[change.letter].kind
    if kind is Kind.PREFIX:
        return
    connection.execute(
        "delete from room_mode where log = ? and letter = ? and (argument = ? or not ?)",
        (log, change.letter, change.argument, kind is Kind.LIST),
    )
    if change.set:
        connection.execute(
            "insert into room_mode values (?, ?, ?, ?, ?)", (log, change.letter, change.argument, by, at)
        )


def _raise_last_log(connection: apsw.Connection, log: int) -> None:
    connection.execute("update last_log set log = max(log, ?)", (log,))


def mark_talked(connection: apsw.Connection, logs: Collection[int]) -> None:
    """These logs hold messages now. A private conversation has no room, and needs no mark."""
    for log in logs:
        connection.execute("update room set has_messages = 1 where log = ?", (log,))


def end_rooms(connection: apsw.Connection, logs: Collection[int]) -> None:
    """Forget the rooms at once; their entries are for `sweep`, their words for the search index."""
    for log in logs:
        connection.execute("insert into ended (log) select log from room where log = ? and has_messages", (log,))
        connection.execute("delete from room where log = ?", (log,))
        connection.execute("delete from room_mode where log = ?", (log,))


def sweep(connection: apsw.Connection, logs: Sequence[int], budget: int) -> list[int]:
    """Delete about `budget` entries of these ended logs; returns the logs that still have some."""
    left = list(logs)
    while left and budget > 0:
        connection.execute(
            "delete from entry where log = ?1 and seq < (select min(seq) from entry where log = ?1) + ?2",
            (left[0], budget),
        )
        deleted = connection.changes()
        budget -= deleted
        if budget > 0:
            left.pop(0)
    return left


def forget_old(connection: apsw.Connection, now: int, limit: int) -> None:
    """Let go of the oldest rows that are past their age, at most `limit` in each table."""
    for table, age in AGES.items():
        key = _KEYS[table]
        connection.execute(
            f"delete from {table} where ({key}) in (select {key} from {table} where at <= ? order by at limit ?)",
            (now - age, limit),
        )


def forget_seen(connection: apsw.Connection, keep: int = SEEN_NAMES) -> None:
    """Let go of the names seen longest ago, all but `keep`."""
    connection.execute(
        "delete from seen where folded in (select folded from seen order by at desc limit -1 offset ?)", (keep,)
    )
