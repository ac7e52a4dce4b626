"""Where a person stands: the room they are in, and the question that they are being asked."""

from __future__ import annotations

from enum import Enum

import msgspec

from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed import sentences
from hubbub.typed.meanings import Place


class Question(Enum):
    """What the next line answers."""

    PASSWORD = "password"
    NAME = "name"
    LOGIN = "login"
    RECIPIENT = "recipient"
    TEXT = "text"


class Said(msgspec.Struct, frozen=True):
    """What a person said last: to which room or person, under which id; `action`: what they did, not said."""

    target: str
    id: int
    action: bool = False


class PlainState(msgspec.Struct):
    """The state of a connection that speaks plain text. `room` is the name of the room that was entered last,
    `name` the registered one whose password is asked for; `width`: the columns of their terminal, 0: nobody knows."""

    question: Question | None = None
    room: str = ""
    name: str = ""
    recipient: str = ""
    said: Said | None = None
    wrong_passwords: int = 0
    has_typed: bool = False
    has_said_goodbye: bool = False
    width: int = 0


class InNoRoom(OwnRefusal):
    code = "IN_NO_ROOM"
    sentence = sentences.IN_NO_ROOM


def state_of(session: Session) -> PlainState:
    state = session.state
    assert isinstance(state, PlainState)
    return state


def current_room(session: Session) -> Room | None:
    """The room that words go to: the one entered last, else the lobby, else any other they are in."""
    user, world = session.user, session.chat.world
    if user is None:
        return None
    for room in (world.room(state_of(session).room), world.room(world.lobby)):
        if room is not None and room in user.rooms:
            return room
    return next(reversed(user.rooms), None)


def must_be_in_room(session: Session) -> Room:
    """The current room. Raises InNoRoom."""
    room = current_room(session)
    if room is None:
        raise InNoRoom
    return room


def place(session: Session) -> Place:
    """Which of the three kinds of place the current room is."""
    room = current_room(session)
    if room is None:
        return Place.OUTSIDE
    return Place.LOBBY if room.name == session.chat.world.lobby else Place.ROOM


def shown(room: str, lobby: str) -> str:
    """The room's name for people, who know no '#'."""
    return sentences.place(room, lobby=room == lobby)
