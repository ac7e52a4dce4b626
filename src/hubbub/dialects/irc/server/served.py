"""The verbs of what the server understands by itself: all those of the table of commands that have one."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.irc.lines import numeric, tell_all
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.dialects.services import serving
from hubbub.dialects.services.service import Misunderstood
from hubbub.irc import numerics as n
from hubbub.typed.table import COMMANDS
from hubbub.wire.message import Message

NAMES = {command.irc: command.name for command in COMMANDS if command.served and command.irc}
COST = 2  # as much as what is said to NickServ


async def served(chat: Chat, session: Session, message: Message) -> None:
    """Done as in every dialect, and answered in lines."""
    words = " ".join(" ".join(message.params).split())
    try:
        lines = await serving.serve(chat, session, NAMES[message.command], words)
    except Misunderstood:
        text = f"Type it like this: {VERBS[message.command].usage}"
        numeric(session, n.ERR_NEEDMOREPARAMS, message.command, text)
        return
    tell_all(session, lines)


VERBS: dict[str, Verb] = {
    command.irc: verb(served, command.name, params=command.needs, cost=COST)
    for command in COMMANDS
    if command.served and command.irc
}
