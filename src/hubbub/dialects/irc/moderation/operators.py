"""OPER; what only operators may: KILL, WALLOPS, REHASH, RESTART, DIE, SAJOIN, SAMODE; and the links that one server
never has."""

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
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.irc import numerics as n
from hubbub.typed.table import Who
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


async def rehash(chat: Chat, session: Session, message: Message) -> None:
    problems = await operators.rehash(chat, session)
    numeric(session, n.RPL_REHASHING, "hubbub.toml", "The settings are read again")
    for problem in problems:
        from_server(session, "NOTICE", nick_of(session), problem)


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


VERBS: dict[str, Verb] = {
    "OPER": Verb(oper, "OPER <name> <password>", "Become an operator of the server.", params=2, cost=2),
    "KILL": Verb(kill, "KILL <name> :<reason>", "End somebody's connections.", params=2, named=1, who=Who.SERVER),
    "WALLOPS": Verb(wallops, "WALLOPS :<text>", "Say something to all who have user mode w.", params=1, who=Who.SERVER),
    "REHASH": verb(rehash, "rehash"),
    "SAJOIN": Verb(
        force_join, "SAJOIN <room>", "Join a room whatever its door says.", params=1, named=1, who=Who.SERVER
    ),
    "SAMODE": Verb(
        force_mode,
        "SAMODE <room> <modes> {<argument>}",
        "Change a room's modes whatever your role in it.",
        params=2,
        named=1,
        who=Who.SERVER,
    ),
    "RESTART": Verb(restart, "RESTART", "Stop the server cleanly and start it again.", who=Who.SERVER),
    "DIE": Verb(die, "DIE", "Stop the server cleanly.", who=Who.SERVER),
    "CONNECT": Verb(
        no_link, "CONNECT <server> [<port> [<server>]]", "There are no other servers here.", params=1, who=Who.SERVER
    ),
    "SQUIT": Verb(no_link, "SQUIT <server> :<reason>", "There are no other servers here.", params=2, who=Who.SERVER),
}
