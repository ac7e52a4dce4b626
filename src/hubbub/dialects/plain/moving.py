"""Rooms: entering and leaving them, their topics, and which there are."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import people, rooms
from hubbub.typed.meanings import Join, Leave, ListRooms, Topic
from hubbub.wire.visible import strip_formatting

from . import helping, reading
from .screen import note, say, say_all
from .standing import current_room, me, must_be_in_room, shown, standing


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
    return reading.show_latest(turn, session, room.name, room.last_seq)


def leave(turn: Turn, session: Session, meaning: Leave) -> None:
    name = meaning.room if meaning.room is not None else must_be_in_room(session).name
    room = rooms.leave(turn, session, name)
    now = current_room(session)
    if now is None:
        note(session, f"You have left {_shown(turn, room)}.")
        say(session, helping.OUTSIDE)
    else:
        note(session, f"You have left {_shown(turn, room)}. You are in {_shown(turn, now)} now.")


def topic(turn: Turn, session: Session, meaning: Topic) -> None:
    room = must_be_in_room(session)
    if meaning.text is not None:
        rooms.set_topic(turn, session, room.name, meaning.text)
    else:
        note(session, _topic(turn, room) if room.topic else f"{_shown(turn, room).capitalize()} has no topic.")


def list_rooms(turn: Turn, session: Session, meaning: ListRooms) -> None:
    """Those the person is in are marked."""
    found = sorted(rooms.shown(turn, session), key=lambda room: room.fold)
    if not found:
        say(session, "There are no rooms yet. To make one, type: join room")
        return
    mine = me(session).rooms
    lines = [f"  {_line(turn, room)}{' (you are in it)' if room in mine else ''}" for room in found]
    say_all(session, ["Rooms:", *lines])


def _here(turn: Turn, room: Room) -> str:
    names = [user.name for user in people.members(room)]
    others = f"{', '.join(names[:50])}{f' and {len(names) - 50} more' if len(names) > 50 else ''}"
    return f"You are in {_shown(turn, room)} now. In it: {others}"


def _line(turn: Turn, room: Room) -> str:
    count = len(room.members)
    about = f": {strip_formatting(room.topic)}" if room.topic else ""
    return f"{room.name.removeprefix('#')} ({count} {'member' if count == 1 else 'members'}){about}"


def _topic(turn: Turn, room: Room) -> str:
    return f"The topic of {_shown(turn, room)} is: {strip_formatting(room.topic)}"


def _shown(turn: Turn, room: Room) -> str:
    return shown(room.name, turn.world.lobby)
