"""Our sentences for people in clients that are not ours, which have no `/devices` and the like: verbs, or NickServ."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hubbub.chat.world.session import Session
from hubbub.irc.caps import Cap
from hubbub.typed.table import COMMANDS

from .state import state_of

_TO_NICKSERV = {"register": "REGISTER", "login": "IDENTIFY"} | {
    command.name: command.name.upper()
    for command in COMMANDS
    if command.served and not command.irc and command.name != "invited"  # that is given where one comes in
}
_VERBS = {command.name: command.irc.partition(" [")[0] for command in COMMANDS if command.served and command.irc}
_VERBS |= {command.name: command.irc.partition(" [")[0] for command in COMMANDS if command.name in ("pins", "unpin")}
_FORMS = {name: f"/msg NickServ {word}" for name, word in _TO_NICKSERV.items()} | _VERBS


def _typed(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\s(])/({'|'.join(names)})(?![\w-])")


_TYPED, _SERVED = _typed(_FORMS), _typed({*_FORMS, *(command.name for command in COMMANDS if command.served)})


def spoken(text: str) -> str:
    """What we say ourselves, in which nobody else's words are, with such commands as they are given there."""
    return _TYPED.sub(lambda found: _FORMS[found[1]], text)


def to_nickserv(text: str) -> str:
    """The same of what NickServ says of itself."""
    return _SERVED.sub(lambda found: _TO_NICKSERV.get(found[1], found[1].upper()), text)


def is_in_ours(session: Session) -> bool:
    """Whether this is a client that takes what people type with a slash, as all of ours do."""
    return bool(state_of(session).caps & Cap.ROWS.value)


def said_to(session: Session, text: str) -> str:
    """As the people in this client type it."""
    return text if is_in_ours(session) else spoken(text)
