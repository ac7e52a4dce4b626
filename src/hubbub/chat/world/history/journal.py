"""What the chat keeps in memory of one log: the number, where it stands, and its most recent entries."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable
from typing import Any, ClassVar, Self

import msgspec

from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.world.dozing import Dozing, doze, holds

RECENT = 200
ENTRY_BYTES = 700  # what an entry with its event costs in memory beside its text, measured on CPython 3.11


class Journal:
    """A room or a private conversation seen as a numbered log.

    `retention`: what is older, in milliseconds, is erased; `expiry`: what is said from now on is erased so long after;
    0: it is not.

    There are many, and nearly all of them are asleep: of a class (`ASLEEP`) in which what `FRESH` names is made when it
    is first asked for. With its first entry one wakes: all is there then, and read at the speed of any object's.
    """

    ASLEEP: ClassVar[type[Journal]]
    FRESH: ClassVar[dict[str, Callable[[], Any]]] = {"recent": lambda: deque(maxlen=RECENT)}

    recent: deque[Entry]

    __slots__ = ("__weakref__", "expiry", "last_at", "last_seq", "log", "recent", "retention")

    def __new__(cls, *given: Any, **named: Any) -> Self:
        return object.__new__(cls.ASLEEP)  # type: ignore[return-value]

    def __init__(self, log: int, last_seq: int = 0, last_at: int = 0) -> None:
        self.log = log
        self.last_seq = last_seq
        self.last_at = last_at
        self.retention = self.expiry = 0

    def has(self, name: str) -> bool:
        """Whether there is anything in what `FRESH` names; nothing is made for the question."""
        return holds(self, name)

    @property
    def first_recent(self) -> int:
        """The seq from which on `recent` holds everything; last_seq + 1 while it holds nothing."""
        return self.last_seq + 1 - (len(self.recent) if self.has("recent") else 0)

    def remember(self, older: list[Entry]) -> None:
        """Put what was read from the log in front of what has happened since, without a hole."""
        before = [entry for entry in older if entry.seq < self.first_recent]
        if before and before[-1].seq == self.first_recent - 1:
            room = RECENT - len(self.recent)
            self.recent.extendleft(reversed(before[-room:] if room else []))

    def forget_recent(self) -> None:
        """Keep none of the entries in memory, nor what is empty, and sleep again."""
        del self.recent
        doze(self)

    def change(self, id: int, message: MessageSent | None) -> int:
        """Let the entry with that id hold this message, or nothing, if it is a recent one; returns by how many bytes
        it grew."""
        for place, entry in enumerate(self.recent if self.has("recent") else ()):
            if entry.id == id:
                self.recent[place] = msgspec.structs.replace(entry, event=message)
                return cost((self.recent[place],)) - cost((entry,))
        return 0


class AsleepJournal(Dozing, Journal):
    __slots__ = ()
    AWAKE, WAKES = Journal, "recent"


Journal.ASLEEP = AsleepJournal


def cost(entries: Collection[Entry]) -> int:
    """About how many bytes of memory the entries take."""
    return ENTRY_BYTES * len(entries) + said(entries)


def said(entries: Iterable[Entry]) -> int:
    """How many characters are said in them."""
    characters = 0
    for entry in entries:
        event = entry.event
        if event.__class__ is MessageSent:
            characters += len(event.text)
    return characters
