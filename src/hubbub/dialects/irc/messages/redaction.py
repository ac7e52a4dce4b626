"""REDACT (IRCv3 draft/message-redaction)."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.ids import read_msgid
from hubbub.chat.refusals import UnknownMessage
from hubbub.chat.world.session import Session
from hubbub.commands.history import pages
from hubbub.commands.messages import redaction
from hubbub.dialects.irc.verb import Verb
from hubbub.wire.message import Message


def redact(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    target, written, *text = message.params
    id = read_msgid(written)
    if id is None:
        pages.readable(chat, session, target)  # a place that may not be read is named first
        raise UnknownMessage(target, message=written)
    return redaction.redact(chat, session, target, id, text[0] if text else "")


VERBS: dict[str, Verb] = {
    "REDACT": Verb(redact, "REDACT <target> <msgid> [:<reason>]", "Remove a message.", params=2, named=1),
}
