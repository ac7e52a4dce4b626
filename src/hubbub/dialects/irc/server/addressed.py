"""Commands that may name a server: whether they mean this one."""

from __future__ import annotations

from hubbub.chat.world.session import Session
from hubbub.dialects.irc.lines import numeric, server_name, shortened
from hubbub.irc import numerics as n
from hubbub.irc.masks import match
from hubbub.wire.message import Message


def addressed(session: Session, message: Message, place: int = 0) -> bool:
    """Whether the command is for this server: no target at that place of its parameters, or one that is us."""
    return asks_us(session, message.params[place] if len(message.params) > place else "*")


def asks_us(session: Session, target: str) -> bool:
    """Whether the target means this server (its name, a mask, or somebody here); else 402 is answered."""
    name = server_name(session)
    if match(target.lower(), name.lower()) or session.chat.world.user(target) is not None:
        return True
    numeric(session, n.ERR_NOSUCHSERVER, shortened(target, 64), "There is no other server here")
    return False
