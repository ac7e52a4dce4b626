"""Watching names: told when somebody takes one or gives it up (https://ircv3.net/specs/extensions/monitor)."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat import names
from hubbub.chat.events import NameCame, NameWent
from hubbub.chat.people import name_of
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.people.metadata import Appeared

MOST = 100  # names that one connection may watch


def add(turn: Turn, session: Session, wanted: Iterable[str]) -> tuple[list[str], list[str]]:
    """Watch these names: those that are watched now, and those for which the list has no room.

    What can be nobody's name is passed over: "'target' MUST be a valid nick".
    """
    watched: dict[str, str] = {}
    refused: list[str] = []
    for name in wanted:
        fold = names.fold(name)
        if not _may_be_a_name(turn, name):
            continue
        if fold not in session.watched and len(session.watched) >= MOST:
            refused.append(name)
            continue
        turn.world.watchers.add(session, fold, name)
        watched[fold] = name
    return list(watched.values()), refused


def remove(turn: Turn, session: Session, wanted: Iterable[str]) -> None:
    """Watch these names no more."""
    for name in wanted:
        turn.world.watchers.remove(session, names.fold(name))


def came(turn: Turn, source: str) -> None:
    """Tell those who watch a name that somebody has it now."""
    if turn.world.watchers.of(names.fold(name_of(source))):
        turn.emit(NameCame(turn.now, turn.policy.server, source))
        user = turn.world.users[names.fold(name_of(source))]
        for session in turn.world.watchers.of(user.fold):
            session.dialect.reply(session, Appeared(user))


def went(turn: Turn, name: str) -> None:
    """Tell those who watch a name that nobody has it any more."""
    if turn.world.watchers.of(names.fold(name)):
        turn.emit(NameWent(turn.now, turn.policy.server, name))


def _may_be_a_name(turn: Turn, text: str) -> bool:
    try:
        names.check_name(text, longest=turn.policy.name_bytes)
    except names.BadName:
        return False
    return True
