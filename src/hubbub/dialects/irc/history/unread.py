"""UNREAD (docs/ext/unread.md)."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.history import unread as counting
from hubbub.dialects.irc.batches import in_batch
from hubbub.dialects.irc.lines import server_name
from hubbub.dialects.irc.verb import Verb
from hubbub.wire.message import Message


async def unread(chat: Chat, session: Session, message: Message) -> None:
    server = server_name(session)
    found = await counting.counted(chat, session)
    lines = [f":{server} UNREAD {one.name} {one.messages} {one.mentions}".encode() for one in found]
    in_batch(session, "hubbub.chat/unread", [], lines)


VERBS: dict[str, Verb] = {"UNREAD": Verb(unread, "UNREAD", "See how much is unread where.", cost=5, once=True)}
