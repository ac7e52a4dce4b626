"""What the server itself answers for, as NickServ: nothing that is said to it reaches anybody else."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.irc.accounts.nickserv import nickserv
from hubbub.dialects.irc.history import playback
from hubbub.dialects.irc.lines import numeric, server_name, shortened
from hubbub.dialects.irc.verb import Run
from hubbub.irc import numerics as n
from hubbub.typed import sentences
from hubbub.wire.message import Message


def _playback(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    return playback.ask(chat, session, message.params[1])


SERVICES: dict[str, Run] = {"nickserv": nickserv, playback.NAME: _playback}
"""What is said to these is for the server, under whatever case of letters."""


def service(session: Session, target: str) -> Run | None:
    """What does what is said to that name, alone or at this server."""
    return SERVICES.get(target.lower().removesuffix(f"@{server_name(session).lower()}"))


def is_service(target: str) -> bool:
    """Whether that name is one of services, of ours or as other networks have them: `ChanServ`, and whatever is named
    with its server, by which they are called so that no password goes astray (`X@channels.example`)."""
    if "#" in target:
        return False
    name, at, _ = target.partition("!")[0].partition("@")
    return bool(at) or name.lower() in SERVICES or names.is_service(name)


def alone(session: Session, command: str, targets: list[str]) -> list[str]:
    """The services among several recipients, of ours the first alone, or all recipients where none is a service: what
    these are told may be a password. The others are told nothing, and who sent it is told so, unless by a NOTICE."""
    ours = [target for target in targets if service(session, target) is not None]
    told = ours[:1] or [target for target in targets if is_service(target)]
    if not told:
        return targets
    for target in targets:
        if command != "NOTICE" and target not in (*told, *ours):
            code = n.ERR_CANNOTSENDTOCHAN if "#" in target else n.ERR_CANTSENDTOUSER
            numeric(session, code, shortened(target), sentences.beside_service(shortened(told[0])))
    return told
