"""Rooms: entering and leaving them, their topics, and which there are."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.history import missed
from hubbub.commands.people import people
from hubbub.commands.rooms import renaming, rooms
from hubbub.typed import wording
from hubbub.typed.meanings import Join, Leave, ListRooms, RenameRoom, Topic
from hubbub.wire.visible import strip_formatting

from . import keeping, reading
from .screen import note, say, say_all
from .standing import current_room, must_be_in_room, shown, standing


def join(turn: Turn, session: Session, meaning: Join) -> Awaitable[None] | None:
    """Enter a room, or turn to one of those that were entered before."""
    room = rooms.join(turn, session, meaning.room)
    if room is None:
        room = rooms.find(turn, session, meaning.room)
        standing(session).room = room.name
        note(session, _here(turn, room))
        return None
    standing(session).room = room.name
    note(session, _here(turn, room))
    if room.topic:
        say(session, _topic(turn, room))
    keeping.show_to_newcomer(turn, session, room)
    return reading.show_missed(turn, session, room, missed.gap(turn, session, room))


def leave(turn: Turn, session: Session, meaning: Leave) -> None:
    name = meaning.room if meaning.room is not None else must_be_in_room(session).name
    room = rooms.leave(turn, session, name)
    now = current_room(session)
    note(session, wording.left_self(_shown(turn, room), _shown(turn, now) if now else ""))
    if now is None:
        say(session, wording.OUTSIDE)


def topic(turn: Turn, session: Session, meaning: Topic) -> None:
    room = must_be_in_room(session)
    if meaning.text is not None:
        rooms.set_topic(turn, session, room.name, meaning.text)
    else:
        note(session, _topic(turn, room))


def rename(turn: Turn, session: Session, meaning: RenameRoom) -> None:
    renaming.rename(turn, session, meaning.room, meaning.name, meaning.text or "")


def list_rooms(turn: Turn, session: Session, meaning: ListRooms) -> None:
    """Those the person is in are marked."""
    found = sorted(rooms.shown(turn, session), key=lambda room: room.fold)
    if not found:
        say(session, wording.NO_ROOMS)
        return
    mine = session.user.rooms if session.user else {}
    say_all(session, [wording.ROOMS, *(_row(room, mine=room in mine) for room in found)])


def _here(turn: Turn, room: Room) -> str:
    return wording.here(_shown(turn, room), [user.name for user in people.members(room)])


def _row(room: Room, *, mine: bool) -> str:
    return wording.room_row(room.name.removeprefix("#"), len(room.members), strip_formatting(room.topic), mine=mine)


def _topic(turn: Turn, room: Room) -> str:
    return wording.topic_is(_shown(turn, room), strip_formatting(room.topic))


def _shown(turn: Turn, room: Room) -> str:
    return shown(room.name, turn.world.lobby)
