"""People: who is online, who is away, under which real name."""

from __future__ import annotations

from hubbub.chat.events import AwayChanged, RealnameChanged
from hubbub.chat.people import User
from hubbub.chat.refusals import TextTooLong
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.people import presence


def online(turn: Turn) -> list[User]:
    """Everybody who has a connection, by name."""
    return sorted((user for user in turn.world.users.values() if user.sessions), key=lambda user: user.fold)


def known(turn: Turn) -> list[User]:
    """Everybody who is in the chat, connected or not, by name."""
    return sorted(turn.world.users.values(), key=lambda user: user.fold)


def members(room: Room) -> list[User]:
    """The room's members, by name."""
    return sorted(room.members, key=lambda user: user.fold)


def set_away(turn: Turn, session: Session, text: str) -> None:
    """Be away with this text; an empty one means being back."""
    user = session.user
    assert user is not None
    check_away(turn, text)
    if text != user.away:
        turn.emit(AwayChanged(turn.now, user.source, text), session)
        if not turn.disk_full:
            presence.note(turn, user)


def check_away(turn: Turn, text: str) -> None:
    """Whether one may be away with this text. Raises TextTooLong."""
    _check_length(text, turn.policy.away_bytes)


def set_realname(turn: Turn, session: Session, realname: str) -> None:
    """Change the real name that others can ask for."""
    user = session.user
    assert user is not None
    _check_length(realname, turn.policy.realname_bytes)
    turn.emit(RealnameChanged(turn.now, user.source, realname), session)


def _check_length(text: str, limit: int) -> None:
    length = len(text.encode())
    if length > limit:
        raise TextTooLong(limit=str(limit), length=str(length))
