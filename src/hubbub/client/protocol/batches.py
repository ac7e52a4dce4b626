"""Batches (IRCv3 batch): lines collected until their batch is complete."""

from __future__ import annotations

import msgspec

from hubbub.irc.tags import CONCAT_TAG
from hubbub.wire.message import Message

from .capabilities import EDIT, MULTILINE

MOST_OPEN = 100  # batches; a server that opens more is not well
MOST_LINES = 100_000  # lines in all open batches


class TooMuch(Exception):
    """More is open than any honest server opens."""


class Batch(msgspec.Struct, eq=False):
    """A complete batch. `label` is that of the outermost one; `items` are in order, nested batches among them;
    `opening`: the line that began it.
    """

    type: str
    params: list[str]
    label: str
    opening: Message
    items: list[Message | Batch] = msgspec.field(default_factory=list)
    outer: Batch | None = None
    place: int = 0  # in the outer one

    def messages(self) -> list[Message]:
        """All lines, those of nested batches included."""
        found: list[Message] = []
        for item in self.items:
            if isinstance(item, Batch):
                found += item.messages()
            else:
                found.append(item)
        return found

    def said(self) -> Message:
        """The one message of several lines that it is (IRCv3 draft/multiline), or the edit of one (docs/ext/edit.md);
        its lines are separated by LF."""
        text, around = "", 2 if self.type == EDIT else 1
        for number, line in enumerate(self.messages()):
            words = line.params[around] if len(line.params) > around else ""
            text += words if not number or CONCAT_TAG in (line.tags or {}) else f"\n{words}"
        command = next((line.command for line in self.messages()), "PRIVMSG")
        return Message(self.opening.tags, self.opening.source, command, [*self.params[:around], text])


class Batches:
    """The open batches of one connection."""

    def __init__(self) -> None:
        self._open: dict[str, Batch] = {}
        self._lines = 0

    def collect(self, message: Message) -> bool:
        """Whether the line belongs to an open batch, where it now waits. Raises TooMuch."""
        batch = self._open.get((message.tags or {}).get("batch", ""))
        if batch is None or message.command == "BATCH":
            return False
        self._count()
        batch.items.append(message)
        return True

    def _count(self) -> None:
        self._lines += 1
        if self._lines > MOST_LINES:
            raise TooMuch

    def command(self, message: Message) -> Batch | None:
        """Take in a BATCH line; returns the outermost batch that it completes. Raises TooMuch.

        A message of several lines is one line in the batch around it.
        """
        reference = message.params[0] if message.params else ""
        if reference.startswith("+"):
            self._start(reference[1:], message)
        elif reference.startswith("-"):
            return self._end(reference[1:])
        return None

    def _start(self, reference: str, message: Message) -> None:
        if len(self._open) >= MOST_OPEN:
            raise TooMuch
        if reference in self._open:
            return
        tags = message.tags or {}
        kind = message.params[1] if len(message.params) > 1 else ""
        batch = Batch(kind, message.params[2:], tags.get("label", ""), message)
        outer = self._open.get(tags.get("batch", ""))
        if outer is not None:
            self._count()
            batch.outer, batch.label, batch.place = outer, outer.label, len(outer.items)
            outer.items.append(batch)
        self._open[reference] = batch

    def _end(self, reference: str) -> Batch | None:
        batch = self._open.pop(reference, None)
        if batch is None:
            return None
        if batch.outer is not None:
            if batch.type in (MULTILINE, EDIT):
                batch.outer.items[batch.place] = batch.said()
            return None
        self._lines = sum(len(other.items) for other in self._open.values())
        return batch
