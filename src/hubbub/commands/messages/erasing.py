"""Erasing what has had its time, a little at a time: expired messages, and all that is older than it may be."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable

from msgspec.structs import replace

from hubbub.chat.chat import TOLD, Chat
from hubbub.chat.events import Entry, EntryErased, LogTrimmed, MessageExpired, MessageSent
from hubbub.chat.ports import LogDamaged, LogUnreachable
from hubbub.commands.messages.redaction import erasures
from hubbub.typed.durations import DAY

BATCH = 100  # entries in one turn: a few milliseconds of its commit


class Eraser:
    """Looks into the log for what is to be erased, and remembers up to where it has been."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.passed = 0  # everything up to this id is erased, by the server's own limit
        self.reached: dict[int, int] = {}  # log of a room -> the seq up to which everything is, by the room's

    async def step(self) -> bool:
        """Erase the next few entries whose time is over; whether there may be more. Raises LogUnreachable."""
        self.chat.begin()
        now = self.chat.aged()
        more = [await _as_far_as_read(self._expired()), await _as_far_as_read(self._old(now))]
        journals = self.chat.world.journals
        rooms = [journals[log] for log in self.chat.world.retained]
        more += [await _as_far_as_read(self._old_of(room.log, now - room.retention)) for room in rooms]
        return any(more)

    async def _expired(self) -> bool:
        chat = self.chat
        if not await self._may():
            return False
        due = await self._due()
        found = await self._read([id for id, _ in due]) if due else {}
        if not due or not self._begin():
            return False
        before = chat.told
        for id, log in due:
            if chat.told - before > TOLD:
                return True
            entry = found.get(id)
            if entry is not None and isinstance(message := entry.event, MessageSent):
                chat.emit(
                    MessageExpired(at=chat.now, log=log, target=message.target, source=message.source, message=id)
                )
                self._erase([entry])
            else:  # it is gone already, with its room, or cannot be read any more
                chat.emit(EntryErased(log=log, seq=0, id=id))
        return len(due) == BATCH

    async def _read(self, ids: list[int]) -> dict[int, Entry]:
        """Those of them that can be read, by id."""
        try:
            return {entry.id: entry for entry in await self.chat.log.entries(ids)}
        except LogUnreachable:
            raise
        except LogDamaged:
            if len(ids) == 1:
                return {}
            half = len(ids) // 2
            return await self._read(ids[:half]) | await self._read(ids[half:])

    async def _due(self) -> list[tuple[int, int]]:
        """Messages whose time is over: all that is over by the time that has passed, and, while the time of day is
        ahead of that, what was said since each leap and is over by what has leapt since."""
        due: dict[tuple[int, int], None] = {}
        for since in (0, *self.chat.world.local.leaps.befores):
            if len(due) < BATCH:
                found = await self.chat.log.due(self.chat.over_by(since + 1), BATCH - len(due), since)
                due.update(dict.fromkeys(found))
        return list(due)

    async def _old(self, now: int) -> bool:
        """By the server's limit, in all logs: the ids of entries rise in the order of their coming."""
        days = self.chat.policy.keep_days
        if not days or not await self._may():
            return False
        old = [entry for entry in await self.chat.log.oldest(self.passed, BATCH) if entry.at < now - days * DAY]
        if not old or not self._begin():
            return False
        self._erase(old)
        self._trim(old)
        self.passed = old[-1].id - 1  # other logs may have an entry of that id, too
        return len(old) == BATCH

    async def _old_of(self, log: int, before: int) -> bool:
        if not await self._may():
            return False
        found = await self.chat.log.oldest_of(log, self.reached.get(log, 0), BATCH)
        old = [entry for entry in found if entry.at < before]
        if not old or not self._begin():
            return False
        self._erase(old)
        self._trim(old)
        self.reached[log] = old[-1].seq
        return len(old) == BATCH

    async def _may(self) -> bool:
        """Once all is in the log that has happened; not while the disk is full."""
        await self.chat.settled()
        return not self.chat.disk_full

    def _begin(self) -> bool:
        """The turn in which to erase, which ends before anything else is waited for."""
        self.chat.begin()
        return not self.chat.disk_full

    def _erase(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            now = self.chat.world.recent.as_now(entry)  # it may have been edited since it was read
            for gone in erasures(self.chat, now if now.event is not None else entry):
                unread = entry.event is None and isinstance(gone, EntryErased) and gone.id == entry.id
                self.chat.emit(replace(gone, unread=True) if unread else gone)

    def _trim(self, entries: Iterable[Entry]) -> None:
        """What is before the last of them is as old. That one stays as a tombstone, and its log goes on counting."""
        for log, seq in {entry.log: entry.seq for entry in entries}.items():
            self.chat.emit(LogTrimmed(log=log, seq=seq))


async def _as_far_as_read(step: Awaitable[bool]) -> bool:
    """A damaged place of the database, of which the log has told, holds up nothing elsewhere."""
    try:
        return await step
    except LogUnreachable:
        raise
    except LogDamaged:
        return False
