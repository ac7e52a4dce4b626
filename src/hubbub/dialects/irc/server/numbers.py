"""NUMBERS: what the server knows of itself, for the operator's page (docs/ext/numbers.md)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from hubbub.chat.chat import Chat
from hubbub.chat.rights import Action
from hubbub.chat.world.moderation.reports import CLOSED
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor
from hubbub.commands.moderation import reports
from hubbub.dialects.irc.lines import numeric, tell_all
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.services import audit as acts
from hubbub.dialects.services import reports as reported
from hubbub.dialects.services.record import Row, row
from hubbub.irc import numerics as n
from hubbub.typed.table import Who
from hubbub.wire.message import Message

SPANS = ("hour", "day", "week")
WHATS = (*SPANS, "here", "settings")
LONGEST = 300  # characters of a sentence
HERE, REPORTS, ACTS = 5, 3, 5  # of each list that comes with the numbers


async def numbers(chat: Chat, session: Session, message: Message) -> None:
    actor(session, Action.RUN_SERVER)
    what, *more = [word.lower() for word in message.params] or ["day"]
    if what not in WHATS or more not in ([], ["lists"]) or (more and what not in SPANS):
        numeric(session, n.ERR_NEEDMOREPARAMS, "NUMBERS", f"Not understood: {VERBS['NUMBERS'].usage}")
        return
    if what == "here":  # there may be very many
        tell_all(session, _records(chat, what))
        return
    told: list[Row | str] = [*_records(chat, what)]
    if more:
        newest = await acts.listed(chat, session, [str(ACTS)])
        waiting = [one for one in reports.listed(chat, session) if one.state != CLOSED]
        told += [*islice(_records(chat, "here"), HERE), *map(reported.row, waiting[:REPORTS]), *(newest or ())]
    tell_all(session, told)


def _records(chat: Chat, what: str) -> Iterator[Row]:
    return (row(kind, _sentence(kind, fields), **fields) for kind, fields in chat.services.control.numbers(what))


def _sentence(kind: str, fields: dict[str, Any]) -> str:
    """For eyes: all that is there, in one line."""
    said = f"{kind}: " + ", ".join(f"{name} {_word(value)}" for name, value in fields.items())
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}..."


def _word(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


VERBS: dict[str, Verb] = {
    "NUMBERS": Verb(
        numbers,
        "NUMBERS [HOUR|DAY|WEEK [LISTS]|HERE|SETTINGS]",
        "See what the server knows of itself.",
        cost=2,
        who=Who.SERVER,
    )
}
