"""Saying something to the room or to one person."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.names import cloaks
from hubbub.chat.refusals import TextTooLong
from hubbub.chat.world.session import Session
from hubbub.commands.messages import editing, sending
from hubbub.dialects.plain.screen import note
from hubbub.dialects.plain.state import Said, state_of
from hubbub.dialects.plain.whereabouts import must_be_in_room
from hubbub.dialects.refusals import OwnRefusal
from hubbub.irc import ctcp
from hubbub.typed import help, sentences
from hubbub.typed.meanings import Action, Edit, Private, Say
from hubbub.typed.splitting import split_at_words

# What IRC clients must get whole: 512 bytes with ":nick!user@host PRIVMSG #room :" and the line end (RFC 2812, section
# 2.3), at the usual limits of 32 bytes for a name, 10 for the user and 64 for a room.
TEXT_BYTES = 512 - 2 - len(":!@ PRIVMSG  :") - 32 - 10 - cloaks.LONGEST - 64


class NothingToEdit(OwnRefusal):
    code = "NOTHING_TO_EDIT"
    sentence = sentences.NOTHING_TO_EDIT


def say_in_room(chat: Chat, session: Session, meaning: Say) -> None:
    _send(chat, session, must_be_in_room(session).name, split_at_words(meaning.text, TEXT_BYTES))
    if meaning.hint:
        note(session, f"That was sent to everyone. If you wanted {help.hint_text(meaning.hint)}")


def act_in_room(chat: Chat, session: Session, meaning: Action) -> None:
    parts = split_at_words(meaning.text, TEXT_BYTES - len(ctcp.action("")))
    _send(chat, session, must_be_in_room(session).name, [ctcp.action(part) for part in parts], action=True)


def say_privately(chat: Chat, session: Session, meaning: Private) -> None:
    send_private(chat, session, meaning.name, meaning.text)


def send_private(chat: Chat, session: Session, name: str, text: str) -> None:
    """Send the text, in as many messages as it takes."""
    _send(chat, session, name, split_at_words(text, TEXT_BYTES))
    other = chat.world.user(name)
    if other is not None and other.away:
        note(session, f"{other.name} is away: {other.away}")


def correct(chat: Chat, session: Session, meaning: Edit) -> Awaitable[None] | None:
    """Give what was said last another text."""
    said = state_of(session).said
    if said is None:
        raise NothingToEdit
    text = ctcp.action(meaning.text) if said.action else meaning.text
    length = len(text.encode())
    if length > TEXT_BYTES:
        raise TextTooLong(length=str(length), limit=str(TEXT_BYTES))
    return editing.edit(chat, session, said.target, said.id, text)


def _send(chat: Chat, session: Session, target: str, parts: list[str], *, action: bool = False) -> None:
    """Send the parts; what is one message can be corrected afterwards."""
    sent = [sending.send(chat, session, target, part, further=n > 0) for n, part in enumerate(parts)]
    only = sent[0] if len(sent) == 1 else None
    state_of(session).said = Said(only.target, only.id, action) if only else None
