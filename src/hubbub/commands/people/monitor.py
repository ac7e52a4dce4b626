"""Watching names: told when somebody takes one or gives it up (https://ircv3.net/specs/extensions/monitor)."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import NameCame, NameWent
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.session import Session

MOST = 100  # names that one connection may watch


def add(chat: Chat, session: Session, wanted: Iterable[str]) -> tuple[list[str], list[str]]:
    """Watch these names: those that are watched now, and those for which the list has no room.

    What can be nobody's name is passed over: "'target' MUST be a valid nick".
    """
    watched: dict[str, str] = {}
    refused: list[str] = []
    for name in wanted:
        fold = names.fold(name)
        if not _may_be_a_name(chat, name):
            continue
        if fold not in session.watched and len(session.watched) >= MOST:
            refused.append(name)
            continue
        chat.world.local.watchers.add(session, fold, name)
        watched[fold] = name
    return list(watched.values()), refused


def remove(chat: Chat, session: Session, wanted: Iterable[str]) -> None:
    """Watch these names no more."""
    for name in wanted:
        chat.world.local.watchers.remove(session, names.fold(name))


def came(chat: Chat, source: str) -> None:
    """Tell those who watch a name that somebody has it now."""
    if chat.world.local.watchers.of(names.fold(name_of(source))):
        chat.emit(NameCame(at=chat.now, server=chat.policy.server, source=source))


def went(chat: Chat, name: str) -> None:
    """Tell those who watch a name that nobody has it any more."""
    if chat.world.local.watchers.of(names.fold(name)):
        chat.emit(NameWent(at=chat.now, server=chat.policy.server, name=name))


def _may_be_a_name(chat: Chat, text: str) -> bool:
    try:
        names.check_name(text, longest=chat.policy.name_bytes)
    except names.InvalidName:
        return False
    return True
