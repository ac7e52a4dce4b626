"""The chat: what happens is applied, rendered, and waits for the log before it leaves (the law)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Collection, Iterable, Sequence
from typing import TypeVar

import msgspec

from .apply import RULES
from .apply.rule import Rule
from .audit import Doing
from .events import (
    ActNoted,
    Entry,
    Event,
    KeptEvent,
    MessageSent,
)
from .ids import Ids
from .limits.policy import Policy
from .ports import LogDamaged, LogUnreachable, Reading, Services
from .refusals import DatabaseAwayWaits, DiskFullWaits, HistoryAway, HistoryDamaged, Refusal
from .world.history.journal import Journal
from .world.people.users import User
from .world.rooms import Heard, Room
from .world.session import Ended as Ended
from .world.session import Outbox, Session, Told
from .world.state import World, grouped

T = TypeVar("T")
E = TypeVar("E", bound=Event)

TOLD = 5_000  # events in outboxes in one turn, of what is done a little at a time
MUCH = 1_000  # in a turn: what can be done in another one is
SHARED = 100  # things in an outbox that several have: each more is written down anew
IN_ROOM = msgspec.structs.replace(RULES[MessageSent], own=None)  # where nobody else sees it as its author does
_NONE: frozenset[type[Event]] = frozenset()


class Batch:
    """What happened in one turn: given to the log as a whole, and shown when the log has it.

    `entries` and `changes` are for the log (`ports.Log.append`), the entries of these `logs`; `events` is everything,
    in order, what nobody keeps too; `talking` are the sessions whose outboxes wait, `asking` those for which something
    was done; `comings` is what is told, to whom ever, of those who come and go.
    """

    __slots__ = ("_different", "_kinds", "asking", "changes", "comings", "entries", "events", "logs", "talking")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.logs: set[int] = set()
        self.changes: list[Event] = []
        self.events: list[Event] = []
        self.talking: list[Session] = []
        self.asking: list[Session] = []
        self.comings: set[Told] = set()
        self._kinds: Sequence[type[Event]] = ()
        self._different: frozenset[type[Event]] = _NONE

    @property
    def is_for_the_log(self) -> bool:
        """Whether there is anything that the log has to have first."""
        return bool(self.entries or self.changes)

    @property
    def kinds(self) -> Sequence[type[Event]]:
        """The kind of each of its events: nearly all are messages, and who looks for others need not look at them."""
        if len(self._kinds) != len(self.events):
            self._kinds = list(map(type, self.events))
            self._different = frozenset(self._kinds)
        return self._kinds

    def of(self, kinds: Collection[type[Event]]) -> list[Event]:
        """Its events of these kinds, in order."""
        if not self.kinds or self._different.isdisjoint(kinds):
            return []
        return [event for event in self.events if event.__class__ in kinds]

    def extend(self, later: Batch) -> None:
        """Be what happened in both."""
        self.entries += later.entries
        self.logs |= later.logs
        self.changes += later.changes
        self.events += later.events
        self.asking += later.asking

    def drop_kept(self, entries: int, changes: int) -> bool:
        """The log has so many of the first ones; whether there are more for it."""
        del self.entries[:entries], self.changes[:changes]
        return self.is_for_the_log

    def seal(self) -> list[tuple[Session, Outbox]]:
        """The outboxes as they are now, taken from their sessions."""
        outboxes = []
        for session in self.talking:
            outboxes.append((session, session.outbox))
            session.outbox = ()
        self.talking = []
        return outboxes


class Chat:
    """One chat: the state of the world, and the only way to change it. The server takes its `batch` turn by turn.

    `now` is in milliseconds since 1970; `disk_full` refuses what would be kept, for the reason for which something
    `waits` then. `held` is the output that waits for a full disk, by connection. `uses` counts the commands that were
    given, `said` the messages by the dialect of who said them, where somebody wants to know. `undoes` is the number of
    the act that is being undone, or 0. `told` counts what was put into outboxes as events: what is done a little at a
    time is done by that, too; `told_before` this turn.
    """

    def __init__(self, world: World, log: Reading, ids: Ids, policy: Policy, services: Services, now: int) -> None:
        self.world = world
        self.log = log
        self.ids = ids
        self.policy = policy
        self.services = services
        self.now = now
        self.batch = Batch()
        self.disk_full = False
        self.waits: type[DiskFullWaits] = DiskFullWaits
        self.held: dict[Session, list[Told]] = {}
        self.uses: defaultdict[str, int] = defaultdict(int)
        self.said: Counter[str] | None = None
        self.undoes = 0
        self.told = self.told_before = 0

    @property
    def clock(self) -> int:
        """The clock by which everybody waits (`Local.clock`), in milliseconds."""
        return self.world.local.clock

    def aged(self, *, known: bool = False) -> int:
        """By which time that is let go of which has had its own: the time of day, without what it has leapt ahead
        lately. `known`: only what is known not to have passed; a server that was off does not know."""
        local = self.world.local
        local.leaps.look(self.now, local.passed)
        return self.now - local.leaps.length(known=known)

    def over_by(self, begun: int) -> int:
        """By which time that is over which ends by itself and began then: as `aged`, for what was not leapt before it
        began is not taken from it."""
        local = self.world.local
        local.leaps.look(self.now, local.passed)
        return self.now - local.leaps.length(known=True, since=begun)

    def left(self, begun: int, until: int) -> int:
        """For how many milliseconds that is to last still which began then; of what was begun at a time still to come,
        no longer than its own length. `begun` 0: nobody knows."""
        left = until - self.over_by(begun)
        return min(left, until - begun) if begun else left

    def take_batch(self) -> Batch:
        """What happened since the last one was taken."""
        self.told_before = self.told
        batch, self.batch = self.batch, Batch()
        return batch

    def stamp(self, journal: Journal) -> int:
        """The time of an event now: later than that of the last entry of the log it goes to.

        So no two entries of a log have one time, and who pages by time finds each of them, however many came in one
        millisecond; and where the time of day was set back, times go on telling entries apart.
        """
        now, last = self.now, journal.last_at
        return now if last < now else last + 1

    def stamp_all(self, journals: Iterable[Journal]) -> int:
        """The same of an event that goes to all these logs, if to any."""
        return max(map(self.stamp, journals), default=self.now)

    def emit(self, event: E, asker: Session | None = None, shown: E | None = None) -> E:
        """Let something happen: the world changes at once, whoever hears it gets it when the log has it.

        `asker` is the connection whose command it was; it is shown the event in its own way. `shown` is the event as
        those see it who hear it now, when it is kept with less. Returns the event as it happened: it says who did it.
        """
        return self.emit_all([event], asker, None if shown is None else [shown])[0]

    def emit_all(self, events: list[E], asker: Session | None = None, shown: list[E] | None = None) -> list[E]:
        """The same of several in a row that are alike in all but their id, time and text: what follows from the rest is
        asked of the first. None of them changes who hears the next, or what that means."""
        user = asker.user if asker is not None else None
        if user is not None and (user.account or user.modes) and not _says_who(events[0], user):
            events = [_done_by(user, event) for event in events]
            shown = None if shown is None else [_done_by(user, event) for event in shown]
        first, world, batch = events[0], self.world, self.batch
        rule = RULES[first.__class__]
        acts = None if rule.act is None else [rule.act(world, event, self._doing(asker)) for event in events]
        # Before any outbox has it: a bug further on shows nothing the log has not.
        if rule.kept == "one":
            self._keep(world.journals[first.log], events)  # type: ignore[attr-defined,arg-type]
        elif rule.kept:
            for log in first.logs:  # type: ignore[attr-defined]
                self._keep(world.journals[log], events)  # type: ignore[arg-type]
        if not rule.heard_after:
            self._show(rule, rule.heard(world, first), shown or events, asker)
        if first.__class__ is not MessageSent:
            world.local.version += 1
        rule.change(world, events)
        if first.changes_state():
            batch.changes += events
        if rule.heard_after:
            self._show(rule, rule.heard(world, first), events, asker)
        if rule.told is not None:
            for event in events:
                for notice, sessions in rule.told(world, event):
                    self._put(notice, sessions, asker)
        batch.events += events
        if self.said is not None and asker is not None and first.__class__ is MessageSent:
            self.said[asker.dialect.name] += len(events)
        if acts is not None:
            for act in acts:
                if act is not None:
                    self.emit(ActNoted(act=act))
        return events

    def emit_more(self, events: list[MessageSent], room: Room, asker: Session) -> None:
        """Let more of the same happen: messages like one that was emitted in that room, all but their id, time and
        text, since when nothing has happened but messages. They are kept and shown; nothing else follows from them."""
        self._keep(room, events)
        self._show(IN_ROOM, room.listeners, events, asker)
        self.batch.events += events
        if self.said is not None:
            self.said[asker.dialect.name] += len(events)

    def seem(self, event: E, asker: Session) -> E:
        """Show somebody, on all their connections, what they would see if this had happened: who is blocked is not to
        know. Nobody else sees it, and nothing is kept or changed. Returns the event as it is shown."""
        event, rule = _done_by(asker.me, event), RULES[event.__class__]
        mine = [
            one for sessions in rule.heard(self.world, event).values() for one in sessions if one.user is asker.user
        ]
        self._show(rule, grouped(mine), [event], asker)
        return event

    def tell(self, event: Event) -> None:
        """Show what happened in another turn to those who hear of it; nothing is kept or changed."""
        rule = RULES[event.__class__]
        self._show(rule, rule.heard(self.world, event), [event], None)

    def echo(self, event: Event, asker: Session) -> None:
        """Show a connection what it has done, as its author, and nobody else."""
        asker.answer_all(asker.own([event]))

    def _doing(self, asker: Session | None) -> Doing:
        return Doing(self.now, asker.dialect.name if asker else "", self.undoes)

    def _show(self, rule: Rule, heard: Heard, events: Sequence[Event], asker: Session | None) -> None:
        """Put the events, rendered once for all who see the same, into the outboxes of who hears them; then their echo
        into that of the asker."""
        theirs = b""
        for profile, sessions in heard.items():
            data = profile.render(events)
            if data:
                self.told += len(sessions)
                if rule.comes_or_goes:
                    self.batch.comings.add(data)
                self._put(data, sessions, asker)
                if asker is not None and profile is asker.profile:
                    theirs = data
        own = None if rule.own is None else rule.own(self.world, events[0])
        if own is not None:
            for session in own.sessions:
                if session is not asker:
                    session.show(session.own(events))
        if asker is not None:
            echo = asker.profile.dialect.own(events, asker)
            if echo is None and (asker.captured is not None or not theirs):
                echo = asker.profile.lines(events)
            if echo is None:
                asker.send(theirs)
            elif echo:
                asker.answer_all(echo)
            if own is not None and own.comes_back:
                data = asker.profile.render(events)
                if data:
                    asker.send(data)

    def _put(self, data: Told, sessions: Iterable[Session], asker: Session | None) -> None:
        """Into the outboxes of these, but for the asker: there may be very many of them, and some named twice.

        Those who were told the same until now are told the same now, too: they have one outbox, a tuple.
        """
        talking, alone = self.batch.talking, (data,)
        before: Outbox | None = None
        after: Outbox = alone
        for session in sessions:
            if session is not asker:
                outbox = session.outbox
                if not outbox:
                    talking.append(session)
                    session.outbox = alone
                elif outbox is before:
                    session.outbox = after
                elif outbox[-1] is data:
                    continue
                elif type(outbox) is list:  # as `added`, without its call
                    outbox.append(data)
                elif before is None and len(outbox) < SHARED:
                    before, after = outbox, (*outbox, data)
                    session.outbox = after
                else:
                    session.outbox = [*outbox, data]

    def _keep(self, journal: Journal, events: Sequence[KeptEvent]) -> None:
        log, seq, entries = journal.log, journal.last_seq, []
        for event in events:
            seq += 1
            entries.append(Entry(log, seq, event.id, event.at, event))  # type: ignore[arg-type]
        journal.last_seq, journal.last_at = seq, event.at
        self.batch.entries += entries
        self.batch.logs.add(log)
        self.world.recent.extend(journal, entries)

    @property
    def away(self) -> bool:
        """Whether the database cannot be reached."""
        return self.disk_full and self.waits is DatabaseAwayWaits

    def check_space(self) -> None:
        """Whether what happens now could be kept. Raises DiskFull."""
        if self.disk_full:
            raise self.waits.refused

    async def space(self, session: Session) -> None:
        """Tell somebody that what they asked for waits until it can be kept, and wait for that. Whoever has gone, or
        will say nothing more, is not waited for: that connection is closed. Raises Ended."""
        self.begin()
        if session.endpoint.goes_on:
            session.dialect.refuse(session, self.waits())
        while self.disk_full:
            if not session.endpoint.goes_on or not await self.after(session, self.services.space(session)):
                session.close("closed", self.waits.refused())
                raise Ended

    def begin(self) -> None:
        """Have a turn, outside of received data: what was true before may be so no more."""
        self.services.begin()

    async def settled(self) -> None:
        """Wait until the log has all that happened so far; while the disk is full it has not, and nobody waits."""
        if not self.disk_full:
            await self.services.settled()

    async def after(self, session: Session, awaitable: Awaitable[T]) -> T:
        """Wait for something slow on behalf of a session, and go on in a new turn.

        What has happened before is in the log when the awaitable starts (except while the disk is full). Raises
        Ended when the session has ended meanwhile, HistoryDamaged or HistoryAway when the log cannot read what was
        asked for. What was checked before has to be checked again.
        """
        refused: type[Refusal] | None = None
        await self.settled()
        try:
            result = await awaitable
        except LogDamaged as error:
            refused = unread(error)
        self.begin()
        self.batch.asking.append(session)
        if session.ended:
            raise Ended
        if refused is not None:
            raise refused
        return result

    @property
    def told_much(self) -> bool:
        """Whether very many hear of what has happened in this turn."""
        return self.is_much(self.told - self.told_before)

    def is_much(self, told: int) -> bool:
        """Whether others are to have their turn when so many are told."""
        return told > MUCH

    async def give_way(self) -> None:
        """Let others have their turn, in the middle of something long that is done whoever has gone meanwhile."""
        await self.services.pause()
        self.begin()

    async def rest(self, session: Session) -> None:
        """Let others have their turn, in the middle of something long. Raises Ended."""
        await self.after(session, self.services.pause())


def unread(error: LogDamaged) -> type[Refusal]:
    """What is said to who asked for what the log could not read."""
    return HistoryAway if isinstance(error, LogUnreachable) else HistoryDamaged


def _says_who(event: Event, user: User) -> bool:
    """Whether it says what is to be known of who did it. A message does from the beginning: it comes often."""
    return event.login == user.account and event.bot == user.is_bot


def _done_by(user: User, event: E) -> E:
    """The event with what is to be known of who did it."""
    return msgspec.structs.replace(event, bot=user.is_bot, login=user.account)
