"""Operators lock the server down, and open it again."""

from __future__ import annotations

from hubbub.chat.events import LockdownSet
from hubbub.chat.lockdown import LEVELS, Lockdown
from hubbub.chat.refusals import DiskFull, NoSuchLevel
from hubbub.chat.rights import Action
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation.actors import actor, note


def set_level(turn: Turn, session: Session, word: str) -> Lockdown:
    """From now on this level holds, also after a restart; whom it concerns is told.

    Raises NotServerOperator, NoSuchLevel or DiskFull.
    """
    operator = actor(session, Action.LOCK_DOWN)
    level, before = LEVELS.get(word.lower()), turn.world.lockdown
    if level is None:
        raise NoSuchLevel(word, levels=", ".join(LEVELS))
    if level is before:
        return level
    if turn.disk_full:
        raise DiskFull
    note(turn, operator, "LOCKDOWN", level.word)
    turn.emit(LockdownSet(turn.now, turn.policy.server, level, before), session)
    return level
