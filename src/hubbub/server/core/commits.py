"""The law, kept in one place: a turn's output leaves only when the log has the turn's events."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from hubbub.chat.chat import Batch, Chat
from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.ports import Append, LogAway, LogBroken, LogFull, LogLocked
from hubbub.chat.refusals import DatabaseAwayWaits, DatabaseHeldWaits, DiskFullWaits
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.session import Outbox, Session

from .comings import WAIT, Comings
from .observers import Observer
from .outboxes import Outboxes, joined, put_behind, who_asks

logger = logging.getLogger(__name__)

SLOW = 0.004  # seconds; a median commit slower than this moves off the loop
QUICK = 0.001  # and quicker than this, back onto it
SMALL = 64  # entries; a larger batch takes its time on the quickest disk, and says nothing about it
RETRY = 1.0  # seconds between attempts while the disk is full, or the database away
MANY = 1_000  # outboxes of one turn, five to ten milliseconds; of more, some go in a turn
LEAVING, LONGEST = 0.004, 0.009  # seconds in a row in which outboxes of such a turn go: as long as others had since
LOOK = 32  # of them go before the clock is looked at
CROWD = 64  # outboxes for each room that a turn is about: when it tells so many, those of the next turn go with them
TOO_LONG, WARN_AGAIN = 1.0, 60.0  # seconds of a commit that the log tells of, and until it does so again
RETRY_LOCKED = 0.1  # while another program holds the database


class Outage(NamedTuple):
    """What it means that a batch cannot be kept: to who sent what is in it, in the log, and until it is tried again."""

    refusal: type[DiskFullWaits]
    event: dict[str, str]
    says: str
    retry: float


OUTAGES: dict[type[LogFull], Outage] = {
    LogFull: Outage(DiskFullWaits, {"event": "disk_full"}, "the disk is full", RETRY),
    LogLocked: Outage(DatabaseHeldWaits, {"event": "locked"}, "another program holds the database", RETRY_LOCKED),
    LogAway: Outage(DatabaseAwayWaits, {"event": "database_away"}, "the database cannot be reached", RETRY),
}


class Commits:
    """Takes each turn's batch to the log, on the loop or in a thread, whichever the disk makes cheaper.

    `broken` is called once when the log can accept nothing more (G14). `observers` are told of every batch that the
    log has, in order.
    """

    def __init__(self, chat: Chat, log: Append, broken: Callable[[LogBroken], None]) -> None:
        self.chat = chat
        self.log = log
        self.broken = broken
        self.off_loop = log.is_remote
        self.in_flight = False
        self.dead = False
        self.observers: list[Observer] = []
        self.failed: list[Observer] = []
        self.measured: Callable[[float, int], None] | None = None  # told how long each commit took, of how many entries
        self.delivered = 0  # parts that went out to connections, counted while commits are measured
        self.outage = OUTAGES[LogFull]  # why something waits, when it does
        self.waiting: Batch | None = None  # what a full disk holds up
        self.times: deque[float] = deque(maxlen=63)
        self.warned_at = -WARN_AGAIN
        self.settlers: list[asyncio.Future[None]] = []
        self.outside: dict[Session, asyncio.Future[bool]] = {}  # who cannot come in before there is space
        self.leaving: deque[Iterator[tuple[Session, Outbox]]] = deque()  # of turns that tell very many something
        self.left_at = 0.0  # when some of them went last
        self.due: dict[Session, Outbox] = {}  # of the last turn; they go with those of the next
        self.comings = Comings()  # of very many, told a moment later

    def end_turn(self) -> None:
        """Commit what the turn did, then let its output go; or wait until an earlier batch is done, and all have been
        told of it: what is said meanwhile would reach them no sooner, and is one batch."""
        if self.in_flight or self.leaving or self.dead:
            return
        batch = self.chat.take_batch()
        if not batch.is_for_the_log:
            self._done(batch, batch.seal())
            if self.settlers:
                self._settle()
        elif self.waiting is not None:
            self._hold(batch, batch.seal())
        elif self.off_loop:
            self._commit_in_thread(batch)
        elif len(batch.talking) > MANY:
            self._commit_next(batch)
        else:
            self._commit_here(batch)

    @property
    def is_settled(self) -> bool:
        """Whether everything that has happened so far is in the log, or never will be."""
        return self.dead or not (self.chat.batch.is_for_the_log or self.in_flight)

    async def settled(self) -> None:
        """Wait until that is so."""
        if not self.is_settled:
            future = asyncio.get_running_loop().create_future()
            self.settlers.append(future)
            await future

    def _commit_here(self, batch: Batch) -> None:
        try:
            self._append(batch)
        except LogFull as error:
            self._hold(batch, batch.seal(), error)
            return
        except LogBroken as error:
            self._die(error)
            return
        self._done(batch, batch.seal(), may_wait=True)
        if self.settlers:
            self._settle()

    def _commit_next(self, batch: Batch) -> None:
        """Here, too, but in a turn of its own: to take so many outboxes is as much as others can wait for."""
        outboxes = batch.seal()
        self.in_flight = True
        asyncio.get_running_loop().call_soon(self._commit_sealed, batch, outboxes)

    def _commit_sealed(self, batch: Batch, outboxes: Outboxes) -> None:
        self.in_flight = False
        try:
            self._append(batch)
        except LogFull as error:
            self._hold(batch, outboxes, error)
        except LogBroken as error:
            self._die(error)
            return
        else:
            self._done(batch, outboxes, may_wait=True)
            if self.settlers and self.is_settled:
                self._settle()
        self.end_turn()

    def _commit_in_thread(self, batch: Batch) -> None:
        outboxes = batch.seal()
        self._let_out([])  # what is due does not wait for that
        self.in_flight = True
        done = asyncio.get_running_loop().run_in_executor(None, self._append, batch)
        done.add_done_callback(lambda done: self._committed(done, batch, outboxes))

    def _committed(self, done: asyncio.Future[None], batch: Batch, outboxes: Outboxes) -> None:
        self.in_flight = False
        error = done.exception()
        if isinstance(error, LogFull):
            self._hold(batch, outboxes, error)
        elif error is not None:
            self._die(error if isinstance(error, LogBroken) else LogBroken(str(error)))
            return
        else:
            self._done(batch, outboxes)
        self.end_turn()

    def _append(self, batch: Batch) -> None:
        start = time.perf_counter()
        self.log.append(batch.entries, batch.changes)
        self._note(time.perf_counter() - start, len(batch.entries))

    def _note(self, seconds: float, entries: int) -> None:
        if seconds > TOO_LONG and (now := time.monotonic()) - self.warned_at > WARN_AGAIN:
            self.warned_at = now
            logger.warning(
                "a commit took %.1f s: the disk is slow, or busy with something else",
                seconds,
                extra={"event": "slow_commit", "seconds": round(seconds, 3)},
            )
        if self.measured is not None:
            self.measured(seconds, entries)
        if self.log.is_remote:
            return
        if entries <= SMALL:
            self.times.append(seconds)
        if len(self.times) == self.times.maxlen:
            median = sorted(self.times)[len(self.times) // 2]
            self.off_loop = median > (QUICK if self.off_loop else SLOW)
            self.times.clear()

    def _done(self, batch: Batch, outboxes: Outboxes, *, may_wait: bool = False) -> None:
        """The log has the batch: everybody may have what it says, and the observers hear of it. `may_wait`: what a few
        rooms tell very many goes a pass of the loop later, with the turn of what has come by then. That one mostly
        tells the same connections, and each of them takes one write for both."""
        outboxes = self._sifted(batch, outboxes)
        if may_wait and not self.due and not self.leaving and _is_of_a_crowd(batch, outboxes):
            self.due = dict(outboxes)
            asyncio.get_running_loop().call_soon(self._end_wait)
        else:
            self._let_out(outboxes)
        if batch.events:
            self._observe(batch)

    def _observe(self, batch: Batch) -> None:
        for observer in tuple(self.observers):
            try:
                observer(batch)
            except Exception:  # it neither holds the commits up nor ends them; that it fails is said once
                if observer not in self.failed:
                    self.failed.append(observer)
                    logger.exception("an observer of what was committed failed, and is called on")

    def _sifted(self, batch: Batch, outboxes: Outboxes) -> Outboxes:
        """What does not wait of what tells of very many who come and go."""
        comings, loop = self.comings, asyncio.get_running_loop()
        if not comings.held and not batch.comings:
            return outboxes
        waited = bool(comings.held)
        outboxes = comings.sift(batch, outboxes, loop.time())
        if comings.held and not waited:
            loop.call_later(WAIT, self._tell_comings)
        return outboxes

    def _tell_comings(self) -> None:
        if self.comings.held:
            self._let_out(self.comings.take())

    def _end_wait(self) -> None:
        """What has come until now is committed, and goes with what is due: nobody waits longer for that."""
        if self.due:
            self.end_turn()

    def _let_out(self, outboxes: Outboxes) -> None:
        """Let what is due go and the outboxes behind it, those of very many some in a turn: nobody waits until ten
        thousand were written to."""
        due, self.due = self.due, {}
        if not self.leaving and len(outboxes) <= MANY and len(due) <= MANY:
            self._flush(list(put_behind(due, outboxes)) if due else outboxes)
            return
        if not self.leaving:
            self.left_at = time.monotonic()
            asyncio.get_running_loop().call_soon(self._flush_some)
        self.leaving.append(put_behind(due, outboxes))

    def _flush_some(self) -> None:
        leaving, now = self.leaving, time.monotonic()
        if not leaving:  # all of it went at once
            return
        until = now + min(max(LEAVING, now - self.left_at), LONGEST)
        while leaving:
            some = list(islice(leaving[0], LOOK))
            if len(some) < LOOK:
                leaving.popleft()
            self._flush(some)
            if time.monotonic() >= until:
                break
        if leaving:
            self.left_at = time.monotonic()
            asyncio.get_running_loop().call_soon(self._flush_some)
        else:
            self.end_turn()

    def flush_all(self) -> None:
        """Let all that waits go at once, and what waited for that: another process goes on, or none."""
        while self.leaving or self.due or self.comings.held:
            waiting = [*chain.from_iterable(self.leaving), *self.due.items(), *self.comings.take()]
            self.leaving.clear()
            self.due = {}
            self._flush(waiting)
            self.end_turn()

    def _flush(self, outboxes: Outboxes) -> None:
        """Let the outboxes go. Members of a room mostly have the same in theirs: what is equal is joined once."""
        if self.measured is not None:
            self.delivered += sum(len(outbox) for _, outbox in outboxes)
        last: Outbox = ()
        whole: Outbox = ()
        for session, outbox in outboxes:
            if outbox is not last and outbox != last:
                last, whole = outbox, outbox if len(outbox) == 1 else joined(outbox)
            try:
                session.endpoint.flush(whole)
            except Exception:  # one connection's fault is not to cost the others their messages (G12)
                logger.exception("a connection could not be written to")

    def _settle(self) -> None:
        settlers, self.settlers = self.settlers, []
        for future in settlers:
            if not future.done():
                future.set_result(None)

    def _die(self, error: LogBroken) -> None:
        self.dead = True
        self.flush_all()  # what it had before
        self._settle()
        self.broken(error)

    # a full disk (G15)

    def _hold(self, batch: Batch, outboxes: Outboxes, why: LogFull | None = None) -> None:
        """Keep the batch and its output for later; tell those who wait for it."""
        chat = self.chat
        self._tell_comings()
        asking, others = who_asks(outboxes)
        for session, outbox in others:
            chat.held.setdefault(session, []).extend(outbox)
        if self.waiting is None:
            self.outage = OUTAGES[LogFull if why is None else why.__class__]
            say_outage(self.outage)
            self.waiting = batch
            chat.disk_full, chat.waits = True, self.outage.refusal
            self._retry_later()
        else:
            self.waiting.extend(batch)
        self._let_out(self.say_that_it_waits(batch, [session for session, _ in others], asking))
        self.waiting.asking.clear()  # they know; a long outage is not to keep who has gone
        self._settle()

    def say_that_it_waits(self, batch: Batch, talking: Iterable[Session], asking: Outboxes) -> Outboxes:
        """Tell those whose messages are in the batch, those of `talking` whose answers wait with it, and those who wait
        for one before they go on (`asking`), in place of it; what is to be told at once. What was said behind it waits
        on."""
        chat, asked = self.chat, set(batch.asking)
        waiting = {one: None for entry in batch.entries for one in self._sessions_of(entry)}
        waiting |= {session: None for session in talking if session in asked and not session.ended}
        later = chat.batch.seal()
        for session in waiting:
            chat.held.setdefault(session, [])
            session.dialect.refuse(session, self.outage.refusal())
        for session, behind in asking:
            session.dialect.refuse(session, self.outage.refusal())
            for item in behind:
                session.send(item)
        now = chat.batch.seal()
        for session, outbox in later:
            for item in outbox:
                session.send(item)
        return now

    def _sessions_of(self, entry: Entry) -> list[Session]:
        if not isinstance(entry.event, MessageSent):
            return []
        user = self.chat.world.user(name_of(entry.event.source))
        return user.sessions if user else []

    def _retry_later(self) -> None:
        asyncio.get_running_loop().call_later(self.outage.retry, self._retry)

    def _retry(self) -> None:
        if self.waiting is None or self.dead:
            return
        if self.log.is_remote:
            self._retry_in_thread(self.waiting)
            return
        try:
            self._append(self.waiting)
        except LogFull as error:
            self._wait_on(error)
        except LogBroken as error:
            self._die(error)
        else:
            self._let_go()

    def _retry_in_thread(self, waiting: Batch) -> None:
        """What comes meanwhile is held behind it, and is tried by itself when this much is kept."""
        entries, changes = list(waiting.entries), list(waiting.changes)
        done = asyncio.get_running_loop().run_in_executor(None, self.log.append, entries, changes)

        def retried(done: asyncio.Future[None]) -> None:
            error = done.exception()
            if isinstance(error, LogFull):
                self._wait_on(error)
            elif error is not None:
                self._die(error if isinstance(error, LogBroken) else LogBroken(str(error)))
            elif waiting.drop_kept(len(entries), len(changes)):
                self._retry_in_thread(waiting)
            else:
                self._let_go()

        done.add_done_callback(retried)

    async def space(self, session: Session) -> bool:
        """Wait until the log takes something again, or that session is let go of: whether it was that."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.outside[session] = future
        return await future

    def let_go_of(self, session: Session) -> None:
        """Nobody listens to it any more."""
        if (future := self.outside.pop(session, None)) is not None and not future.done():
            future.set_result(False)

    def take_again(self) -> None:
        """The log does: whoever stands outside may come in."""
        say_back()
        self.chat.disk_full = False
        outside, self.outside = self.outside, {}
        for future in outside.values():
            if not future.done():
                future.set_result(True)

    def _wait_on(self, why: LogFull) -> None:
        self.outage = OUTAGES[why.__class__]
        self.chat.waits = self.outage.refusal
        self._retry_later()

    def _let_go(self) -> None:
        """All that waited is kept: it is shown now."""
        self.take_again()
        held, self.chat.held = self.chat.held, {}
        batch, self.waiting = self.waiting, None
        assert batch is not None
        self._done(batch, list(held.items()))
        self.end_turn()


def _is_of_a_crowd(batch: Batch, outboxes: Outboxes) -> bool:
    """Whether it tells so many of so few rooms that the next turn may be expected to tell the same ones."""
    many = len(outboxes)
    return many >= CROWD and many >= CROWD * len(batch.logs)


def say_back() -> None:
    logger.warning("messages are written again", extra={"event": "disk_space"})


def say_outage(outage: Outage) -> None:
    logger.error("%s: messages wait, reading goes on", outage.says, extra=outage.event)
