"""What only seems to have been said: who is blocked is not to know, whatever they do with it next."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from hubbub.chat.events import Entry, Kept, MessageSent, ReactionSent, TagsKept
from hubbub.chat.party import Party

MOST = 1_000  # of all together; the earliest are forgotten first
LONGEST = 200  # characters of a message: nobody reads it here, and no more is told of it in words

Seemed = MessageSent | ReactionSent | TagsKept


class Seeming:
    """By id, entries that are in no log: their seq is 0, for no real one has it. By the log of a conversation, and the
    party to whom it seems so: `expiry`, in milliseconds, and `last_at`, when what seems to be its last entry was made.
    """

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self.expiry: dict[tuple[int, Party], int] = {}
        self.last_at: dict[tuple[int, Party], int] = {}

    def note(self, event: Seemed) -> None:
        """This seems to have been said; or, with an id that is here already, to say something else by now."""
        short: Kept = replace(event, text=event.text[:LONGEST]) if isinstance(event, MessageSent) else event
        self._entries[event.id] = Entry(event.log, 0, event.id, event.at, short)
        if len(self._entries) > MOST:
            del self._entries[next(iter(self._entries))]

    def forget(self, id: int) -> None:
        """It seems to be taken back."""
        self._entries.pop(id, None)

    def entry(self, log: int, party: Party, id: int) -> Entry | None:
        """What seems to this party to be there with that id."""
        found = self._entries.get(id)
        return found if found is not None and found.log == log and found.event.party == party else None  # type: ignore[union-attr]

    def said(self, log: int, party: Party) -> Iterator[Entry]:
        """All that seems to this party to be in that log, the latest first."""
        for entry in reversed(self._entries.values()):
            if entry.log == log and entry.event.party == party:  # type: ignore[union-attr]
                yield entry

    def happen(self, log: int, party: Party, at: int) -> None:
        """Something seems to have become an entry there."""
        self.last_at.pop((log, party), None)
        self.last_at[log, party] = at
        if len(self.last_at) > MOST:
            del self.last_at[next(iter(self.last_at))]

    def expire(self, log: int, party: Party, length: int) -> None:
        """What is said from now on seems to disappear so long after."""
        self.expiry[log, party] = length
        if len(self.expiry) > MOST:
            del self.expiry[next(iter(self.expiry))]
