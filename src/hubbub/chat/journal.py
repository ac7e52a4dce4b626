"""What the chat keeps in memory of one log: the number, where it stands, and its most recent entries."""

from __future__ import annotations

from collections import deque

from .events import Entry, MessageSent

RECENT = 200
ENTRY_BYTES = 700  # what an entry with its event costs in memory beside its text, measured on CPython 3.11


class Journal:
    """A room or a private conversation seen as a numbered log."""

    __slots__ = ("last_at", "last_seq", "log", "recent")

    def __init__(self, log: int, last_seq: int = 0, last_at: int = 0) -> None:
        self.log = log
        self.last_seq = last_seq
        self.last_at = last_at
        self.recent: deque[Entry] = deque(maxlen=RECENT)

    @property
    def first_recent(self) -> int:
        """The seq from which on `recent` holds everything; last_seq + 1 while it holds nothing."""
        return self.last_seq + 1 - len(self.recent)

    def remember(self, older: list[Entry]) -> None:
        """Put what was read from the log in front of what has happened since, without a hole."""
        before = [entry for entry in older if entry.seq < self.first_recent]
        if before and before[-1].seq == self.first_recent - 1:
            room = RECENT - len(self.recent)
            self.recent.extendleft(reversed(before[-room:] if room else []))

    def erase(self, id: int) -> int:
        """Make the entry with that id a tombstone, if it is a recent one; returns the bytes it no longer takes."""
        for place, entry in enumerate(self.recent):
            if entry.id == id:
                self.recent[place] = tombstone(entry)
                return cost(entry) - cost(self.recent[place])
        return 0


def tombstone(entry: Entry) -> Entry:
    """What stays of an entry that was erased: its place."""
    return Entry(entry.log, entry.seq, entry.id, entry.at, None)


def cost(entry: Entry) -> int:
    """About how many bytes of memory the entry takes."""
    event = entry.event
    return ENTRY_BYTES + (len(event.text) if event.__class__ is MessageSent else 0)
