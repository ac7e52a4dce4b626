"""Where a person stands: the room they are in, and what was meant for another place."""

from __future__ import annotations

from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed import sentences
from hubbub.typed.grammar import asks, seen
from hubbub.typed.meanings import Meaning, Place
from hubbub.typed.secrets import is_secret

from .state import state_of

TOGETHER = 1_000  # milliseconds in which nobody reads an answer and types another line


class InNoRoom(OwnRefusal):
    code = "IN_NO_ROOM"
    sentence = sentences.IN_NO_ROOM


def current_room(session: Session) -> Room | None:
    """The room that words go to: the one entered last, else the lobby, else any other they are in."""
    user, world = session.user, session.chat.world
    if user is None:
        return None
    for room in (world.room(state_of(session).room), world.room(world.lobby)):
        if room is not None and room in user.rooms:
            return room
    return next(reversed(user.rooms), None)


class Astray(OwnRefusal):
    code = "ASTRAY"


def room_here(session: Session) -> Room:
    """The current room, to look at. Raises InNoRoom."""
    room = current_room(session)
    if room is None:
        raise InNoRoom
    return room


def room_meant(session: Session, meaning: Meaning) -> Room:
    """The current room, for what asks there or does something. Raises InNoRoom, or Astray where it does something."""
    return room_here(session) if asks(meaning) else must_be_in_room(session)


def must_be_in_room(session: Session) -> Room:
    """The current room, to do something there. Raises InNoRoom, or Astray when the line was meant for another place."""
    state, room = state_of(session), room_here(session)
    where = shown(room.name, session.chat.world.lobby)
    if state.astray:
        state.astray_until = session.chat.clock + TOGETHER
        behind = sentences.behind if state.astray.startswith("/") else sentences.astray
        raise Astray(state.astray, behind("{about}", "{here}"), here=where)
    if state.room and state.room != room.name:  # they were put out of it
        gone, state.room = shown(state.room, session.chat.world.lobby), room.name
        go_astray(session, gone)
        state.astray_line = state.line
        raise Astray(gone, sentences.put_out("{about}", "{here}"), here=where)
    return room


def go_astray(session: Session, where: str, *, asking: bool = True) -> None:
    """They are not where they wanted to be: what was meant for there is not said where they are."""
    state = state_of(session)
    state.astray, state.astray_until, state.astray_words = where, session.chat.clock + TOGETHER, False
    state.astray_line = "" if asking else None


def stumble(session: Session) -> None:
    """Nothing can be done with this command: what comes in one go with it may be for where it was to lead, or what it
    lacks, such as a password. A slash is in no room's name."""
    first = seen(state_of(session).line).partition(" ")[0][:40]
    if first:  # at the console, who is nobody in the chat, no line is kept
        go_astray(session, first if first.startswith("/") else f"/{first}", asking=False)


def get_over(session: Session) -> None:
    """Something is done that says nothing: what follows may be for where one is again, behind what was only refused."""
    state = state_of(session)
    if state.astray_words:
        state.astray, state.astray_words = "", False


def find_back(session: Session, line: str) -> None:
    """Another line has come. Somebody who types it again means the place where they are; a pipe does not."""
    state = state_of(session)
    if not state.astray:
        return
    has_read = not session.in_one_go and session.chat.clock > state.astray_until
    if has_read and state.astray_line in (line, None):
        state.astray = ""
    elif state.astray_line is not None:
        state.astray_line = "" if state.question is not None or is_secret(line) else line


def place(session: Session) -> Place:
    """Which of the three kinds of place the current room is."""
    room = current_room(session)
    if room is None:
        return Place.OUTSIDE
    return Place.LOBBY if room.name == session.chat.world.lobby else Place.ROOM


def shown(room: str, lobby: str) -> str:
    """The room's name for people, who know no '#'."""
    return sentences.place(room, lobby=room == lobby)
