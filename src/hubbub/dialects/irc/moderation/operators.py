"""OPER; what only operators may: KILL, UBAN, WALLOPS, REHASH, RESTART, DIE, SAJOIN, SAMODE; AUDIT and UNDO; and the
links that one server never has."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.rights import Action
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor
from hubbub.commands.moderation import operators, overriding
from hubbub.dialects.irc.history import replay
from hubbub.dialects.irc.lines import from_server, nick_of, numeric, server_name, shortened
from hubbub.dialects.irc.rooms.joining import show_room
from hubbub.dialects.irc.rooms.modes import force_mode
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.services import rows
from hubbub.irc import numerics as n
from hubbub.wire.message import Message


async def oper(chat: Chat, session: Session, message: Message) -> None:
    await operators.become(chat, session, message.params[0], message.params[1])
    numeric(session, n.RPL_YOUREOPER, "You are now an operator of this server")


def kill(chat: Chat, session: Session, message: Message) -> None:
    if message.params[0].lower() == server_name(session).lower():
        actor(session, Action.KILL)
        numeric(session, n.ERR_CANTKILLSERVER, "You cannot kill a server")
        return
    operators.kill(chat, session, message.params[0], message.params[1] or "No reason given")


def wallops(chat: Chat, session: Session, message: Message) -> None:
    operators.tell_all(chat, session, message.params[0])


def rehash(chat: Chat, session: Session, message: Message) -> None:
    problems = operators.rehash(chat, session)
    numeric(session, n.RPL_REHASHING, "hubbub.toml", "The settings are read again")
    for problem in problems:
        from_server(session, "NOTICE", nick_of(session), problem)


async def served(chat: Chat, session: Session, message: Message) -> None:
    """What the server understands in every dialect, answered in lines."""
    words = " ".join(message.params).split()
    for line in await rows.serve(chat, session, rows.SERVICES[message.command.lower()], " ".join(words)):
        from_server(session, "NOTICE", nick_of(session), line)


def restart(chat: Chat, session: Session, message: Message) -> None:
    operators.end(chat, session, restart=True)


def die(chat: Chat, session: Session, message: Message) -> None:
    operators.end(chat, session, restart=False)


def force_join(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    room = overriding.join(chat, session, message.params[0])
    if room is None:
        return None
    show_room(session, room)
    return replay.entered(chat, session, [room])


def no_link(chat: Chat, session: Session, message: Message) -> None:
    """CONNECT and SQUIT: there is no other server to link with."""
    actor(session, Action.RUN_SERVER)
    numeric(session, n.ERR_NOSUCHSERVER, shortened(message.params[0], 64), "This server has no links to others")


VERBS = {
    "OPER": Verb(oper, "OPER <name> <password>", "Makes you an operator of the server.", params=2, cost=2),
    "KILL": Verb(kill, "KILL <name> :<reason>", "Ends somebody's connections.", params=2),
    "UBAN": Verb(
        served,
        "UBAN ADD <target> [<time>] [:<why>] | DEL <target> | INFO <target> | LIST",
        "Bans from the whole server.",
        params=1,
    ),
    "AUDIT": Verb(served, "AUDIT [<room>|<name>] [<n>]", "Shows who did what as an operator."),
    "UNDO": Verb(served, "UNDO <number>", "Undoes what somebody did as an operator.", params=1),
    "LOCKDOWN": Verb(
        served,
        "LOCKDOWN [open|no-registration|accounts-only|read-only]",
        "Says who may register, come in and speak for now.",
    ),
    "WALLOPS": Verb(wallops, "WALLOPS :<text>", "Says something to all who have user mode w.", params=1),
    "REHASH": Verb(rehash, "REHASH", "Reads the settings and the certificate again."),
    "SAJOIN": Verb(force_join, "SAJOIN <room>", "Joins a room whatever its door says.", params=1),
    "SAMODE": Verb(
        force_mode, "SAMODE <room> <modes> {<argument>}", "Changes a room's modes whatever your role in it.", params=2
    ),
    "RESTART": Verb(restart, "RESTART", "Stops the server cleanly and starts it again."),
    "DIE": Verb(die, "DIE", "Stops the server cleanly."),
    "CONNECT": Verb(no_link, "CONNECT <server> [<port> [<server>]]", "There are no other servers here.", params=1),
    "SQUIT": Verb(no_link, "SQUIT <server> :<reason>", "There are no other servers here.", params=2),
}
