"""All that the server understands by itself, and how it is done in every dialect."""

from __future__ import annotations

from inspect import isawaitable

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.typed import table
from hubbub.typed.table import Command

from . import (
    accounts,
    audit,
    bans,
    certificates,
    devices,
    files,
    invites,
    lockdown,
    operators,
    privacy,
    reports,
    tokens,
)
from .service import Answer, Misunderstood, Service

SERVICES: dict[str, Service] = {
    **devices.SERVICES,
    **certificates.SERVICES,
    **operators.SERVICES,
    **accounts.SERVICES,
    **privacy.SERVICES,
    **invites.SERVICES,
    **audit.SERVICES,
    **lockdown.SERVICES,
    **reports.SERVICES,
    **bans.SERVICES,
    **tokens.SERVICES,
    **files.SERVICES,
}


def served(word: str) -> Command | None:
    """The command of that name, in capitals or not, if it is one that the server understands by itself."""
    command = table.find(word)
    return command if command is not None and command.served else None


async def serve(chat: Chat, session: Session, command: str, text: str) -> Answer:
    """Do what stands after the command, and what there is to say then. Raises Misunderstood, or its refusal."""
    service = SERVICES[command]
    answer = service.run(chat, session, text.split(maxsplit=service.rest))
    if isawaitable(answer):
        answer = await answer
    if answer is None:
        raise misunderstood(command, text, console=session.console)
    return answer


def misunderstood(name: str, text: str, *, console: bool) -> Misunderstood:
    """Says how it is typed; of several ways those that begin as this one did."""
    command = table.find(name)
    assert command is not None, "every service is in the table"
    first = (text.split() or [""])[0]
    return Misunderstood(command.typed(command.all_arguments(first, console=console)))
