"""Where a few rooms tell very many something, two turns go out as one write for each connection, and in order."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

import pytest
from tests.support.conditions import until
from tests.support.faulty_log import FaultyLog
from tests.support.real_engine import Client, Served, serving

from hubbub.chat.events import Entry, Event
from hubbub.chat.world.session import Told
from hubbub.server.core import commits
from hubbub.server.net.connection import Connection

NAMES = ("alice", "bob", "carol")
SAYS = ":alice!alice@guest PRIVMSG #a :"


@pytest.fixture(autouse=True)
def _any_room_is_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "CROWD", 1)
    soon = {why: outage._replace(retry=0.05) for why, outage in commits.OUTAGES.items()}
    monkeypatch.setattr(commits, "OUTAGES", soon)


async def _in_room(served: Served, names: Sequence[str] = NAMES) -> list[Client]:
    clients = [await served.irc(name, "standard-replies", "echo-message") for name in names]
    for client in clients:
        client.send("JOIN #a", "PING joined")
        await client.until("PONG hubbub :joined")
    for client in clients:
        client.send("PING all")
        await client.until("PONG hubbub :all")
    return clients


async def _due(served: Served, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Client], list[str]]:
    """Three in a room, whom Alice has said "one": the log has it, and it waits for the next turn, however long that
    takes. From now on the names of those who are written to are noted."""
    clients, written = await _in_room(served), list[str]()
    flush, names = Connection.flush, {one: one.session.me.name for one in served.engine.connections}

    def noted(connection: Connection, outbox: Sequence[Told]) -> None:
        written.append(names[connection])
        flush(connection, outbox)

    monkeypatch.setattr(Connection, "flush", noted)
    monkeypatch.setattr(served.engine.commits, "_end_wait", lambda: None)
    clients[0].send("PRIVMSG #a :one", "PING one")
    await until(lambda: len(served.engine.commits.due) == 3)
    assert served.engine.commits.is_settled
    assert written == []
    return clients, written


async def _lines(client: Client, many: int) -> list[str]:
    return [(await client.line()).removeprefix(SAYS) for _ in range(many)]


async def test_two_turns_are_one_write() -> None:
    async with serving() as served:
        with pytest.MonkeyPatch.context() as monkeypatch:
            (alice, bob, carol), written = await _due(served, monkeypatch)
            bob.send("PRIVMSG #a :two", "PING two")
            two = ":bob!bob@guest PRIVMSG #a :two"
            assert await _lines(alice, 3) == ["one", ":hubbub PONG hubbub :one", two]
            assert await _lines(bob, 3) == ["one", two, ":hubbub PONG hubbub :two"]
            assert await _lines(carol, 2) == ["one", two]
            assert sorted(written) == [*NAMES]
            assert not served.engine.commits.due
        carol.send("PRIVMSG #a :alone")  # which waits for a pass of the loop, and goes
        assert (await alice.line()).endswith(":alone")


async def test_what_comes_before_very_many_are_written_to_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a turn tells very many is committed in a turn of its own, in which others are heard."""
    log = _Interrupted()
    async with serving(log=log) as served:
        (alice, bob, carol), written = await _due(served, monkeypatch)
        monkeypatch.setattr(commits, "MANY", 1)
        log.then = lambda: _say(served, "carol", "PRIVMSG #a :three")
        served.engine.commits.flush_all()
        bob.send("PRIVMSG #a :two")
        for client, lines in ((alice, ["one", ":hubbub PONG hubbub :one"]), (bob, ["one"]), (carol, ["one"])):
            assert await _lines(client, len(lines)) == lines
            heard = [line.rpartition(":")[2] for line in await _lines(client, 2)]
            assert heard == ["two", "three"]
        assert sorted(written) == sorted(2 * NAMES)


class _Interrupted(FaultyLog):
    """While it keeps something, `then` happens, once."""

    then: Callable[[], None] | None = None

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        super().append(entries, changes)
        then, self.then = self.then, None
        if then is not None:
            then()


def _say(served: Served, name: str, line: str) -> None:
    (connection,) = (one for one in served.engine.connections if one.session.me.name == name)
    served.engine.begin()
    connection.hear([line])


async def test_whatever_comes_in_between_comes_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as served:
        (alice, bob, carol), _ = await _due(served, monkeypatch)
        bob.send("PRIVMSG #none :lost")  # what nobody keeps
        assert (await _lines(bob, 2))[0] == "one"
        assert await _lines(carol, 1) == ["one"]
        assert await _lines(alice, 2) == ["one", ":hubbub PONG hubbub :one"]
        alice.send("PRIVMSG #a :two")
        await until(lambda: bool(served.engine.commits.due))
        bob.send("LIST", "PING listed")  # a long reply
        heard = await bob.until(" :listed")
        assert heard[0] == f"{SAYS}two"
        assert " 323 " in heard[-2]
        alice.send("PRIVMSG #a :three")
        await until(lambda: bool(served.engine.commits.due))
        bob.send("QUIT :gone")
        assert (await bob.rest())[0] == f"{SAYS}three"
        assert await _lines(carol, 3) == ["two", "three", ":bob!bob@guest QUIT :Quit: gone"]
        alice.send("PRIVMSG #a :four")
        await until(lambda: bool(served.engine.commits.due))
        alice.writer.transport.abort()
        assert await _lines(carol, 2) == ["four", ":alice!alice@guest QUIT :Connection lost"]


async def test_a_disk_that_is_full_for_the_second_turn_holds_that_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        (alice, bob, carol), _ = await _due(served, monkeypatch)
        log.full = True
        bob.send("PRIVMSG #a :two")
        assert await _lines(alice, 2) == ["one", ":hubbub PONG hubbub :one"]
        assert await _lines(carol, 1) == ["one"]
        heard = await _lines(bob, 2)
        assert heard[0] == "one"
        assert " FAIL * DISK_FULL :" in heard[1]
        log.full = False
        for client in (alice, bob, carol):
            assert await _lines(client, 1) == [":bob!bob@guest PRIVMSG #a :two"]


async def test_what_the_log_had_before_it_broke_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        (alice, bob, carol), written = await _due(served, monkeypatch)
        log.broken = True
        bob.send("PRIVMSG #a :two", "PING two")
        await served.engine.broken
        assert sorted(written) == [*NAMES]
        for client in (alice, bob, carol):
            assert await _lines(client, 1) == ["one"]


async def test_what_is_due_waits_for_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        (alice, bob, carol), written = await _due(served, monkeypatch)
        served.engine.commits.off_loop = True
        log.gate.clear()
        bob.send("PRIVMSG #a :two")
        for client in (alice, bob, carol):
            assert await _lines(client, 1) == ["one"]
        assert sorted(written) == [*NAMES]
        assert served.engine.commits.in_flight
        log.gate.set()
        assert await _lines(carol, 1) == [":bob!bob@guest PRIVMSG #a :two"]


async def test_before_another_process_goes_on_it_has_gone_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as served:
        _, written = await _due(served, monkeypatch)
        served.engine.commits.flush_all()
        assert sorted(written) == [*NAMES]
        monkeypatch.setattr(commits, "MANY", 1)
        monkeypatch.setattr(served.engine.commits, "_flush_some", lambda: None)
        _say(served, "carol", "PRIVMSG #a :two")
        await until(lambda: bool(served.engine.commits.leaving))
        served.engine.commits.flush_all()
        assert sorted(written) == sorted(2 * NAMES)
        monkeypatch.undo()


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_or_changes_its_place(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever two turns have in common, and wherever they are committed: all in a room read the same, everybody's own
    words in the order in which they were said, and each PONG behind what it is for."""
    chance = random.Random(seed)
    async with serving() as served:
        names = ("alice", "bob", "carol", "dan", "eve")
        clients = await _in_room(served, names)
        end, soon = served.engine.commits._end_wait, asyncio.get_running_loop().call_soon
        monkeypatch.setattr(served.engine.commits, "_end_wait", lambda: soon(end))  # behind what is read in that pass
        said: dict[str, list[str]] = {name: [] for name in names}
        for number in range(200):
            place = chance.randrange(len(names))
            name, client = names[place], clients[place]
            monkeypatch.setattr(commits, "MANY", chance.choice((1, 4, 1_000)))
            served.engine.commits.off_loop = chance.random() < 0.2
            act = chance.choice(("say", "say", "say", "ask", "list", "come", "go"))
            if act == "say":
                said[name] += [f"{name} {number}.{part}" for part in range(chance.choice((1, 2, 5)))]
                client.send(*(f"PRIVMSG #a :{text}" for text in said[name] if f" {number}." in text))
            client.send({"list": "LIST", "come": "JOIN #b", "go": "PART #b"}.get(act, "TIME"), f"PING {number}")
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)
        for client in clients:
            client.send("PING :at the end")
        heard = [await client.until(" :at the end") for client in clients]
        for client in clients:
            client.send("PING :of all")
        heard = [[*before, *await client.until(" :of all")] for before, client in zip(heard, clients, strict=True)]
        read = [[line.partition(" PRIVMSG #a :")[2] for line in lines if " PRIVMSG #a :" in line] for lines in heard]
        assert all(texts == read[0] for texts in read)
        for name, lines in zip(names, heard, strict=True):
            own = [text for text in read[0] if text.startswith(f"{name} ")]
            assert own == said[name]
            pongs = [int(line.rpartition(":")[2]) for line in lines if " PONG " in line and line[-1].isdigit()]
            assert pongs == sorted(pongs)
            last = -1
            for line in lines:
                if f" PRIVMSG #a :{name} " in line:
                    number = int(line.rpartition(" ")[2].partition(".")[0])
                    assert number > last
                elif " PONG " in line and line[-1].isdigit():
                    last = int(line.rpartition(":")[2])
