"""Saying something to the room or to one person."""

from __future__ import annotations

from hubbub.chat import cloaks
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import messages
from hubbub.typed import table
from hubbub.typed.meanings import Action, Private, Say
from hubbub.typed.splitting import split_at_words

from .screen import note
from .sentences import act
from .standing import must_be_in_room

# What IRC clients must get whole: 512 bytes with ":nick!user@host PRIVMSG #room :" and the line end (RFC 2812, section
# 2.3), at the usual limits of 32 bytes for a name, 10 for the user and 64 for a room.
TEXT_BYTES = 512 - 2 - len(":!@ PRIVMSG  :") - 32 - 10 - cloaks.LONGEST - 64


def say_in_room(turn: Turn, session: Session, meaning: Say) -> None:
    room = must_be_in_room(session)
    for part in split_at_words(meaning.text, TEXT_BYTES):
        messages.send(turn, session, room.name, part)
    if meaning.hint:
        note(session, f"That was sent to everyone. If you wanted {table.hint_text(meaning.hint)}")


def act_in_room(turn: Turn, session: Session, meaning: Action) -> None:
    room = must_be_in_room(session)
    for part in split_at_words(meaning.text, TEXT_BYTES - len(act(""))):
        messages.send(turn, session, room.name, act(part))


def say_privately(turn: Turn, session: Session, meaning: Private) -> None:
    send_private(turn, session, meaning.name, meaning.text)


def send_private(turn: Turn, session: Session, name: str, text: str) -> None:
    """Send the text, in as many messages as it takes."""
    for part in split_at_words(text, TEXT_BYTES):
        messages.send(turn, session, name, part)
    other = turn.world.user(name)
    if other is not None and other.away:
        note(session, f"{other.name} is away: {other.away}")
