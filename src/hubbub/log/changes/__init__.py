"""State tables: what each event changes in them, and what is let go of with age. The same for all engines."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from hubbub.chat.events import ClockLeapt, Entry, Event, MessageSent, RoomEnded, UserArrived
from hubbub.chat.ports import START_DOUBT_MS, Fields, State
from hubbub.log.tables import START, Fold, LastKept, Reading, Writing

from . import accounts, files, push, rooms, server, tokens
from .ageing import forget_at_start, forget_old, forget_seen
from .change import Changes
from .messages import conversations, pinning, read_markers, retention, sending
from .moderation import audit, bans, invites, lockdown, reports
from .people import entering, metadata, presence, privacy

NOUNS = (
    rooms, entering, sending, files, accounts, push, privacy, presence, metadata, conversations, retention, pinning,
    read_markers, invites, bans, reports, audit, lockdown, tokens, server,
)  # fmt: skip
"""Each has what its events change (`CHANGES`) and what is read of it at a start (`read`)."""

CHANGES: Changes = {kind: change for noun in NOUNS for kind, change in noun.CHANGES.items()}

COUNTER_BITS = 30  # a message id is (generation << 30) + counter

_log = attrgetter("log")

_FORGET_EVERY = 256  # changes; then twice as many old rows may go, so that no batch pays for a day
_COUNT_EVERY = 1_000  # arrivals; then the seen names are counted again
_LAST_SECOND = 1 << 32  # a clock gone wild must not use up the generations (year 2106)


class Changing:
    """Writes batch after batch. `committed` follows each one that an engine has kept whole; of others nothing holds."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._with_messages: set[int] = set()  # logs of which we have written down that they are, since the start
        self._talked: set[int] = set()
        self._ended: list[int] = []
        self._changes = 0
        self._arrivals = 0
        self._leapt = 0  # milliseconds by which the time of day is ahead, and not believed

    def is_needed(self, entries: Sequence[Entry], changes: Sequence[Event]) -> bool:
        """Whether `write` would change anything."""
        return bool(changes or self._new_talk(entries))

    def write(self, tables: Writing, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        """Change the state tables as these events say, in their order, and let go of what is old now and then."""
        talked = self._new_talk(entries)
        ended = [event.log for event in changes if event.__class__ is RoomEnded]
        if changes:
            self._change(tables, changes)
            self._forget(tables, changes)
        for log in talked:
            rooms.mark_talked(tables, log)
        for log in ended:
            rooms.end_room(tables, log)
            tables.end_log(log)
        self._talked, self._ended = talked, ended

    def committed(self) -> None:
        """What was written last is kept."""
        self._with_messages |= self._talked
        self._with_messages.difference_update(self._ended)

    def _new_talk(self, entries: Sequence[Entry]) -> set[int]:
        """The logs with messages among these, of which we have not written down that they have some."""
        if self._with_messages.issuperset(map(_log, entries)):  # nearly always
            return set()
        return {entry.log for entry in entries if entry.event.__class__ is MessageSent} - self._with_messages

    def _change(self, tables: Writing, changes: Sequence[Event]) -> None:
        sending.add_messages(tables, changes)
        entering.note_seen(tables, changes, self._fold)
        for event in changes:
            change = CHANGES.get(event.__class__)
            if change is not None:
                change(tables, event, self._fold)

    def _forget(self, tables: Writing, changes: Sequence[Event]) -> None:
        self._changes += len(changes)
        for event in changes:
            if event.__class__ is ClockLeapt:
                self._leapt = event.ahead
        if self._changes >= _FORGET_EVERY:
            now = max(getattr(event, "at", 0) for event in changes)
            forget_old(tables, now - self._leapt, 2 * self._changes)
            self._changes = 0
        self._arrivals += list(map(type, changes)).count(UserArrived)
        if self._arrivals >= _COUNT_EVERY:
            forget_seen(tables)
            self._arrivals = 0


def begin(tables: Writing, now: int, last: LastKept) -> int:
    """Write down a start at `now` (milliseconds), and let go of what was old when the last thing was kept, if that is
    long ago: the clock may be wrong.

    Returns its generation: greater than that of the last start and that of every id, whatever the clock says.
    """
    generation = max(last.generation + 1, (last.id >> COUNTER_BITS) + 1, min(now // 1000, _LAST_SECOND))
    tables.insert(START, generation, now)
    server.last_no_longer(tables, now, now)
    forget_at_start(tables, min(now, last.at or now) if now - last.at >= START_DOUBT_MS else now)
    return generation


def read_state(tables: Reading, generation: int, last: LastKept) -> State:
    """All that a server needs to go on: what each noun has."""
    fields: Fields = {}
    for noun in NOUNS:
        fields |= noun.read(tables)
    return State(generation=generation, kept_at=last.at, **fields)
