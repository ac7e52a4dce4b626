"""The durable log, by purpose: each reader asks for what it needs. All that is read is waited for, as by an engine that
is on another machine; what a command has to know at once, the world remembers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import msgspec

from hubbub.chat.events import Act, AnswerKept, Entry, Event, MessageSent
from hubbub.chat.names import fold
from hubbub.chat.world.people.users import name_of

from .state import State

LAST = 1 << 62  # later than any time
Counts = list[tuple[str, int]]  # reactions, each with how many people's it is; most first


class LogFull(Exception):
    """There is no space on the disk; the whole batch was certainly undone. Appending it again later is right."""


class LogLocked(LogFull):
    """Another process writes to the database. Likewise: appending the batch again later is right."""


class LogAway(LogFull):
    """The database cannot be reached. Whether it has the batch nobody knows; appending it again later, with more behind
    it or not, is right."""


class LogDamaged(Exception):
    """What was to be read is damaged on the disk. It is in the process's log already, with what to do about it."""


class LogUnreachable(LogDamaged):
    """The database cannot be reached now; nothing is damaged."""


class LogBroken(Exception):
    """A write or fsync failed in any other way. Nothing may be accepted any more; the process has to end (G14)."""


class SearchFilter(msgspec.Struct, frozen=True):
    """Which messages a search looks at, beside the words that they hold.

    `sender`: the folded name under which it was sent, empty for anybody's. Times in milliseconds since 1970, both
    included. `oldest`: of more than are asked for the oldest are wanted, not the newest."""

    sender: str = ""
    after: int = 0
    before: int = LAST
    oldest: bool = False

    def lets(self, message: MessageSent) -> bool:
        """Whether this message is one of them."""
        if not self.after <= message.at <= self.before:
            return False
        return not self.sender or fold(name_of(message.source)) == self.sender


class Start(Protocol):
    """The beginning of a process."""

    def load(self, now: int) -> State:
        """Open a new generation at time `now` (durably) and return the state. Called once, before anything else."""


class Append(Protocol):
    """What happened is kept. `is_remote`: it waits for a network, so nothing else may wait for it."""

    is_remote: bool

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        """Commit entries and state changes in one transaction; when it returns, they survive a crash.

        Raises LogFull or LogBroken. May be called from another thread than `load`, never from two at once.
        `changes` holds, in order, every event that touches a state table (kept ones are there too).
        """


class Pages(Protocol):
    """Entries by their places. Whatever reads raises LogDamaged."""

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        """Entries with first <= seq <= last, ascending."""

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        """The last `limit` MessageSent entries with first <= entry.seq < seq, ascending (tombstones left out).

        `events`: entries of every kind.
        """

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        """The first `limit` MessageSent entries (or of every kind) with entry.seq > seq and >= first, ascending."""

    async def place_of(self, log: int, id: int) -> int | None:
        """The seq of the entry with that id in that log."""

    async def place_at(self, log: int, at: int) -> int:
        """The seq of the last entry with entry.at < `at`; 0 when there is none."""

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        """The entries with these ids, by ascending id; unknown ids are left out."""

    async def reactions(self, messages: Collection[tuple[int, int]]) -> dict[int, Counts]:
        """How often these messages, each as (log, id), were reacted to, by id; those without reactions are left out."""

    async def reactions_of(self, party: str, messages: Collection[tuple[int, int]]) -> dict[int, list[str]]:
        """How this party reacted to these messages, by id; those to which they did not are left out."""


class Sent(Protocol):
    """What senders called their messages, in the last seven days (G5)."""

    async def sent(self, party: str, client_id: str) -> Entry | None:
        """The message that `party` sent with that client id.

        Of one that was erased, also when its entry is gone altogether, a tombstone (`event` is None).
        """

    async def client_ids(self, party: str, limit: int) -> list[str]:
        """The newest `limit` client ids of what this party has sent."""

    async def answered(self, token: int, key: str) -> AnswerKept | None:
        """What a call was answered that came with this key, by the token with that number, in the last day."""


class Search(Protocol):
    """Messages by their words."""

    async def search(
        self, words: str, logs: Collection[tuple[int, int]], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        """The newest `limit` messages holding all `words`, newest first (the oldest, oldest first, as `only` says).

        `logs`: (log, first seq that may be read). Words of any script; a quoted part is a phrase. No words and `only`:
        whatever they hold. With `only` the log may stop looking after some tens of thousands of messages.
        """


class Audit(Protocol):
    """Acts of power."""

    async def acts(self, limit: int, since: int, logs: Collection[int] | None = None, words: str = "") -> list[Act]:
        """The newest `limit` acts of power since then, newest first: in rooms with these logs (None: all, and those on
        the whole server), with these words in the names of who did it, of the room, or in what it was about."""

    async def act(self, number: int) -> Act | None:
        """The act of that number."""


class Upkeep(Protocol):
    """What is to be erased, bit by bit, and what is to be handed out whole. `is_damaged`: an earlier process has ended
    because of damage where it had to write, so nothing is to be erased that nobody has just asked for."""

    is_damaged: bool

    async def due(self, now: int, limit: int, since: int = 0) -> list[tuple[int, int]]:
        """Messages whose time to be erased has come: (id, log), the longest overdue first; of those alone that were
        said later than `since`."""

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        """The first `limit` entries of all logs with an id greater than this one, by id and log; no tombstones.

        Entries that cannot be read come without their event, and are as old as the newest of those that are stored
        with them. The same is so of the next two."""

    async def oldest_of(self, log: int, seq: int, limit: int) -> list[Entry]:
        """The first `limit` entries of this log with a number greater than this one; no tombstones."""

    async def said_by(self, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
        """What this party has said (messages and reactions) among the first `limit` entries with an id > `after`, and
        the id of the last entry that was looked at, 0 when there are no more. By ascending id."""


class Reading(Pages, Sent, Search, Audit, Upkeep, Protocol):
    """All that the chat asks of the log. What it does is kept by others (`Append`), as the law wants it."""


class Log(Start, Append, Reading, Protocol):
    """The whole of it: what an engine is. There are three, in `hubbub.log`: `sqlite`, `postgres` and `memory`."""

    async def close(self) -> None:
        """Let go of everything, with all kept that was appended."""
