"""NUMBERS: what the server knows of itself, for the operator's page (docs/ext/numbers.md)."""

from __future__ import annotations

from typing import Any

from hubbub.chat.chat import Chat
from hubbub.chat.rights import Action
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor
from hubbub.dialects.irc.lines import numeric, tell
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.services.record import row
from hubbub.irc import numerics as n
from hubbub.typed.table import Who
from hubbub.wire.message import Message

WHATS = ("hour", "day", "week", "here", "settings")
LONGEST = 300  # characters of a sentence


def numbers(chat: Chat, session: Session, message: Message) -> None:
    actor(session, Action.RUN_SERVER)
    what = message.params[0].lower() if message.params else "day"
    if what not in WHATS:
        numeric(session, n.ERR_NEEDMOREPARAMS, "NUMBERS", f"Not understood: {VERBS['NUMBERS'].usage}")
        return
    for kind, fields in chat.services.control.numbers(what):
        tell(session, row(kind, _sentence(kind, fields), **fields))


def _sentence(kind: str, fields: dict[str, Any]) -> str:
    """For eyes: all that is there, in one line."""
    said = f"{kind}: " + ", ".join(f"{name} {_word(value)}" for name, value in fields.items())
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}..."


def _word(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


VERBS: dict[str, Verb] = {
    "NUMBERS": Verb(
        numbers, "NUMBERS [HOUR|DAY|WEEK|HERE|SETTINGS]", "See what the server knows of itself.", cost=2, who=Who.SERVER
    )
}
