"""The audit log: who may read which acts of power, and how long they are kept."""

from __future__ import annotations

from collections.abc import Collection

from hubbub.chat.events import Act, ActsForgotten
from hubbub.chat.refusals import NoSuchAct, NothingToAudit
from hubbub.chat.rights import Action, check, may
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.rooms.rooms import member_of

MOST = 200  # acts in one answer
DAY = 86_400_000


async def listed(turn: Turn, session: Session, about: str, count: int) -> list[Act]:
    """The newest acts that the asker may read, the oldest of them first. `about`: a room, or a part of a name.

    Raises NothingToAudit, NoSuchRoom, NotInRoom or NotOperator.
    """
    logs = _within(turn, session, about)
    words = "" if _room(turn, about) else about
    found = await turn.after(session, turn.log.acts(min(count, MOST), _since(turn), logs, words))
    may_still = readable(turn, session)
    return [act for act in reversed(found) if may_still is None or act.log in may_still]


async def numbered(turn: Turn, session: Session, number: int) -> Act:
    """One act. Raises NoSuchAct, also for those that the asker may not read."""
    act = await turn.after(session, turn.log.act(number)) if 0 < number <= turn.world.last_act else None
    logs = readable(turn, session)
    if act is None or act.at < _since(turn) or (logs is not None and act.log not in logs):
        raise NoSuchAct(str(number))
    return act


def readable(turn: Turn, session: Session) -> Collection[int] | None:
    """The logs of the rooms whose acts the asker may read; None: those of all, and of the server."""
    user = session.user
    if session.console or (user is not None and may(Action.AUDIT, user)):
        return None
    return {room.log for room in user.rooms if may(Action.AUDIT_ROOM, user, room)} if user else set()


def forget_old(turn: Turn) -> None:
    """Let go of the acts that are older than the settings say."""
    if turn.world.last_act and not turn.disk_full:
        turn.emit(ActsForgotten(_since(turn)))


def _within(turn: Turn, session: Session, about: str) -> Collection[int] | None:
    """The logs to look at: of one room, or of all that may be read."""
    logs, room = readable(turn, session), _room(turn, about)
    if logs is None:
        return None if room is None else {room.log}
    if about.startswith("#") or (room is not None and session.user is not None and room in session.user.rooms):
        user, room = member_of(turn, session, about)
        check(Action.AUDIT_ROOM, user, room)
        return {room.log}
    if not logs:
        raise NothingToAudit
    return logs


def _room(turn: Turn, about: str) -> Room | None:
    return turn.world.room(about if about.startswith("#") else f"#{about}") if about else None


def _since(turn: Turn) -> int:
    return turn.now - turn.policy.audit_days * DAY
