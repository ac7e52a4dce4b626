"""EDIT (docs/ext/edit.md)."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.ids import read_msgid
from hubbub.chat.refusals import NoText, UnknownMessage
from hubbub.chat.world.session import Session
from hubbub.commands.history import pages
from hubbub.commands.messages import editing
from hubbub.dialects.irc.lines import refuse_too_long
from hubbub.dialects.irc.verb import Verb
from hubbub.wire.message import Message

from .slips import refuse_slip


def edit(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    target, written, *text = message.params
    id = read_msgid(written)
    if not text:
        raise NoText
    if refuse_too_long(session, f"EDIT {target}", written, text[0]):
        return None
    if refuse_slip(chat, session, "EDIT", [target], text[0]):
        return None
    if id is None:
        pages.readable(chat, session, target)  # a place that may not be read is named first
        raise UnknownMessage(target, message=written)
    return editing.edit(chat, session, target, id, text[0])


VERBS: dict[str, Verb] = {
    "EDIT": Verb(edit, "EDIT <target> <msgid> :<text>", "Correct what you have said.", params=2, named=1),
}
