"""What a console that watches is told, over its socket, by a server in this process."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, ItemsView
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from tests.server.process.test_console import open_console
from tests.support.memory_chat import MemoryChat
from tests.support.real_server import Running

from hubbub.chat.events import ServerBanLifted
from hubbub.chat.ports import RoomState, Sleeping
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World
from hubbub.console import records
from hubbub.console.records import Answer, Bans, Facts, Line, Order, People, Rates, Reports, Rooms, Said
from hubbub.console.state import State
from hubbub.server.process import feed, recorded

S = TypeVar("S", bound=Said)
K = TypeVar("K")
T = TypeVar("T")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told once a second is told more often."""
    monkeypatch.setattr(feed, "EVERY", 0.1)


class Watching:
    """A console after `watch`. `told`: what it has read and nobody asked for yet."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.told: list[Said] = []
        self.orders = 0

    async def next(self, kind: type[S], holds: str = "") -> S:
        """A record of that kind in whose text that stands, that was not asked for yet."""
        async with asyncio.timeout(60):
            while True:
                for place, record in enumerate(self.told):
                    if isinstance(record, kind) and holds in records.written(record).decode():
                        del self.told[place]
                        return record
                await self._read()

    async def _read(self) -> None:
        line = await self.reader.readline()
        assert line, self.told[-5:]
        if line.strip() != b"\x06":
            self.told.append(records.read(line))

    async def order(self, command: str) -> Answer:
        self.orders += 1
        self.writer.write(records.written(Order(self.orders, command)) + b"\n")
        answer = await self.next(Answer)
        assert answer.number == self.orders
        return answer


@asynccontextmanager
async def watching(directory: Path) -> AsyncIterator[Watching]:
    reader, writer = await asyncio.open_unix_connection(directory / "control.sock", limit=1 << 22)
    writer.write(b"watch\n")
    try:
        yield Watching(reader, writer)
    finally:
        writer.close()


async def person(here: Running, name: str) -> None:
    client = await here.connect()
    client.send(name)
    await client.until("Welcome to the chat")


async def test_who_watches_is_told_all_there_is_and_then_what_changes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with open_console(tmp_path) as here:
        await person(here, "alice")
        async with watching(tmp_path) as console:
            facts = await console.next(Facts)
            assert (facts.server, facts.places[0].port, facts.anew) == ("test", here.port, True)
            alice = (await console.next(People, "alice")).now[0]
            assert (alice.name, alice.address, alice.client, alice.rooms) == (
                "alice", "127.0.0.1", "plain text", ("#lobby",),
            )  # fmt: skip
            assert (await console.next(Rooms)).now[0].members == 1
            rates = await console.next(Rates)
            assert (rates.online, rates.connections) == (1, {"plain text": 1})
            console.told.clear()
            await person(here, "bob")
            line = await console.next(Line, "bob came")
            assert (line.event, line.level) == ("came", "info")
            assert [one.name for one in (await console.next(People, "bob")).now] == ["bob"]
            here.clients[-1].writer.close()
            assert "connection lost" in (await console.next(Line, "bob went")).text
            assert len((await console.next(People, "gone")).gone) == 1
            logging.getLogger("hubbub").error("the disk is full")
            assert (await console.next(Line, "disk is full")).level == "error"


async def test_orders_are_answered_by_number_and_noted_in_the_audit_log(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here:
        alice = await here.connect()
        alice.send("alice")
        await alice.until("Welcome to the chat")
        async with watching(tmp_path) as console:
            assert (await console.order("who")).lines == ("Online now (1): alice",)
            refused = await console.order("remove nobody")
            assert (refused.done, refused.lines) == (False, ('! Nobody named "nobody" is here.',))
            assert not (await console.order("join #tea")).done
            assert (await console.order("say alice lunch is ready")).done
            await alice.until("The server says: lunch is ready")
            assert (await console.order("say #lobby and tea")).done
            await alice.until(": and tea")
            assert (await console.order("kick lobby alice too loud")).done
            await alice.until("too loud")
            assert (await console.order("uban add 192.0.2.7 2h spam")).done
            assert (await console.next(Bans, "192.0.2.7")).now[0].by == "console"
            assert (await console.order("remove alice spam")).done
            await alice.until("Killed (console (spam))")
            audit = "\n".join((await console.order("audit")).lines)
            for act in ("say alice: lunch", "say #lobby: and tea", "kick alice", "uban 192.0.2.7", "kill alice: spam"):
                assert act in audit
            console.writer.write(b"no order\n")
            assert "Orders are JSON" in (await console.next(Answer)).lines[0]
            made = (await console.order("invite-link uses 1")).lines
            assert made[1].startswith("http")


async def test_acts_in_rooms_stand_in_the_log_and_it_goes_on(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here:
        alice = await here.connect()
        alice.send("alice")
        await alice.until("Welcome to the chat")
        async with watching(tmp_path) as console:
            await console.next(Facts)
            alice.send("/join tea", "/topic Of tea: [/]", "/ban bob!*@* 2h spam")
            told = [await console.next(Line, act) for act in ("topic Of tea", "bob!")]
            assert [line.event for line in told] == ["act", "act"]
            assert re.fullmatch(r"\d+\. alice \(operator, plain\) in #tea: topic Of tea: \[/\]", told[0].text)
            assert re.search(r"mode \+b bob!\*@\* until .*: spam$", told[1].text)
            assert (await console.order("who")).done
        async with watching(tmp_path) as console:
            assert (await console.next(Line, "topic Of tea")).event == "act", "who comes later is told, too"


async def test_who_reads_too_slowly_is_told_all_anew_and_costs_nobody_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "WAITING", 0)
    async with open_console(tmp_path) as here:
        async with watching(tmp_path) as console:
            await console.next(Rates)
            watcher = here.server.feed.watchers[0]
            watcher.behind = True  # as if the socket took nothing more for a while
            watcher.session.acknowledged += (watcher._caught_up,)
            logging.getLogger("hubbub").warning("this is missed")
            await here.until(lambda: watcher.missed)
            console.told.clear()
            assert (await console.next(Facts)).anew
            assert (await console.next(Line, "this is missed")).level == "warning"
        await here.until(lambda: not here.server.feed.watchers)


async def test_who_is_behind_for_a_moment_misses_nothing(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here:
        async with watching(tmp_path) as console:
            await console.next(Rates)
            console.told.clear()
            watcher = here.server.feed.watchers[0]
            watcher.behind = True
            watcher.session.acknowledged += (watcher._caught_up,)
            logging.getLogger("hubbub").warning("this waits")
            logging.getLogger("hubbub").warning("so does this")
            assert (await console.next(Line)).text == "this waits"
            assert (await console.next(Line)).text == "so does this"
            assert not [told for told in console.told if isinstance(told, Facts)]
        await here.until(lambda: not here.server.feed.watchers)


async def test_a_line_is_told_once_also_to_who_begins_in_its_turn(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here, watching(tmp_path) as first:
        await first.next(Rates)
        reader, writer = await asyncio.open_unix_connection(tmp_path / "control.sock", limit=1 << 22)
        (watcher,) = here.server.feed.watchers
        await here.until(lambda: len(here.server.engine.connections) == 2)
        second = Watching(reader, writer)
        logging.getLogger("hubbub").error("said once")
        (session,) = {one.session for one in here.server.engine.connections} - {watcher.session}
        here.server.feed.watch(session)
        logging.getLogger("hubbub").error("said behind")
        for console in (first, second):
            await console.next(Line, "said once")
            await console.next(Line, "said behind")
            assert not [told for told in console.told if isinstance(told, Line)]
        watcher.missed = True
        logging.getLogger("hubbub").error("said anew")
        here.server.feed._tell_all(watcher)
        await first.next(Line, "said anew")
        first.told.clear()
        await first.next(Rates)
        assert not [told for told in first.told if isinstance(told, Line)]
        writer.close()


def test_a_great_many_rows_are_looked_at_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "No command holds the loop longer than 10 ms", nor does a console that watches."""
    monkeypatch.setattr(feed, "MOST", 10)
    monkeypatch.setattr(feed, "SWEPT", 5)
    made: list[int] = []

    def row(room: Room) -> records.Room:
        made.append(room.log)
        return recorded.room(room)

    world = World()
    world.asleep = Sleeping(RoomState(log, f"#r{log}", 1, "", "", 0, 1, 1, True) for log in range(1, 101))
    shown: feed.Shown[int, Room, records.Room] = feed.Shown(row)
    most = 0
    for _ in range(12):
        made.clear()
        shown.changes(world.every_room, ())
        most = max(most, len(made))
    assert (len(shown.told), most, world.asleep.left) == (100, 15, 100)
    ended, renamed = world.journal(7), world.journal(8)
    assert isinstance(ended, Room)
    assert isinstance(renamed, Room)
    world.drop_room(ended)
    world.rename_room(renamed, "#other")
    world.add_room(Room(101, "#new", 1))
    made.clear()
    now, gone = shown.changes(world.every_room, (7, 8, 101))
    assert ({one.name for one in now}, gone) == ({"#other", "#new"}, (7,))
    assert len(made) <= 17


def test_bans_are_told_a_part_at_a_time_and_what_is_heard_of_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same: all of them, anew for each that changed, took 40 ms with 10,000."""
    monkeypatch.setattr(feed, "MOST", 10)
    monkeypatch.setattr(feed, "SWEPT", 5)
    chat = MemoryChat()
    alice, world = chat.irc("alice"), chat.world
    alice.send("JOIN #tea", *(f"MODE #tea +b spam{n}!*@*" for n in range(30)))
    for n in range(40):
        world.ban(Ban(f"192.0.2.{n}", 1, 0, "root", "spam"))
    made = recorded.Banned(world)
    shown: feed.Shown[str, records.Ban, records.Ban] = feed.Shown(lambda ban: ban)
    told = [len(shown.changes(made, ())[0]) for _ in range(10)]
    assert (sum(told), max(told), len(shown.told)) == (70, 10, len(made))
    alice.session.dialect.handle(chat.core, alice.session, "MODE #tea -b+b SPAM7!*@* new!*@*")
    world.unban("192.0.2.39")
    happened = [*chat.core.take_batch().events, ServerBanLifted(at=1, target="192.0.2.39")]
    touched = [key for event in happened for key in recorded.keys_of(event)]
    now, gone = shown.changes(made, touched)
    assert ([(ban.target, ban.room) for ban in now], gone) == ([("new!*@*", "#tea")], (touched[0], "0 192.0.2.39"))


class Walked(dict[K, T]):
    """Counts how many of it were gone through."""

    walked = 0

    def items(self) -> ItemsView[K, T]:  # type: ignore[override]
        self.walked += len(self)
        return super().items()


async def test_one_who_is_heard_of_is_found_without_going_through_everybody(tmp_path: Path) -> None:
    """ "No command holds the loop longer than 10 ms": of a hundred thousand, who is called that took 57 ms."""
    async with open_console(tmp_path) as here:
        await person(here, "alice")
        await person(here, "bob")
        async with watching(tmp_path) as console:
            await console.next(People, "bob")
            mine, world = here.server.feed, here.server.engine.chat.world
            mine.people.told = told = Walked(mine.people.told)
            world.parties = parties = Walked(world.parties)
            assert {user.name for user in feed.Connected(world).values()} == {"alice", "bob"}
            mine.people._walk = iter(())
            here.clients[0].send("/nick alison")
            here.clients[1].writer.close()
            assert [one.name for one in (await console.next(People, "alison")).now] == ["alison"]
            await here.until(lambda: set(mine.people.called) == {"alison"})
            assert (told.walked, parties.walked, len(feed.Connected(world))) == (0, 0, 1)


async def test_other_facts_take_nobody_away(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here:
        await person(here, "alice")
        async with watching(tmp_path) as console:
            state = State()
            state.take(await console.next(Facts))
            state.take(await console.next(People, "alice"))
            assert (await console.order("lockdown read-only")).done
            facts = await console.next(Facts, "read-only")
            assert (facts.lockdown, facts.anew) == ("read-only", False)
            state.take(facts)
            assert [one.name for one in state.people.values()] == ["alice"]


async def test_the_log_is_told_so_much_of_and_the_rest_is_counted(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here, watching(tmp_path) as console:
        await console.next(Rates)
        await here.until(lambda: here.server.feed.sent == 0)
        for number in range(80):
            logging.getLogger("hubbub").warning("line %d", number)
        told, more = set[str](), 0
        while len(told) + more < 80:  # a console that was behind is told all lines again, and none are counted
            line = await console.next(Line)
            more += line.more
            told |= {line.text} if line.text.startswith("line ") else set()
        assert more in (0, 30)
        assert len(told) + more == 80


def test_reports_are_read_as_they_are_written() -> None:
    reports = Reports(all=(records.Report(number=1, at=2, name="a", about="b", why="[/]\u202e"),))
    assert records.read(records.written(reports)) == reports
