"""Operators lock the server down, and open it again."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import LockdownSet
from hubbub.chat.refusals import NoSuchLevel
from hubbub.chat.rights import Action
from hubbub.chat.world.moderation.lockdown import LEVELS, Lockdown
from hubbub.chat.world.session import Session
from hubbub.commands.guard import access
from hubbub.commands.guard.actors import actor, note


def set_level(chat: Chat, session: Session, word: str) -> Lockdown:
    """From now on this level holds, also after a restart; whom it concerns is told.

    Raises NotServerOperator, NoSuchLevel or DiskFull.
    """
    operator = actor(session, Action.LOCK_DOWN)
    level, before = LEVELS.get(word.lower()), chat.world.lockdown
    if level is None:
        raise NoSuchLevel(word, levels=", ".join(LEVELS))
    if level is before:
        return level
    chat.check_space()
    note(chat, operator, "LOCKDOWN", level.word)
    chat.emit(LockdownSet(at=chat.now, server=chat.policy.server, level=level, before=before), session)
    access.tell_offers(chat)
    return level
