"""EDIT (docs/ext/edit.md)."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.ids import read_msgid
from hubbub.chat.refusals import NoText, UnknownMessage
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.history import history
from hubbub.commands.messages import editing
from hubbub.dialects.irc.verb import Verb
from hubbub.wire.message import Message


def edit(turn: Turn, session: Session, message: Message) -> Awaitable[None] | None:
    target, written, *text = message.params
    id = read_msgid(written)
    if not text:
        raise NoText
    if id is None:
        history.readable(turn, session, target)  # a place that may not be read is named first
        raise UnknownMessage(target, message=written)
    return editing.edit(turn, session, target, id, text[0])


VERBS = {
    "EDIT": Verb(edit, "EDIT <target> <msgid> :<text>", "Corrects what you have said.", params=2),
}
