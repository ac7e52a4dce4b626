"""What the plain dialect remembers of one connection."""

from __future__ import annotations

from enum import Enum

import msgspec

from hubbub.chat.world.session import Session


class Question(Enum):
    """What the next line answers."""

    PASSWORD = "password"
    NAME = "name"
    LOGIN = "login"
    RECIPIENT = "recipient"
    TEXT = "text"


class Said(msgspec.Struct, frozen=True):
    """What a person said last: to which room or person, under which id; `action`: what they did, not said."""

    target: str
    id: int
    action: bool = False


class PlainState(msgspec.Struct):
    """The state of a connection that speaks plain text. `room` is the name of the room that was entered last,
    `name` the registered one whose password is asked for; `width`: the columns of their terminal, 0: nobody knows.

    `line` is the one that is being handled.

    `astray`: where what they say now was meant to go, and they are not; what comes in one go with it, or before
    `astray_until` (`Chat.clock`), belongs to it. After that they have to type the `astray_line` again to say it where
    they are; None: they need not. `astray_words`: words alone are held up by it, and no other command.

    `refused`: what was asked for last.
    """

    question: Question | None = None
    room: str = ""
    name: str = ""
    recipient: str = ""
    said: Said | None = None
    wrong_passwords: int = 0
    has_typed: bool = False
    line: str = ""
    has_said_goodbye: bool = False
    width: int = 0
    astray: str = ""
    astray_until: int = 0
    astray_line: str | None = ""
    astray_words: bool = False
    refused: bool = False


def state_of(session: Session) -> PlainState:
    state = session.state
    assert isinstance(state, PlainState)
    return state
