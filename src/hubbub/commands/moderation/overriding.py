"""Operators of the server override their role in a room; each use leaves a trace."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat.refusals import NoSuchRoom, Refusal
from hubbub.chat.rights import Action, check_operator
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation.actors import note, of
from hubbub.commands.rooms import modes, rooms
from hubbub.irc.modes import Change, written


def join(turn: Turn, session: Session, name: str) -> Room | None:
    """Join a room whatever its door says. None: was a member already. Raises NotServerOperator or NoSuchRoom."""
    operator = check_operator(Action.OVERRIDE, session.user)
    room = _room(turn, name)
    if room not in operator.rooms:
        note(turn, of(operator, session), "SAJOIN", room.name)
    return rooms.join(turn, session, room.name, override=True)


def change_modes(turn: Turn, session: Session, name: str, wanted: Iterable[Change]) -> list[Refusal]:
    """Change a room's modes without a role in it; refusals as in `modes.change`. Raises as `join` does."""
    operator = check_operator(Action.OVERRIDE, session.user)
    room, wanted = _room(turn, name), list(wanted)
    note(turn, of(operator, session), "SAMODE", room.name, " ".join(written(wanted)))
    return modes.change_as(turn, session, operator, room, wanted, override=True)


def _room(turn: Turn, name: str) -> Room:
    room = turn.world.room(name)
    if room is None:
        raise NoSuchRoom(name)
    return room
