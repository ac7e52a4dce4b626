"""The dialect of sessions that speak for a program: it is told events as JSON. What it asks comes over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Event
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Dialect, Outbox, Profile, Session
from hubbub.dialects.refusals import sentence
from hubbub.wire.lines import BadLine

from .rendering import line_of


class Api:
    """Implements `chat.session.Dialect`."""

    name = "api"
    knows_own = True
    tells_of_strangers = False
    begins_in_lobby = False

    def new_state(self) -> None:
        """Nothing is remembered."""

    def handle(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        """Nothing is said in lines."""
        return None

    def render(self, events: Sequence[Event], profile: Profile) -> bytes:
        return b"".join([line + b"\n" for line in map(line_of, events) if line is not None])

    def own(self, events: Sequence[Event], session: Session) -> list[bytes] | None:
        return None

    def reply(self, session: Session, reply: msgspec.Struct) -> None:
        """A call has an answer of its own."""

    def sentence(self, refusal: Refusal) -> str:
        return sentence(refusal)

    def typed(self, session: Session, text: str) -> str:
        return text

    def refuse(self, session: Session, refusal: Refusal) -> None:
        """So has one that is refused."""

    def behind_answer(self, session: Session, outbox: Outbox) -> Outbox | None:
        return None

    def greet(self, session: Session, *, unsure: bool = False) -> None:
        """The stream of events begins by itself."""

    def ping(self, session: Session) -> bool:
        return False

    def cost(self, session: Session, line: str | BadLine) -> float:
        return 1.0

    def farewell(self, session: Session, reason: str) -> list[bytes]:
        return []


API: Dialect = Api()
