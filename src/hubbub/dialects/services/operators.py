"""`/operator` and `/rehash`: running the server."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import appointments, operators

from .service import Answer, Service, Words


def _operator(chat: Chat, session: Session, words: Words) -> Answer | None:
    if not words:
        return None
    appointments.claim(chat, session, " ".join(words))
    return ["You are an operator of this server now, whenever you are logged in."]


async def _rehash(chat: Chat, session: Session, words: Words) -> Answer | None:
    return None if words else ["The settings are read again.", *await operators.rehash(chat, session)]


SERVICES: dict[str, Service] = {"operator": Service(_operator), "rehash": Service(_rehash)}
