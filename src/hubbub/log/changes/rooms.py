"""Rooms in the state tables: their names, topics and modes, and how they end."""

from __future__ import annotations

from hubbub.chat.events import ModesChanged, RoleChanged, RoomCreated, RoomRenamed, TopicChanged
from hubbub.chat.ports import Fields, RoleState, RoomState
from hubbub.irc.modes import MADE_WITH, ROOM_MODES, Kind
from hubbub.irc.modes import Change as ModeChange
from hubbub.log.tables import (
    FILE_USE,
    KEEPING,
    LAST_LOG,
    MEMBERSHIP,
    METADATA,
    PIN,
    REACTION,
    READ_MARKER,
    ROOM,
    ROOM_MODE,
    STANDING,
    Fold,
    Reading,
    Tables,
    where,
)

from .change import Changes
from .moderation import invites

OF_ROOMS = (ROOM, ROOM_MODE, READ_MARKER, STANDING, METADATA, KEEPING, REACTION, PIN, FILE_USE, MEMBERSHIP)
"""The tables whose rows are a room's, by its log, and go with it; so do its invitations."""


def room_created(tables: Tables, event: RoomCreated, _: Fold) -> None:
    tables.insert(ROOM, event.log, event.at, event.name, "", "", 0, 0)
    tables.raise_to(LAST_LOG, log=event.log)  # no log gets a number that another one had
    for letter in MADE_WITH:
        _set_mode(tables, event.log, ModeChange(True, letter), "", event.at)


def topic_changed(tables: Tables, event: TopicChanged, _: Fold) -> None:
    by, at = (event.source, event.at) if event.topic else ("", 0)
    tables.alter(ROOM, where(log=event.log), topic=event.topic, topic_by=by, topic_at=at)


def room_renamed(tables: Tables, event: RoomRenamed, _: Fold) -> None:
    tables.alter(ROOM, where(log=event.log), name=event.name)


def modes_changed(tables: Tables, event: ModesChanged, _: Fold) -> None:
    for change in event.changes:
        _set_mode(tables, event.log, change, event.source, event.at, event.until, event.why)


def _set_mode(tables: Tables, log: int, change: ModeChange, by: str, at: int, until: int = 0, why: str = "") -> None:
    """Members' standing has a table of its own; of a list each mask is a row, of any other mode there is one."""
    kind = ROOM_MODES[change.letter].kind
    if kind is Kind.PREFIX:
        return
    of = {"argument": change.argument} if kind is Kind.LIST else {}
    tables.drop(ROOM_MODE, where(log=log, letter=change.letter, **of))
    if change.set:
        tables.put(ROOM_MODE, log, change.letter, change.argument, by, at, until, why)


def role_changed(tables: Tables, event: RoleChanged, _: Fold) -> None:
    if event.prefixes:
        tables.put(STANDING, event.log, event.account, event.at, event.prefixes)
    else:
        tables.drop(STANDING, where(log=event.log, account=event.account))


def mark_talked(tables: Tables, log: int) -> None:
    """The log holds messages now. A private conversation has no room, and needs no mark."""
    tables.alter(ROOM, where(log=log), has_messages=1)


def end_room(tables: Tables, log: int) -> None:
    """Forget the room at once; its entries are for the engine, which may take its time."""
    for table in OF_ROOMS:
        tables.drop(table, where(log=log))
    invites.forget(tables, where(log=log))


def read(tables: Reading) -> Fields:
    """What `State` has of rooms."""
    modes: dict[int, list[tuple[str, str, str, int, int, str]]] = {}
    for log, *mode in tables.rows(ROOM_MODE):
        modes.setdefault(log, []).append(tuple(mode))
    last = tables.last_entries(ROOM)
    ((_, last_log),) = tables.rows(LAST_LOG)
    return {
        "last_log": last_log,
        "rooms": [
            RoomState(log, name, at, topic, topic_by, topic_at, *last[log], bool(talked), modes.get(log, []))
            for log, at, name, topic, topic_by, topic_at, talked in tables.rows(ROOM)
        ],
        "roles": [RoleState(log, account, prefixes) for log, account, _, prefixes in tables.rows(STANDING)],
    }


CHANGES: Changes = {
    ModesChanged: modes_changed,
    RoomCreated: room_created,
    RoomRenamed: room_renamed,
    RoleChanged: role_changed,
    TopicChanged: topic_changed,
}
