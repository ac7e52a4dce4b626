"""The `Log` of `hubbub.chat.ports` in plain dicts."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import islice

from hubbub.chat.events import Act, AnswerKept, Entry, Event, MessageSent
from hubbub.chat.ports import Counts, LogBroken, SearchFilter, State
from hubbub.log.changes import Changing, begin, read_state
from hubbub.log.changes.moderation.audit import decode
from hubbub.log.changes.tokens import answer
from hubbub.log.tables import ACT, API_ANSWER, CLIENT_ID, EXPIRING, REACTION, Fold
from hubbub.log.words import WordBreaker

from .entries import Entries, is_by
from .tables import MemoryTables


class MemoryLog:
    """See `hubbub.chat.ports.Log`. `load` again is a restart that lost nothing. Searching looks at every message."""

    is_remote = False
    is_damaged = False

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._entries = Entries()
        self._tables = MemoryTables(self._entries)
        self._changing = Changing(fold)
        self._turns = threading.Lock()  # a batch may be written in a thread
        self._broken = ""

    @cached_property
    def _words(self) -> WordBreaker:
        return WordBreaker()

    def load(self, now: int) -> State:
        with self._turns:
            last = self._tables.last_kept()
            generation = begin(self._tables, now, last)
            state = read_state(self._tables, generation, last)
        return state

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        with self._turns:
            if self._broken:
                raise LogBroken(self._broken)
            try:
                for entry in entries:
                    self._entries.append(entry)
                self._changing.write(self._tables, entries, changes)
            except Exception as error:
                self._broken = f"writing to the log failed: {error!r}"
                raise LogBroken(self._broken) from error
            self._changing.committed()

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        with self._turns:
            return self._entries.page(log, first, last)

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        with self._turns:
            return _first(limit, self._entries.before(log, seq, first), events=events)[::-1]

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        with self._turns:
            return _first(limit, self._entries.since(log, max(first, seq + 1)), events=events)

    async def place_of(self, log: int, id: int) -> int | None:
        with self._turns:
            return self._entries.place_of(log, id)

    async def place_at(self, log: int, at: int) -> int:
        with self._turns:
            return self._entries.place_at(log, at)

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        with self._turns:
            return self._entries.of_ids(ids)

    async def reactions(self, messages: Collection[tuple[int, int]]) -> dict[int, Counts]:
        asked = set(messages)
        people: dict[int, dict[str, list[int]]] = {}
        with self._turns:
            for log, message, text, _, id in self._tables.of(REACTION).values():
                if (log, message) in asked:
                    people.setdefault(message, {}).setdefault(text, []).append(id)
        return {message: _counted(people[message]) for message in sorted(people)}

    async def reactions_of(self, party: str, messages: Collection[tuple[int, int]]) -> dict[int, list[str]]:
        asked = set(messages)
        with self._turns:
            rows = self._tables.of(REACTION).values()
            own = sorted(
                (id, message, text) for log, message, text, by, id in rows if by == party and (log, message) in asked
            )
        found: dict[int, list[str]] = {}
        for _, message, text in own:
            found.setdefault(message, []).append(text)
        return found

    async def sent(self, party: str, client_id: str) -> Entry | None:
        with self._turns:
            row = self._tables.of(CLIENT_ID).get((party, client_id))
            if row is None:
                return None
            _, _, log, id, at = row
            found = next((entry for entry in self._entries.of_ids([id]) if entry.log == log), None)
        return found or Entry(log, 0, id, at, None)

    async def client_ids(self, party: str, limit: int) -> list[str]:
        with self._turns:
            rows = self._tables.of(CLIENT_ID).values()
            ids = sorted(((id, client_id) for sender, client_id, _, id, _ in rows if sender == party), reverse=True)
        return [client_id for _, client_id in ids[: max(limit, 0)]]

    async def answered(self, token: int, key: str) -> AnswerKept | None:
        with self._turns:
            row = self._tables.of(API_ANSWER).get((token, key))
        return None if row is None else answer(row)

    async def said_by(self, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
        with self._turns:
            looked_at = list(islice(self._entries.after_id(after), limit))
        return [entry for entry in looked_at if is_by(entry, party)], looked_at[-1].id if looked_at else 0

    async def due(self, now: int, limit: int, since: int = 0) -> list[tuple[int, int]]:
        with self._turns:
            rows = self._tables.rows(EXPIRING)
        return [(id, log) for id, log, until, length in rows if until <= now and until - length > since][:limit]

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        with self._turns:
            return _first(limit, self._entries.after_id(id), events=True)

    async def oldest_of(self, log: int, seq: int, limit: int) -> list[Entry]:
        with self._turns:
            return _first(limit, self._entries.since(log, seq + 1), events=True)

    async def search(
        self, words: str, logs: Collection[tuple[int, int]], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        phrases = self._words.phrases(words)
        if not (phrases or (only is not None and not words.strip())):
            return []
        only = only or SearchFilter()
        with self._turns:
            readable = [entry for log, first in logs for entry in self._entries.since(log, first)]
        found = [
            entry
            for entry in readable
            if isinstance(entry.event, MessageSent)
            and only.lets(entry.event)
            and (not phrases or self._words.hold(entry.event.text, phrases))
        ]
        return sorted(found, key=lambda entry: entry.id, reverse=not only.oldest)[: max(limit, 0)]

    async def acts(self, limit: int, since: int, logs: Collection[int] | None = None, words: str = "") -> list[Act]:
        folded = self._fold(words)
        with self._turns:
            newest_first = self._tables.rows(ACT)[::-1]
        found = [
            decode(act, at) for _, at, log, about, act in newest_first
            if at >= since and (logs is None or log in logs) and folded in about
        ]  # fmt: skip
        return found[: max(limit, 0)]

    async def act(self, number: int) -> Act | None:
        with self._turns:
            row = self._tables.of(ACT).get((number,))
        return None if row is None else decode(row[-1], row[1])

    async def close(self) -> None:
        """Nothing to let go of: what there was stays readable."""

    def kept(self, log: int) -> list[Entry]:
        """All entries of one log."""
        with self._turns:
            return list(self._entries.since(log, 0))

    def logs(self) -> list[int]:
        """The logs that have entries."""
        with self._turns:
            return sorted(log for log, entries in self._entries.logs.items() if entries)

    def after_a_crash(self) -> MemoryLog:
        """What the next process finds, while this one may go on to no effect."""
        found = MemoryLog(self._fold)
        with self._turns:
            found._entries = self._entries.copied()
            found._tables = self._tables.copied(found._entries)
        return found


def _first(limit: int, entries: Iterable[Entry], *, events: bool) -> list[Entry]:
    """The first so many messages, or entries that say anything."""
    wanted = (
        entry for entry in entries if entry.event is not None and (events or entry.event.__class__ is MessageSent)
    )
    return list(islice(wanted, max(limit, 0)))


def _counted(people: dict[str, list[int]]) -> Counts:
    """Most first, then what was there first."""
    ordered = sorted(people.items(), key=lambda one: (-len(one[1]), min(one[1])))
    return [(text, len(ids)) for text, ids in ordered]
