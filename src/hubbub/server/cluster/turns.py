"""How a decider commits its turns: with what they tell the nodes, in one transaction; then it is said on the bus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, cast

from hubbub.bus import Bus
from hubbub.chat.chat import Batch
from hubbub.chat.events import Entry, Event
from hubbub.chat.ports import DeciderLog, KeptPart, KeptState, Load, LogAway, LogBroken, LogFull
from hubbub.chat.world.session import Session
from hubbub.server.core.commits import MANY, OUTAGES, Commits, say_outage
from hubbub.server.core.in_parts import InParts
from hubbub.server.core.outboxes import Outboxes, who_asks
from hubbub.server.net.connection import Connection

from . import messages
from .carried import Carried
from .carrier import Carrier

UNSURE = 2.0  # seconds without the database in which nobody is refused anything: another one may decide already
LOOK = 64  # outboxes that are handed out before the clock is looked at
AGAIN = 0.2  # seconds between attempts to have it back: who waits to decide gives us a second for it

States = Callable[[Batch], list[KeptState]]


class Turn(NamedTuple):
    """What one commit keeps."""

    entries: Sequence[Entry]
    changes: Sequence[Event]
    loads: Sequence[Load]


class Turns(Commits):
    """The outboxes of connections that nodes have go into their transports before the commit, and leave with it: a turn
    that tells anybody anything is a commit. `carry` is to be called before the first turn.

    Without the database a turn is tried again until it is kept, and what is said meanwhile is refused.
    """

    carrier: Carrier | None = None
    meanwhile: Batch | None = None  # what has happened while the log takes nothing
    away_since = 0.0  # by the loop's clock; 0: the log is there
    telling: Sequence[Session] = ()  # to whom the turn that is being committed tells something

    def carry(self, carrier: Carrier, bus: Bus, subject: str, position: int, states: States) -> None:
        """Commit for these nodes from now on. `position`: of the last load that was kept; `subject`: that of the parts,
        without the name of a node; `states` tells what the next decider has to know after this batch."""
        self.carrier = carrier
        self.bus = bus
        self.subject = subject
        self.position = position
        self.states = states
        self.handing = InParts(carrier.loop)

    def end_turn(self) -> None:
        if self.dead or self.carrier is None:
            return
        if self.in_flight:
            if self.chat.disk_full:
                self._tell_meanwhile()
            return
        batch, outboxes = self._take()
        self.telling = [session for session, _ in outboxes]
        if len(outboxes) > MANY:
            self._hand_out_in_parts(self.carrier, batch, outboxes)
            return
        near = self._hand_out(outboxes)
        self._commit(batch, near, self._load(self.carrier, self.states(batch)))

    def _commit(self, batch: Batch, near: Outboxes, load: Load | None) -> None:
        if load is None and not batch.is_for_the_log:
            self.in_flight = False
            self._done(batch, near)
            self._settle()
            return
        self.in_flight = True
        turn = Turn(batch.entries, batch.changes, (load,) if load is not None else ())
        self._keep(turn, batch, near)

    def _take(self) -> tuple[Batch, Outboxes]:
        """The turn, behind what has waited for the log."""
        chat = self.chat
        batch, held, meanwhile = chat.take_batch(), chat.held, self.meanwhile
        outboxes = batch.seal()
        if held or meanwhile is not None:
            chat.held, self.meanwhile = {}, None
            for session, outbox in outboxes:
                held.setdefault(session, []).extend(outbox)
            outboxes = [(session, outbox) for session, outbox in held.items() if outbox]
            if meanwhile is not None:
                meanwhile.extend(batch)
                batch = meanwhile
        return batch, outboxes

    def _tell_meanwhile(self) -> None:
        """While the log takes nothing: what is not for it, such as a refusal, is told at once, and nobody keeps it.
        It may be lost, as anything on the bus."""
        batch, held = self.chat.take_batch(), self.chat.held
        outboxes = batch.seal()
        if batch.is_for_the_log:
            asking, outboxes = who_asks(outboxes)
            for session, outbox in outboxes:
                held.setdefault(session, []).extend(outbox)
            outboxes = self.say_that_it_waits(batch, [session for session, _ in outboxes], asking)
        self.meanwhile = self.meanwhile or Batch()
        self.meanwhile.extend(batch)
        self.meanwhile.asking.clear()  # they know
        self._tell(outboxes)

    def _tell(self, outboxes: Outboxes) -> None:
        """At once, and kept by nobody."""
        self._let_out(self._hand_out(outboxes))
        carrier = self.carrier
        assert carrier is not None
        for far in carrier.nodes.values():
            told = far.take_output()
            if told:
                part = messages.Part(0, far.kept, far.epoch, told, carrier.generation)
                self.bus.publish(f"{self.subject}.{far.node}", messages.to_bytes(part))

    @property
    def is_settled(self) -> bool:
        return super().is_settled and (
            self.carrier is None or not any(far.items for far in self.carrier.nodes.values())
        )

    def _hand_out(self, outboxes: Outboxes) -> Outboxes:
        """Those of the nodes' connections go into their transports; the others, of this very process, are returned."""
        far: Outboxes = []
        near: Outboxes = []
        for pair in outboxes:
            endpoint = pair[0].endpoint
            if endpoint.__class__ is Connection and endpoint.transport.__class__ is Carried:
                far.append(pair)
            else:
                near.append(pair)
        self._flush(far)
        return near

    def _hand_out_in_parts(self, carrier: Carrier, batch: Batch, outboxes: Outboxes) -> None:
        """What very many are told, some in a turn of the loop, before the commit that has all of it. What happens
        meanwhile is of the next commit: so the states are those of now, and who is told something else, or ends, has
        the own part of it before that."""
        self.in_flight = True
        carrier.pending, carrier.flush = dict(outboxes), self._flush
        states = self.states(batch)
        carrier.begin_next()
        self.handing.do_soon(self._in_parts(carrier, batch, outboxes, states))

    def _in_parts(self, carrier: Carrier, batch: Batch, outboxes: Outboxes, states: list[KeptState]) -> Iterator[None]:
        near: Outboxes = []
        for start in range(0, len(outboxes), LOOK):
            some: Outboxes = []
            for session, _ in outboxes[start : start + LOOK]:
                if (outbox := carrier.pending.pop(session, None)) is not None:
                    some.append((session, outbox))
            with carrier.in_that_turn():
                near += self._hand_out(some)
            yield
        with carrier.in_that_turn():
            load = self._load(carrier, states, pictures=False)
        carrier.is_next = False
        self._commit(batch, near, load)

    def _load(self, carrier: Carrier, states: list[KeptState], *, pictures: bool = True) -> Load | None:
        """`pictures`: nodes may compare themselves, for nothing was said meanwhile that belongs to the next commit."""
        clock = carrier.loop.time()
        items = carrier.take(clock, pictures=pictures)
        if not items and not states:
            return None
        self.position += 1
        parts = []
        for far, told in items.items():
            picture = far.picture(clock) if pictures else None
            part = messages.Part(self.position, far.last, far.epoch, told, carrier.generation, picture)
            parts.append(KeptPart(far.node, self.position, far.last, messages.to_bytes(part)))
            far.last = self.position
        return Load(self.position, self.chat.now, parts, states)

    def _keep(self, turn: Turn, batch: Batch, near: Outboxes) -> None:
        done = asyncio.get_running_loop().run_in_executor(None, self._append_turn, turn)
        done.add_done_callback(lambda done: self._kept(done, turn, batch, near))

    def _append_turn(self, turn: Turn) -> None:
        start = time.perf_counter()
        cast(DeciderLog, self.log).append_load(turn.entries, turn.changes, turn.loads)
        self._note(time.perf_counter() - start, len(turn.entries))

    def _kept(self, done: asyncio.Future[None], turn: Turn, batch: Batch, near: Outboxes) -> None:
        error = done.exception()
        if isinstance(error, LogFull):
            self._wait(error, turn, batch, near)
            return
        self.in_flight = False
        if error is not None:
            self._die(error if isinstance(error, LogBroken) else LogBroken(str(error)))
            return
        self._be_back()
        for load in turn.loads:
            for part in load.parts:
                far = self.carrier.nodes.get(part.node) if self.carrier is not None else None
                if far is not None:
                    far.kept = part.position
                self.bus.publish(f"{self.subject}.{part.node}", part.body)
        self._done(batch, near)
        if self.settlers:
            self._settle()
        self.end_turn()

    def _wait(self, why: LogFull, turn: Turn, batch: Batch, near: Outboxes) -> None:
        """Try it again later. Who has said something hears that it waits, and what would be kept besides is refused;
        but not before it is certain that we still decide: who was taken over finds that out with the next attempt."""
        chat, now = self.chat, asyncio.get_running_loop().time()
        self.away_since = self.away_since or now
        is_certain = not isinstance(why, LogAway) or now - self.away_since >= UNSURE
        if is_certain and not chat.disk_full:
            self.outage = OUTAGES[why.__class__]
            say_outage(self.outage)
            chat.disk_full, chat.waits = True, self.outage.refusal
            asking, near[:] = who_asks(near)
            told = [session for session, _ in asking]
            chat.held = {one: [] for one in self.telling if one not in told}  # who is told nothing more before that
            self._tell(self.say_that_it_waits(batch, tuple(chat.held), asking))
            self._tell_meanwhile()
        pause = AGAIN if isinstance(why, LogAway) else OUTAGES[why.__class__].retry
        asyncio.get_running_loop().call_later(pause, self._keep, turn, batch, near)

    def _be_back(self) -> None:
        self.away_since = 0.0
        if self.chat.disk_full:
            self.take_again()
