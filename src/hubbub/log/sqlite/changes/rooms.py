"""Rooms in the state tables: their names, topics and modes, and how they end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import apsw

from hubbub.chat.events import ModesChanged, RoleChanged, RoomCreated, RoomRenamed, TopicChanged
from hubbub.chat.ports import Fields, RoleState, RoomState
from hubbub.irc.modes import MADE_WITH, ROOM_MODES, Kind
from hubbub.irc.modes import Change as ModeChange

from . import files
from .moderation.invites import forget as forget_invites
from .table import LAST_ENTRY, Changes, raise_last_log


def room_created(connection: apsw.Connection, event: RoomCreated) -> None:
    connection.execute("insert into room (log, at, name) values (?, ?, ?)", (event.log, event.at, event.name))
    raise_last_log(connection, event.log)
    for letter in MADE_WITH:
        _set_mode(connection, event.log, ModeChange(True, letter), "", event.at)


def topic_changed(connection: apsw.Connection, event: TopicChanged) -> None:
    by, at = (event.source, event.at) if event.topic else ("", 0)
    connection.execute(
        "update room set topic = ?, topic_by = ?, topic_at = ? where log = ?", (event.topic, by, at, event.log)
    )


def room_renamed(connection: apsw.Connection, event: RoomRenamed) -> None:
    connection.execute("update room set name = ? where log = ?", (event.name, event.log))


def modes_changed(connection: apsw.Connection, event: ModesChanged) -> None:
    for change in event.changes:
        _set_mode(connection, event.log, change, event.source, event.at, event.until, event.why)


def _set_mode(
    connection: apsw.Connection, log: int, change: ModeChange, by: str, at: int, until: int = 0, why: str = ""
) -> None:
    """Members' standing has a table of its own; of a list each mask is a row, of any other mode there is one."""
    kind = ROOM_MODES[change.letter].kind
    if kind is Kind.PREFIX:
        return
    connection.execute(
        "delete from room_mode where log = ? and letter = ? and (argument = ? or not ?)",
        (log, change.letter, change.argument, kind is Kind.LIST),
    )
    if change.set:
        connection.execute(
            "insert into room_mode values (?, ?, ?, ?, ?, ?, ?)",
            (log, change.letter, change.argument, by, at, until, why),
        )


def role_changed(connection: apsw.Connection, event: RoleChanged) -> None:
    connection.execute("delete from standing where log = ? and account = ?", (event.log, event.account))
    if event.prefixes:
        connection.execute(
            "insert into standing values (?, ?, ?, ?)", (event.log, event.account, event.at, event.prefixes)
        )


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
        connection.execute("delete from read_marker where log = ?", (log,))
        connection.execute("delete from standing where log = ?", (log,))
        connection.execute("delete from metadata where log = ?", (log,))
        connection.execute("delete from keeping where log = ?", (log,))
        connection.execute("delete from reaction where log = ?", (log,))
        connection.execute("delete from pin where log = ?", (log,))
        files.drop_log(connection, log)
        forget_invites(connection, "log = ?", log)
        connection.execute("delete from membership where log = ?", (log,))


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


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of rooms."""
    rows = connection.execute
    modes: dict[int, list[tuple[str, str, str, int, int, str]]] = {}
    for log, *mode in rows("select log, letter, argument, set_by, at, until, why from room_mode order by log, at"):
        modes.setdefault(log, []).append(tuple(mode))
    return {
        "last_log": rows("select log from last_log").get,
        "rooms": [
            RoomState(log, name, at, topic, topic_by, topic_at, last_seq, last_at, bool(talked), modes.get(log, []))
            for log, name, at, topic, topic_by, topic_at, last_seq, last_at, talked in rows(_ROOMS)
        ],
        "roles": [RoleState(*row) for row in rows("select log, account, prefixes from standing order by log, account")],
    }


_ROOMS = f"select log, name, at, topic, topic_by, topic_at, {LAST_ENTRY}, has_messages from room as place order by log"


CHANGES: Changes = {
    ModesChanged: modes_changed,
    RoomCreated: room_created,
    RoomRenamed: room_renamed,
    RoleChanged: role_changed,
    TopicChanged: topic_changed,
}
