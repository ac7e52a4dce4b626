"""The outgoing messages: each is kept, under its own id, until the server has accepted or refused it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

import msgspec

from hubbub.irc import casemap, ctcp

from .state.messages import Said

WINDOW = 8  # messages under way at once: a server that slows a fast sender down is never handed a long queue


class Outgoing(msgspec.Struct):
    """One message that is not accepted yet. `text`: without the frame of a /me; lines are separated by LF. `reply`: the
    id of what it answers. `sent`: it was sent at least once, perhaps on an earlier connection; `sent_before`: that was
    on an earlier one, so that it goes out as it did then. `again`: whom it is for has another name since.
    """

    id: str
    target: str
    text: str
    kind: Said = "said"
    reply: str = ""
    sent: bool = False
    sent_before: bool = False
    again: bool = False

    @property
    def words(self) -> str:
        """The text as one line carries it."""
        return ctcp.action(self.text) if self.kind == "did" else self.text

    @property
    def command(self) -> str:
        return "NOTICE" if self.kind == "notice" else "PRIVMSG"


class Queue:
    """Messages in the order they were typed. `nonce`: what makes this client's ids its own; letters and digits."""

    def __init__(self, nonce: str) -> None:
        self._nonce = nonce
        self._number = 0
        self._waiting: deque[Outgoing] = deque()
        self._flying: dict[str, Outgoing] = {}

    def __len__(self) -> int:
        return len(self._waiting) + len(self._flying)

    @property
    def waiting(self) -> int:
        """How many are not under way."""
        return len(self._waiting)

    def __iter__(self) -> Iterator[Outgoing]:
        yield from self._flying.values()
        yield from self._waiting

    def add(self, target: str, text: str, kind: Said = "said", reply: str = "") -> Outgoing:
        """Keep one more message."""
        self._number += 1
        message = Outgoing(f"{self._nonce}-{self._number}", target, text, kind, reply)
        self._waiting.append(message)
        return message

    def find(self, id: str) -> Outgoing | None:
        """The message with that id."""
        return next((message for message in self if message.id == id), None)

    def split(self, message: Outgoing, texts: list[str]) -> list[Outgoing]:
        """A message under way that cannot be sent whole: these parts, in its place, are next."""
        self._flying.pop(message.id, None)
        parts = []
        for text in texts:
            self._number += 1
            parts.append(Outgoing(f"{self._nonce}-{self._number}", message.target, text, message.kind, message.reply))
        self._waiting.extendleft(reversed(parts))
        return parts

    def discard(self, id: str) -> None:
        """The message is not to be sent (again)."""
        self._flying.pop(id, None)
        self._waiting = deque(message for message in self._waiting if message.id != id)

    def kept(self) -> dict[str, Any]:
        """What a later start goes on with, as plain data."""
        rows = [[m.id, m.target, m.text, m.kind, m.reply, m.sent] for m in self]
        return {"number": self._number, "messages": rows}

    def restore(self, data: dict[str, Any]) -> None:
        """Go on with what was kept. Raises KeyError, TypeError or ValueError for what was not."""
        self._number = max(self._number, int(data["number"]))  # new ones have the nonce of this start
        self._waiting.extendleft(reversed([Outgoing(*row) for row in data["messages"]]))

    def due(self, window: int = WINDOW) -> Iterator[Outgoing]:
        """The messages to send now; each one is then under way."""
        while self._waiting and len(self._flying) < window:
            message = self._waiting.popleft()
            message.sent_before, message.sent = message.sent, True
            self._flying[message.id] = message
            yield message

    def is_under_way(self, id: str) -> bool:
        return id in self._flying

    def finish(self, id: str) -> Outgoing | None:
        """The message under way with that id was accepted or refused."""
        return self._flying.pop(id, None)

    def match(self, target: str, text: str | None = None) -> str:
        """The id of the oldest message under way to that target (with that text); '' if there is none."""
        for message in self._flying.values():
            if message.target == target and text in (None, message.words):
                return message.id
        return ""

    def rename(self, before: str, name: str) -> None:
        """What was to be said to that room or person is for the same one under its other name."""
        for message in self:
            if casemap.lower(message.target) == casemap.lower(before):
                message.target, message.again = name, message.id in self._flying

    def again(self, id: str) -> bool:
        """Whether the message of that id, which found nobody, is to be sent once more, by the name they have now."""
        message = self._flying.get(id)
        if message is None or not message.again:
            return False
        message.again = False
        del self._flying[id]
        self._waiting.appendleft(message)
        return True

    def lost(self) -> None:
        """The connection is gone: what was under way is first in the queue again."""
        self._waiting.extendleft(reversed(self._flying.values()))
        self._flying.clear()

    def give_up_sent(self) -> list[Outgoing]:
        """Take out what was sent before and must not be sent again, because the server could not know its id."""
        unsure = [message for message in self._waiting if message.sent]
        self._waiting = deque(message for message in self._waiting if not message.sent)
        return unsure
