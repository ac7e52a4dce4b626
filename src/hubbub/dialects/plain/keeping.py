"""How long messages stay."""

from __future__ import annotations

from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages import keeping
from hubbub.typed import wording
from hubbub.typed.meanings import Expire, Retention

from .screen import say, say_all
from .standing import must_be_in_room, shown


def retention(turn: Turn, session: Session, meaning: Retention) -> None:
    name = must_be_in_room(session).name
    if meaning.time is None:
        _show(turn, session, name)
    else:
        keeping.retain(turn, session, name, meaning.time)


def expire(turn: Turn, session: Session, meaning: Expire) -> None:
    target = meaning.name or must_be_in_room(session).name
    if meaning.time is None:
        _show(turn, session, target)
    else:
        keeping.expire(turn, session, target, meaning.time)


def show_to_newcomer(turn: Turn, session: Session, room: Room) -> None:
    """What holds in this room beyond what holds on the whole server."""
    for line in wording.keeping(_where(turn, room.name), room.retention, room.expiry):
        say(session, line)


def _show(turn: Turn, session: Session, target: str) -> None:
    name, retention, expiry = keeping.kept(turn, session, target)
    where = _where(turn, name)
    say_all(session, wording.keeping(where, retention, expiry) or [wording.all_kept(where)])


def _where(turn: Turn, target: str) -> str:
    room = target.startswith("#")
    return f"in {shown(target, turn.world.lobby)}" if room else f"in your conversation with {target}"
