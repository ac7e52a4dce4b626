"""What only the server's own console understands: words in, sentences out, as in `serving`."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import operators, overriding

from .service import Answer, Misunderstood, Words

EVERYBODY = ("all", "*", "everybody")


def _remove(chat: Chat, session: Session, words: Words) -> Answer | None:
    if not words:
        return None
    name, why = words[0].removeprefix("@"), " ".join(words[1:])
    operators.kill(chat, session, name, why or "No reason given")
    return [f"{name} is removed from the server, and may come back. To keep somebody away, ban them."]


def _kick(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) < 2:
        return None
    name = words[0] if words[0].startswith("#") else f"#{words[0]}"
    room = overriding.push_out(chat, session, name, words[1].removeprefix("@"), " ".join(words[2:]))
    return [f"{words[1].removeprefix('@')} is not in {room} any more."]


def _say(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) < 2:
        return None
    to = "" if words[0].lower() in EVERYBODY else words[0].removeprefix("@")
    operators.say(chat, session, to, words[1])
    return [f"Said to {to or 'everybody'}."]


def _stop(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    operators.end(chat, session, restart=False)
    return ["The server is stopping."]


def _restart(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    operators.end(chat, session, restart=True)
    return ["The server is stopping, and begins anew."]


def _watch(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    chat.services.control.watch(session)
    return []


class Own(msgspec.Struct, frozen=True):
    """`rest`: of how many words at most the last one has its spaces as they are; -1: none."""

    run: Callable[[Chat, Session, Words], Answer | None]
    usage: str
    help: str
    rest: int = -1


CONSOLE = {
    "remove": Own(_remove, "remove name [why]", "end somebody's connections"),
    "kick": Own(_kick, "kick room name [why]", "make somebody leave a room"),
    "say": Own(_say, "say name|#room|all text", "let the server say something", rest=1),
    "stop": Own(_stop, "stop", "stop the server"),
    "restart": Own(_restart, "restart", "stop the server and start it again"),
    "watch": Own(_watch, "watch", "be told what happens, as lines of JSON (for programs)"),
}


async def serve(chat: Chat, session: Session, command: str, text: str) -> Answer:
    """Do it, and what there is to say then. Raises Misunderstood, or its refusal."""
    own = CONSOLE[command]
    answer = own.run(chat, session, text.split(maxsplit=own.rest))
    if answer is None:
        raise Misunderstood(f"/{own.usage}")
    return answer
