"""Rooms in the state tables: their names, topics and modes, and how they end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from hubbub.chat.events import (
    ModesChanged,
    RoleChanged,
    RoomClosed,
    RoomClosing,
    RoomCreated,
    RoomRenamed,
    TopicChanged,
)
from hubbub.chat.ports import Closing, Fields, RoomState, Sleeping
from hubbub.irc.modes import MADE_WITH, ROOM_MODES, Kind
from hubbub.irc.modes import Change as ModeChange
from hubbub.log.tables import (
    CLOSING,
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

Mode = tuple[str, str, str, int, int, str]
AS_MADE = (1 << len(MADE_WITH)) - 1
T = TypeVar("T")

OF_ROOMS = (ROOM, ROOM_MODE, READ_MARKER, STANDING, METADATA, KEEPING, REACTION, PIN, FILE_USE, MEMBERSHIP, CLOSING)
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
        _set_mode(tables, event.log, change, event.source, event.begun, event.until, event.why)


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


def room_closing(tables: Tables, event: RoomClosing, _: Fold) -> None:
    tables.put(CLOSING, event.log, event.at, event.source, event.why)


def room_closed(tables: Tables, event: RoomClosed, _: Fold) -> None:
    tables.drop(CLOSING, where(log=event.log))


def mark_talked(tables: Tables, log: int) -> None:
    """The log holds messages now. A private conversation has no room, and needs no mark."""
    tables.alter(ROOM, where(log=log), has_messages=1)


def end_room(tables: Tables, log: int) -> None:
    """Forget the room at once; its entries are for the engine, which may take its time."""
    for table in OF_ROOMS:
        tables.drop(table, where(log=log))
    invites.forget(tables, where(log=log))


def read(tables: Reading) -> Fields:
    """What `State` has of rooms. There may be a hundred thousand: each is packed as it comes."""
    ((_, last_log),) = tables.rows(LAST_LOG)
    roles = _by_log((log, (account, prefixes)) for log, account, _, prefixes in tables.rows(STANDING))
    readers = _by_log((log, account) for account, log, _, _ in tables.rows(READ_MARKER))
    made, others = _modes(tables, last_log)
    rooms, nothing = Sleeping(), list[Any]()
    for row, (_, seq, last_at) in zip(tables.rows(ROOM), tables.last_entries(ROOM), strict=True):
        log, at, name, topic, topic_by, topic_at, talked = row
        modes = None
        if made[log] != AS_MADE or log in others:
            modes = [*_made(made[log], at), *others.get(log, nothing)]
        room = RoomState(log, name, at, topic, topic_by, topic_at, seq, last_at, bool(talked), modes)
        room.roles, room.readers = roles.get(log, nothing), readers.get(log, nothing)
        rooms.add(room)
    rooms.all_here()
    return {
        "last_log": last_log,
        "rooms": rooms,
        "closing": [Closing(*row) for row in tables.rows(CLOSING)],
    }


def _by_log(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for log, one in rows:
        found.setdefault(log, []).append(one)
    return found


def _modes(tables: Reading, last_log: int) -> tuple[bytearray, dict[int, list[Mode]]]:
    """By log: which modes of new rooms are set, as bits, for most rooms have these alone; and all others."""
    made, others = bytearray(last_log + 1), dict[int, list[Mode]]()
    bits = {letter: 1 << place for place, letter in enumerate(MADE_WITH)}
    for log, *mode in tables.rows(ROOM_MODE):
        bit = bits.get(mode[0])
        if bit is not None:
            made[log] |= bit
        else:
            others.setdefault(log, []).append(tuple(mode))
    return made, others


def _made(bits: int, at: int) -> list[Mode]:
    return [(letter, "", "", at, 0, "") for place, letter in enumerate(MADE_WITH) if bits >> place & 1]


CHANGES: Changes = {
    ModesChanged: modes_changed,
    RoomClosed: room_closed,
    RoomClosing: room_closing,
    RoomCreated: room_created,
    RoomRenamed: room_renamed,
    RoleChanged: role_changed,
    TopicChanged: topic_changed,
}
