"""Saying something to the room or to one person."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat import cloaks
from hubbub.chat.refusals import Refusal, TextTooLong
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages import editing, messages
from hubbub.typed import table, wording
from hubbub.typed.meanings import Action, Edit, Private, Say
from hubbub.typed.splitting import split_at_words

from .screen import note
from .sentences import act
from .standing import Said, must_be_in_room, standing

# What IRC clients must get whole: 512 bytes with ":nick!user@host PRIVMSG #room :" and the line end (RFC 2812, section
# 2.3), at the usual limits of 32 bytes for a name, 10 for the user and 64 for a room.
TEXT_BYTES = 512 - 2 - len(":!@ PRIVMSG  :") - 32 - 10 - cloaks.LONGEST - 64


class NothingToEdit(Refusal):
    code = "NOTHING_TO_EDIT"
    sentence = wording.NOTHING_TO_EDIT


def say_in_room(turn: Turn, session: Session, meaning: Say) -> None:
    _send(turn, session, must_be_in_room(session).name, split_at_words(meaning.text, TEXT_BYTES))
    if meaning.hint:
        note(session, f"That was sent to everyone. If you wanted {table.hint_text(meaning.hint)}")


def act_in_room(turn: Turn, session: Session, meaning: Action) -> None:
    parts = split_at_words(meaning.text, TEXT_BYTES - len(act("")))
    _send(turn, session, must_be_in_room(session).name, [act(part) for part in parts], action=True)


def say_privately(turn: Turn, session: Session, meaning: Private) -> None:
    send_private(turn, session, meaning.name, meaning.text)


def send_private(turn: Turn, session: Session, name: str, text: str) -> None:
    """Send the text, in as many messages as it takes."""
    _send(turn, session, name, split_at_words(text, TEXT_BYTES))
    other = turn.world.user(name)
    if other is not None and other.away:
        note(session, f"{other.name} is away: {other.away}")


def correct(turn: Turn, session: Session, meaning: Edit) -> Awaitable[None] | None:
    """Give what was said last another text."""
    said = standing(session).said
    if said is None:
        raise NothingToEdit
    text = act(meaning.text) if said.action else meaning.text
    length = len(text.encode())
    if length > TEXT_BYTES:
        raise TextTooLong(length=str(length), limit=str(TEXT_BYTES))
    return editing.edit(turn, session, said.target, said.id, text)


def _send(turn: Turn, session: Session, target: str, parts: list[str], *, action: bool = False) -> None:
    """Send the parts; what is one message can be corrected afterwards."""
    sent = [messages.send(turn, session, target, part, further=n > 0) for n, part in enumerate(parts)]
    only = sent[0] if len(sent) == 1 else None
    standing(session).said = Said(only.target, only.id, action) if only else None
