"""The law, kept in one place: a turn's output leaves only when the log has the turn's events."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from collections import deque
from collections.abc import Callable, Sequence

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, Event, MessageSent
from hubbub.chat.ports import Log, LogBroken, LogFull
from hubbub.chat.refusals import DiskFull
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.session import Session, Slices

logger = logging.getLogger(__name__)

SLOW = 0.004  # seconds; a median commit slower than this moves off the loop
QUICK = 0.001  # and quicker than this, back onto it
SMALL = 64  # entries; a larger batch takes its time on the quickest disk, and says nothing about it
RETRY = 1.0  # seconds between attempts while the disk is full
WAITS = "The server's disk is full. What you sent last waits, and is delivered when there is space again."

Outboxes = list[tuple[Session, list[bytes | Slices]]]


class Commits:
    """Takes each turn's batch to the log, on the loop or in a thread, whichever the disk makes cheaper.

    `broken` is called once when the log can accept nothing more (G14).
    """

    def __init__(self, chat: Chat, log: Log, broken: Callable[[LogBroken], None]) -> None:
        self.chat = chat
        self.log = log
        self.broken = broken
        self.off_loop = False
        self.in_flight = False
        self.dead = False
        self.waiting: tuple[list[Entry], list[Event]] | None = None  # what a full disk holds up
        self.times: deque[float] = deque(maxlen=63)
        self.settlers: list[asyncio.Future[None]] = []

    def end_turn(self) -> None:
        """Commit what the turn did, then let its output go; or wait until an earlier batch is done."""
        if self.in_flight or self.dead:
            return
        chat = self.chat
        entries, changes = chat.entries, chat.changes
        if not entries and not changes:
            self._flush(self._seal())
            self._settle()
            return
        chat.entries, chat.changes = [], []
        if self.waiting is not None:
            self._hold(entries, changes, self._seal())
        elif self.off_loop:
            self._commit_in_thread(entries, changes)
        else:
            self._commit_here(entries, changes)

    async def settled(self) -> None:
        """Wait until everything that has happened so far is in the log."""
        if not self.dead and (self.chat.entries or self.chat.changes or self.in_flight):
            future = asyncio.get_running_loop().create_future()
            self.settlers.append(future)
            await future

    def _commit_here(self, entries: list[Entry], changes: list[Event]) -> None:
        try:
            self._append(entries, changes)
        except LogFull:
            self._hold(entries, changes, self._seal())
            return
        except LogBroken as error:
            self._die(error)
            return
        self._flush(self._seal())
        self._settle()

    def _commit_in_thread(self, entries: list[Entry], changes: list[Event]) -> None:
        outboxes = self._seal()
        self.in_flight = True
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(None, self._append, entries, changes)
        done.add_done_callback(lambda done: self._committed(done, entries, changes, outboxes))

    def _committed(
        self, done: asyncio.Future[None], entries: list[Entry], changes: list[Event], outboxes: Outboxes
    ) -> None:
        self.in_flight = False
        error = done.exception()
        if isinstance(error, LogFull):
            self._hold(entries, changes, outboxes)
        elif error is not None:
            self._die(error if isinstance(error, LogBroken) else LogBroken(str(error)))
            return
        else:
            self._flush(outboxes)
        self.end_turn()

    def _append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        start = time.perf_counter()
        self.log.append(entries, changes)
        if len(entries) <= SMALL:
            self.times.append(time.perf_counter() - start)
        if len(self.times) == self.times.maxlen:
            median = statistics.median(self.times)
            self.off_loop = median > (QUICK if self.off_loop else SLOW)
            self.times.clear()

    def _seal(self) -> Outboxes:
        """This turn's outboxes, taken from their sessions."""
        talking, self.chat.talking = self.chat.talking, []
        outboxes: Outboxes = []
        for session in talking:
            outboxes.append((session, session.outbox))
            session.outbox = []
        return outboxes

    def _flush(self, outboxes: Outboxes) -> None:
        """Let the outboxes go. Members of a room mostly have the same in theirs: what is equal is joined once."""
        last: list[bytes | Slices] = []
        joined: list[bytes | Slices] = []
        for session, outbox in outboxes:
            if outbox != last:
                last, joined = outbox, _joined(outbox)
            try:
                session.flush(joined)
            except Exception:  # one connection's fault is not to cost the others their messages (G12)
                logger.exception("a connection could not be written to")

    def _settle(self) -> None:
        settlers, self.settlers = self.settlers, []
        for future in settlers:
            if not future.done():
                future.set_result(None)

    def _die(self, error: LogBroken) -> None:
        self.dead = True
        self._settle()
        self.broken(error)

    # a full disk (G15)

    def _hold(self, entries: list[Entry], changes: list[Event], outboxes: Outboxes) -> None:
        """Keep the batch and its output for later; tell those whose messages wait."""
        chat = self.chat
        for session, outbox in outboxes:
            chat.held.setdefault(session, []).extend(outbox)
        authors = [self._sessions_of(entry) for entry in entries]
        if self.waiting is None:
            logger.error("the disk is full: messages wait, reading goes on", extra={"event": "disk_full"})
            self.waiting = (entries, changes)
            chat.disk_full = True
            asyncio.get_running_loop().call_later(RETRY, self._retry)
        else:
            self.waiting[0].extend(entries)
            self.waiting[1].extend(changes)
        for session in dict.fromkeys(session for sessions in authors for session in sessions):
            chat.held.setdefault(session, [])
            session.dialect.refuse(session, DiskFull(sentence=WAITS))
        self._flush(self._seal())
        self._settle()

    def _sessions_of(self, entry: Entry) -> list[Session]:
        if not isinstance(entry.event, MessageSent):
            return []
        user = self.chat.world.user(name_of(entry.event.source))
        return user.sessions if user else []

    def _retry(self) -> None:
        if self.waiting is None or self.dead:
            return
        try:
            self._append(*self.waiting)
        except LogFull:
            asyncio.get_running_loop().call_later(RETRY, self._retry)
            return
        except LogBroken as error:
            self._die(error)
            return
        logger.warning("there is space on the disk again", extra={"event": "disk_space"})
        held, self.chat.held = self.chat.held, {}
        self.waiting = None
        self.chat.disk_full = False
        self._flush(list(held.items()))
        self.end_turn()


def _joined(outbox: list[bytes | Slices]) -> list[bytes | Slices]:
    """The same bytes in one piece; an outbox with a long reply in it as it is."""
    try:
        return [b"".join(outbox)]  # type: ignore[arg-type]
    except TypeError:
        return outbox
