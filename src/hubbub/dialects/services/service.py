"""What a service is: words in, sentences out, the same in every dialect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed import sentences

Words = list[str]
Answer = Iterable[str]
"""Sentences; no list where there may be thousands: they are made as the connection takes them."""
Run = Callable[[Chat, Session, Words], Answer | Awaitable[Answer | None] | None]


class Misunderstood(OwnRefusal):
    """What was typed fits no usage."""

    code = "NEED_MORE"

    def __init__(self, usage: str) -> None:
        super().__init__(sentence=sentences.unfinished("{usage}"), usage=usage)


class Service(msgspec.Struct, frozen=True):
    """`run` gets the words after the command; None from it: they do not fit its usage.

    The last of them may be a password, which is `rest` words in, and has its spaces as they are. -1: it has none.
    """

    run: Run
    rest: int = -1


def typed(session: Session, text: str) -> str:
    """A sentence of ours with a command such as `/devices` in it, as the people there give it. Nobody else's words are
    in it."""
    return session.dialect.typed(session, text)


def counted(number: int, what: str) -> str:
    """'1 device', '2 devices'."""
    return f"{number} {what}{'' if number == 1 else 's'}"
