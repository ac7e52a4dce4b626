"""The latest entries of all logs, kept in memory within a bound, and what was changed since queries began."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from hubbub.chat.events import Attachment, Edit, Entry, MessageSent
from hubbub.chat.party import Party

from .journal import ENTRY_BYTES, RECENT, Journal, cost, said

RECENT_BYTES = 32 * 1024 * 1024
Edited = tuple[str, tuple[int, ...] | None, Edit, tuple[Attachment, ...]]
"""The text of a message and how its lines were joined, its edit, and its files."""

LOOKED_AT = 2_000  # entries in one go
CHANGED = 10_000  # erased and edited entries remembered, for queries that began before


class Recent:
    """The recent entries of these journals, by log number: how much they hold, and which to forget first."""

    def __init__(self, journals: Mapping[int, Journal]) -> None:
        self.bytes = 0
        # (log, id) -> what it says now; None: erased. An event of several rooms has one id, and an entry in each.
        self.changed: OrderedDict[tuple[int, int], Edited | None] = OrderedDict()
        self.silenced: dict[Party, None] = {}  # parties of which all is being erased that they have said
        self._journals = journals

    def extend(self, journal: Journal, entries: Sequence[Entry]) -> None:
        """The journal has grown by these entries."""
        recent, many = journal.recent, len(entries)
        if many > RECENT:
            entries, many = entries[-RECENT:], RECENT
        grown = said(entries)
        over = len(recent) + many - RECENT
        if over > 0:
            grown -= said(islice(recent, over))
            many -= over
        recent.extend(entries)
        self.bytes += ENTRY_BYTES * many + grown
        if self.bytes > RECENT_BYTES:
            self.shed(self._journals.values())

    def shed(self, journals: Iterable[Journal]) -> None:
        """Forget the recent entries of those silent the longest, until a quarter of the room is free."""
        remembered = (journal for journal in journals if journal.has("recent"))
        for journal in sorted(remembered, key=lambda journal: journal.last_at):
            if self.bytes <= RECENT_BYTES * 3 // 4:
                return
            self.forget(journal)

    def recall(self, journal: Journal, older: list[Entry]) -> None:
        """Keep what was read from the log among the recent entries, unless the log has ended meanwhile."""
        if self._journals.get(journal.log) is not journal:
            return
        had = cost(journal.recent)
        journal.remember([self.as_now(entry) for entry in older])
        self.bytes += cost(journal.recent) - had

    def erase(self, log: int, id: int) -> None:
        """The entry says nothing any more; pages that were read from the log before are not to show it either."""
        self._change(log, id, None)
        self._note_change(log, id, None)

    def edit(self, message: MessageSent) -> None:
        """The message has another text; pages that were read before are to show that one, too."""
        assert message.edited is not None
        self._change(message.log, message.id, message)
        self._note_change(message.log, message.id, (message.text, message.joined, message.edited, message.files))

    def silence(self, party: Party) -> None:
        """Nobody reads in the log any more what this party has said, wherever it stands still."""
        self.silenced[party] = None

    def unsay(self, party: Party) -> Iterator[None]:
        """Remember nothing of it, either: some entries are looked at in each step."""
        looked_at = 0
        for journal in list(self._journals.values()):
            looked_at += 1
            if journal.has("recent"):
                looked_at += len(journal.recent)
                self._unsay_in(journal, party)
            if looked_at > LOOKED_AT:
                looked_at = 0
                yield

    def _unsay_in(self, journal: Journal, party: Party) -> None:
        for place, entry in enumerate(journal.recent):
            if entry.event is not None and getattr(entry.event, "party", "") == party:
                journal.recent[place] = msgspec.structs.replace(entry, event=None)
                self.bytes += cost((journal.recent[place],)) - cost((entry,))

    def as_now(self, entry: Entry) -> Entry:
        """The entry as it is by now, which may have been changed since it was read."""
        if self.silenced and getattr(entry.event, "party", "") in self.silenced:
            return msgspec.structs.replace(entry, event=None)
        place = entry.log, entry.id
        if place not in self.changed or entry.event is None:
            return entry
        known = self.changed[place]
        if known is None:
            return msgspec.structs.replace(entry, event=None)
        if not isinstance(entry.event, MessageSent):
            return entry
        text, joined, edit, files = known
        return msgspec.structs.replace(
            entry, event=msgspec.structs.replace(entry.event, text=text, joined=joined, edited=edit, files=files)
        )

    def _change(self, log: int, id: int, message: MessageSent | None) -> None:
        journal = self._journals.get(log)
        if journal is not None:
            self.bytes += journal.change(id, message)

    def _note_change(self, log: int, id: int, now: Edited | None) -> None:
        self.changed[log, id] = now
        if len(self.changed) > CHANGED:
            self.changed.popitem(last=False)

    def forget(self, journal: Journal) -> None:
        if journal.has("recent"):
            self.bytes -= cost(journal.recent)
            journal.forget_recent()
