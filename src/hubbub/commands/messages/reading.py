"""How far somebody has read each room and private conversation: for their own devices, and for nobody else."""

from __future__ import annotations

from hubbub.chat.events import ReadMarked
from hubbub.chat.journal import Journal
from hubbub.chat.people import User
from hubbub.chat.refusals import DiskFull, NoHistory
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.history import history
from hubbub.commands.messages import messages

MOST = 1000  # rooms and conversations that one person may have markers in


def marker(turn: Turn, session: Session, target: str) -> tuple[str, int | None]:
    """The target's name as it is written, and the time of the last message read there; None where there is none."""
    try:
        journal, _ = history.readable(turn, session, target)
    except NoHistory:
        other = turn.world.user(target)
        return (other.name if other else target), None
    return history.canonical(turn, session, target), _me(session).read_until.get(journal.log)


def mark(turn: Turn, session: Session, target: str, until: int) -> bool:
    """The last message read there has this time. False: the marker was there already, or further on.

    "it can clamp it between the last read timestamp and the current time" (read-marker). Raises NoHistory, DiskFull.
    """
    user = _me(session)
    journal = _journal(turn, session, target)
    markers = user.read_until
    until = min(until, max(turn.now, journal.last_at))
    if until <= markers.get(journal.log, -1):
        return False
    if turn.disk_full:
        raise DiskFull
    full = journal.log not in markers and len(markers) >= MOST
    forgotten = next(iter(markers)) if full else 0
    name = history.canonical(turn, session, target)
    event = ReadMarked(turn.now, journal.log, user.party, user.number, turn.policy.server, name, until, forgotten)
    turn.emit(event, session)
    return True


def _journal(turn: Turn, session: Session, target: str) -> Journal:
    """The log of a room or of a conversation, which begins with the marker when nothing was said yet to who is here."""
    try:
        return history.readable(turn, session, target)[0]
    except NoHistory:
        other = turn.world.user(target)
        if other is None or turn.disk_full:
            raise
        return messages.conversation(turn, _me(session), other.party, other.name)


def _me(session: Session) -> User:
    assert session.user is not None
    return session.user
