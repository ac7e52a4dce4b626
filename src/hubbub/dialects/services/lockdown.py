"""`/lockdown`, as it is asked for in every dialect."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.moderation.lockdown import Lockdown
from hubbub.chat.world.session import Session
from hubbub.commands.moderation.lockdown import set_level

from . import record
from .service import Service


def lockdown(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """The level, after it was set when there is a word; None when the words fit no usage."""
    if len(words) > 1:
        return None
    level = set_level(chat, session, words[0]) if words else chat.world.lockdown
    return [row(level)]


def row(level: Lockdown) -> record.Row:
    """The level in one line."""
    more = "" if level is Lockdown.OPEN else f" {level.sentence}"
    return record.row("lockdown", f"Lockdown: {level.word}.{more}", level=level.word)


SERVICES: dict[str, Service] = {"lockdown": Service(lockdown)}
