"""What consoles that watch are told: who is here, rooms, reports, bans, figures and the log (`hubbub.console.records`).

Nothing is worked out while nobody watches, but for the number of messages. Once a second, what has changed goes out, at
most so much of it; the log goes out as it comes. Who does not keep up misses what happens, and is told all anew then.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

import hubbub
from hubbub.chat.audit import OF_SERVER
from hubbub.chat.chat import Batch
from hubbub.chat.events import (
    ActNoted,
    Event,
    LockdownSet,
    OperatorActed,
    OperatorAppointed,
    OperatorCodeMade,
    ReportChanged,
    ReportForgotten,
    ReportMade,
)
from hubbub.chat.party import Party
from hubbub.chat.world import rooms as world_rooms
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.session import Session, Slices
from hubbub.chat.world.state import World
from hubbub.console import records
from hubbub.console.records import (
    Ban,
    Bans,
    Facts,
    Line,
    ListenAddress,
    People,
    Person,
    Rates,
    Reports,
    Room,
    Rooms,
    Said,
)

from . import recorded, watching
from .announce import others
from .figures import resident
from .logs import ManyAtOnce

if TYPE_CHECKING:
    from .first_operator import FirstOperator
    from .server import Server

EVERY = 1.0  # seconds
TURNS = 5  # of each table in one second
MOST = 200  # rows that are looked at, whether they are new, in one turn; the others are told in the next
SWEPT = 100  # rows that are looked at again in one turn though nothing was heard of them
LINES = 50  # of the log in one second
KEPT = 200  # lines of the log, for who begins to watch
WAITING = 100  # records for who has not taken yet what came before
BUSY = 2000  # connections; of more, the figures that count them are made less often
SELDOM = 10  # seconds between such figures

LISTED: tuple[type[Event], ...] = (
    LockdownSet, OperatorAppointed, ReportChanged, ReportForgotten, ReportMade, OperatorCodeMade,
)  # fmt: skip  # after which facts and reports may be others

K = TypeVar("K", str, int)
T = TypeVar("T")
R = TypeVar("R", Person, Room, Ban)


class Watcher:
    """One console. `behind`: it has not taken yet what it was last told. Some of what comes then waits; of more it is
    told all anew, for it has `missed` something."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.behind = self.missed = False
        self.waiting: list[bytes] = []

    def tell(self, lines: Iterable[bytes]) -> None:
        if not self.behind and not self.missed:
            self.session.show((*self.waiting, *lines))
            self.waiting.clear()
            self._wait()
        elif not self.missed:
            self.waiting += lines
            self.missed = len(self.waiting) > WAITING

    def tell_slowly(self, slices: Slices) -> None:
        """All there is to know, made as the console takes it."""
        self.missed = False
        self.waiting.clear()
        self.session.send(slices)
        self._wait()

    def _wait(self) -> None:
        self.behind = True
        self.session.acknowledged += (self._caught_up,)

    def _caught_up(self) -> None:
        self.behind = False


class Shown(Generic[K, T, R]):
    """Rows as they were told last; `make` turns what the world has into one, or None when it is not shown.

    Whatever is heard of is looked at, and a part of the rest, so that nobody waits for a hundred thousand rows.
    """

    def __init__(self, make: Callable[[T], R | None]) -> None:
        self.make: Callable[[T], R | None] = make
        self.told: dict[K, R] = {}
        self._sweep: Iterator[K] = iter(())
        self._walk: Iterator[K] = iter(())

    def clear(self) -> None:
        """Nothing was told yet."""
        self.told.clear()
        self._walk = self._sweep = iter(())

    def changes(self, world: Mapping[K, T], touched: Iterable[K]) -> tuple[tuple[R, ...], tuple[K, ...]]:
        """Those that are new or have changed, and the keys of those that are gone."""
        told, gone, now = self.told, list[K](), list[R]()
        due = dict.fromkeys(touched)
        due.update(dict.fromkeys(self._some()))
        due.update(dict.fromkeys(self._new(world)))
        for key in due:
            found = world.get(key)
            row = self.make(found) if found is not None else None
            if row is None:
                gone += [key] if key in told else []
            elif row != told.get(key):
                now.append(row)
                self._tell(key, row)
        for key in gone:
            self._untell(key)
        return tuple(now), tuple(dict.fromkeys(gone))

    def _tell(self, key: K, row: R) -> None:
        self.told[key] = row

    def _untell(self, key: K) -> None:
        self.told.pop(key, None)

    def _new(self, world: Mapping[K, T]) -> list[K]:
        """The next ones that were not told yet."""
        some = list(islice(self._walk, MOST))
        if not some:
            self._walk = iter(world)
            some = list(islice(self._walk, MOST))
        return [key for key in some if key not in self.told]

    def _some(self) -> list[K]:
        some = list(islice(self._sweep, SWEPT))
        if not some:
            self._sweep = iter(list(self.told))
            some = list(islice(self._sweep, SWEPT))
        return some


class Called(Shown[str, User, Person]):
    """People, who are also found by their names in the rows that were told."""

    def __init__(self) -> None:
        super().__init__(recorded.person)
        self.called: dict[str, str] = {}

    def clear(self) -> None:
        super().clear()
        self.called.clear()

    def _tell(self, key: str, row: Person) -> None:
        self._untell(key)
        self.told[key], self.called[row.name] = row, key

    def _untell(self, key: str) -> None:
        """What was told of that key has its name no more, unless another one has it by now."""
        row = self.told.pop(key, None)
        if row is not None and self.called.get(row.name) == key:
            del self.called[row.name]


class Feed(ManyAtOnce):
    """The feed of one server. `first` knows the code for who is to run it."""

    def __init__(self, server: Server) -> None:
        super().__init__(logging.INFO)
        self.server = server
        self.engine = server.engine
        self.first: FirstOperator | None = None
        self.watchers: list[Watcher] = []
        self.people = Called()
        self.rooms: Shown[int, world_rooms.Room, Room] = Shown(recorded.room)
        self.bans: Shown[str, Ban, Ban] = Shown(lambda ban: ban)
        self.names: set[str] = set()  # of whom something was heard since the last second
        self.logs: set[int] = set()
        self.masks: set[str] = set()
        self.lists: dict[type[Said], Said] = {}
        self.listed_again = False
        self.lines: deque[Line] = deque(maxlen=KEPT)
        self.unsent: list[Line] = []
        self.sent = self.more = 0
        self.ticks = 0
        self.due = 0.0
        self.timer: asyncio.TimerHandle | None = None
        self.connections: dict[str, int] = {}
        self._thread = threading.get_ident()
        self.engine.commits.observers.append(self.see)

    # from the server

    def start(self) -> None:
        """Hear the log."""
        logging.getLogger().addHandler(self)

    def stop(self) -> None:
        logging.getLogger().removeHandler(self)
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def watch(self, session: Session) -> None:
        """From here on this console is told what happens, after all there is to know now."""
        watching.begin(session)
        watcher = Watcher(session)
        if self.timer is None:
            self.people.clear()
            self.rooms.clear()
            self.bans.clear()
            self.due = self.engine.loop.time()
            self.timer = self.engine.loop.call_soon(self._tick)  # type: ignore[assignment]
        self._tell_all(watcher)
        self.watchers.append(watcher)

    def see(self, batch: Batch) -> None:
        """The log has this."""
        if not self.watchers:
            return
        events = batch.events
        noted = {event.command.lower() for event in events if isinstance(event, OperatorActed)}
        for event in events:
            self.names.update((name_of(getattr(event, "source", "")), getattr(event, "name", "")))
            self.logs.add(getattr(event, "log", 0))
            self.masks.update(recorded.keys_of(event))
            self.listed_again = self.listed_again or event.__class__ in LISTED
            if isinstance(event, ActNoted) and event.act.command not in noted and event.act.role != OF_SERVER:
                self._take(recorded.act(event.act))

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the log, from whatever thread."""
        try:
            line = recorded.line(record)
            if threading.get_ident() == self._thread:
                self._take(line)
            else:
                self.engine.loop.call_soon_threadsafe(self._take, line)
        except Exception:
            self.handleError(record)

    def emit_all(self, records: Sequence[logging.LogRecord]) -> None:
        for record in records:
            self._take(recorded.line(record))

    # the log

    def _take(self, line: Line) -> None:
        self.lines.append(line)
        if not self.watchers:
            return
        if self.sent >= LINES:
            self.more += 1
            return
        self.sent += 1
        if not self.unsent:
            self.engine.loop.call_soon(self._send_lines)
        self.unsent.append(line)

    def _send_lines(self) -> None:
        unsent, self.unsent = self.unsent, []
        if not unsent:  # they went before somebody was told all
            return
        lines = [records.written(line) for line in unsent]
        self.engine.begin()
        for watcher in self.watchers:
            watcher.tell(lines)

    # every second

    def _tick(self) -> None:
        self.engine.begin()
        self.watchers = [watcher for watcher in self.watchers if not watcher.session.ended]
        if not self.watchers:
            self.timer = None
            return
        clock = self.engine.loop.time()
        lag, self.due = max(0.0, clock - self.due), clock + EVERY
        self.timer = self.engine.loop.call_at(self.due, self._tick)
        self._go_on(self._changes(lag), [])

    def _go_on(self, parts: Iterator[list[Said]], lines: list[bytes]) -> None:
        """Some of one table after the other, each in a turn of its own; all of them are told together."""
        if self.timer is None:
            return
        self.engine.begin()
        part = next(parts, None)
        if part is not None:
            lines += map(records.written, part)
            self.engine.loop.call_soon(self._go_on, parts, lines)
            return
        self.ticks += 1
        for watcher in self.watchers:
            if watcher.behind:
                watcher.session.send(b"")  # what was not taken then may be taken by now
            if watcher.missed and not watcher.behind:
                self._tell_all(watcher)
            else:
                watcher.tell(lines)

    def _tell_all(self, watcher: Watcher) -> None:
        self._send_lines()  # to the others: this one has them with all the lines
        self.lists = {type(made): made for made in self._lists()}
        people = (People(now=some) for some in _parts(self.people.told))
        rooms = (Rooms(now=some) for some in _parts(self.rooms.told))
        bans = (Bans(now=some) for some in _parts(self.bans.told))
        everything = chain(list(map(_anew, self.lists.values())), people, rooms, bans, list(self.lines))
        watcher.tell_slowly([records.written(said)] for said in everything)

    def _changes(self, lag: float) -> Iterator[list[Said]]:
        world, names, logs, masks = self.engine.chat.world, self._heard_of(), self.logs, self.masks
        self.names, self.logs, self.masks = set(), set(), set()
        if self.more:
            yield [Line(at=self.engine.chat.now, level="info", event="more", text="", more=self.more)]
        self.sent = self.more = 0
        for number in range(TURNS):
            people = self.people.changes(Connected(world), () if number else names)
            yield [People(now=people[0], gone=people[1])] if any(people) else []
            rooms = self.rooms.changes(world.every_room, () if number else logs)
            yield [Rooms(now=rooms[0], gone=rooms[1])] if any(rooms) else []
            bans = self.bans.changes(recorded.Banned(world), () if number else masks)
            yield [Bans(now=bans[0], gone=bans[1])] if any(bans) else []
        yield [*self._changed_lists(), self._rates(lag)]

    def _changed_lists(self) -> Iterator[Said]:
        if self.listed_again:
            self.listed_again = False
            for made in self._lists():
                if self.lists.get(type(made)) != made:
                    self.lists[type(made)] = made
                    yield made

    def _heard_of(self) -> list[str]:
        """The parties of whom something was heard, under what they are called now or were told as."""
        known = self.people.called
        users = map(self.engine.chat.world.user, self.names)
        return [*(user.party for user in users if user), *(known[name] for name in self.names if name in known)]

    def _lists(self) -> Iterator[Said]:
        yield self._facts()
        yield Reports(all=tuple(map(recorded.report, self.engine.chat.world.reports.known.values())))

    def _facts(self) -> Facts:
        server, chat = self.server, self.engine.chat
        return Facts(
            server=server.name,
            version=hubbub.__version__,
            started_at=self.engine.started_at,
            lobby=chat.world.lobby,
            places=tuple(ListenAddress(one.kind, one.host, one.port, one.loopback) for one in server.places),
            hosts=tuple(others(server.places[0])),
            url=server.public_address().url,
            fingerprint=server.fingerprint,
            lockdown=chat.world.lockdown.word,
            code=self.first.code if self.first else "",
            registering=chat.policy.accounts_open,
        )

    def _rates(self, lag: float) -> Rates:
        engine = self.engine
        seldom = self.ticks % SELDOM == 0
        if seldom or len(engine.connections) <= BUSY:
            self.connections = self.server.figures.by_kind()
        if seldom:
            self.server.figures.look()
        p50, p99 = self.server.figures.commits
        return Rates(
            at=engine.chat.now,
            online=engine.chat.world.local.connected,
            most=engine.chat.world.local.most_users,
            messages=self.server.figures.messages,
            connections=self.connections,
            p50=p50,
            p99=p99,
            lag=round(lag * 1000, 2),
            memory=resident(),
            kept=self.server.figures.kept,
            free=self.server.figures.sizes.get("free", 0),
        )


def _parts(told: Mapping[K, R]) -> Iterator[tuple[R, ...]]:
    """Those that are told now, so many at a time, as they are then; who is gone meanwhile is left out."""
    keys = iter(list(told))
    while some := list(islice(keys, MOST)):
        yield tuple(told[key] for key in some if key in told)


def _anew(said: Said) -> Said:
    """Of the server's facts: all there is to know comes with them, and what was told before holds no more."""
    return msgspec.structs.replace(said, anew=True) if isinstance(said, Facts) else said


class Connected(Mapping[str, User]):
    """The users who are connected, by party."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __getitem__(self, key: str) -> User:
        user = self.world.parties[Party(key)]
        if not user.sessions:
            raise KeyError(key)
        return user

    def __iter__(self) -> Iterator[str]:
        """Those of now, however long it takes to go through them; each is looked at when it is its turn."""
        for session in list(chain.from_iterable(self.world.local.everybody.values())):
            user = session.user
            if user is not None and user.sessions[0] is session:
                yield user.party

    def __len__(self) -> int:
        return self.world.local.connected
