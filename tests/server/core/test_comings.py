"""While very many come and go, others hear of it a moment later, and in order; of one who comes they hear at once."""

from __future__ import annotations

import asyncio
import random

import pytest
from tests.support.conditions import until
from tests.support.faulty_log import FaultyLog
from tests.support.real_engine import Client, Served, serving

from hubbub.server.core import comings, commits

LONG = 1e6  # seconds


@pytest.fixture(autouse=True)
def _whoever_comes_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "WAIT", LONG)
    soon = {why: outage._replace(retry=0.05) for why, outage in commits.OUTAGES.items()}
    monkeypatch.setattr(commits, "OUTAGES", soon)


@pytest.fixture
def any_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comings, "AT_ONCE", 1e-6)
    monkeypatch.setattr(comings, "A_SECOND", 1e-6)


async def _joined(served: Served, *names: str) -> list[Client]:
    """They are in a room, and have heard of each other; nothing waits."""
    clients = [await served.irc(name) for name in names]
    for client in clients:
        client.send("JOIN #a", "PING joined")
        await client.until("PONG hubbub :joined")
    for client in clients:
        client.send("PING all")
        await client.until("PONG hubbub :all")
    assert not served.engine.commits.comings.held
    return clients


async def test_of_one_who_comes_all_hear_at_once() -> None:
    async with serving() as served:
        (alice,) = await _joined(served, "alice")
        (bob,) = await _joined(served, "bob")
        assert await alice.line() == ":bob!bob@guest JOIN #a"
        bob.send("QUIT :gone")
        assert await alice.line() == ":bob!bob@guest QUIT :Quit: gone"


@pytest.mark.usefixtures("any_are_many")
async def test_of_very_many_others_hear_with_what_they_are_told_next() -> None:
    """Who comes sees it at once, and who asks or is told anything else has what waited before it."""
    async with serving() as served:
        alice, bob = await _joined(served, "alice", "bob")
        carol = await served.irc("carol")
        carol.send("JOIN #a")
        assert await carol.line() == ":carol!carol@guest JOIN #a"
        assert [session.me.name for session in served.engine.commits.comings.held] == ["alice", "bob"]
        carol.send("PART #a", "PRIVMSG bob :hello", "JOIN #a", "PING here")
        await carol.until(":here")
        came, went, said = (
            ":carol!carol@guest JOIN #a",
            ":carol!carol@guest PART #a",
            ":carol!carol@guest PRIVMSG bob :hello",
        )
        assert [await bob.line() for _ in range(4)] == [came, went, said, came]
        assert [session.me.name for session in served.engine.commits.comings.held] == ["alice"]
        alice.send("PING now")
        assert [await alice.line() for _ in range(4)] == [came, went, came, ":hubbub PONG hubbub :now"]
        assert not served.engine.commits.comings.held


@pytest.mark.usefixtures("any_are_many")
async def test_who_is_told_nothing_else_hears_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "WAIT", 0.01)
    async with serving() as served:
        alice, bob = await _joined(served, "alice", "bob")
        monkeypatch.setattr(commits, "MANY", 1)  # of more, some go in a turn
        carol = await served.irc("carol")
        for _ in range(2):
            carol.send("JOIN #a", "PART #a")
            for client in (alice, bob):
                assert [(await client.line()).split(" ")[1] for _ in range(2)] == ["JOIN", "PART"]


@pytest.mark.usefixtures("any_are_many")
async def test_before_another_process_goes_on_they_have_heard() -> None:
    async with serving() as served:
        alice, _ = await _joined(served, "alice", "bob")
        carol = await served.irc("carol")
        carol.send("JOIN #a")
        await until(lambda: bool(served.engine.commits.comings.held))
        served.engine.commits.flush_all()
        assert await alice.line() == ":carol!carol@guest JOIN #a"


@pytest.mark.usefixtures("any_are_many")
async def test_what_waits_is_told_before_a_disk_that_is_full_holds_others_up() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _joined(served, "alice", "bob")
        carol = await served.irc("carol")
        carol.send("JOIN #a")
        await until(lambda: bool(served.engine.commits.comings.held))
        log.full = True
        alice.send("PRIVMSG #a :one")
        came = ":carol!carol@guest JOIN #a"
        assert await alice.line() == came
        assert "disk is full" in await alice.line()
        assert await bob.line() == came
        log.full = False
        assert await bob.line() == ":alice!alice@guest PRIVMSG #a :one"


@pytest.mark.usefixtures("any_are_many")
@pytest.mark.parametrize("seed", range(3))
async def test_all_read_the_same_in_the_same_order(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes, goes or speaks, and wherever turns are committed and written."""
    chance = random.Random(seed)
    async with serving() as served:
        readers = await _joined(served, "alice", "bob", "carol")
        others = [await served.irc(f"guest{number}") for number in range(4)]
        for number in range(200):
            monkeypatch.setattr(commits, "MANY", chance.choice((1, 4, 1_000)))
            monkeypatch.setattr(commits, "CROWD", chance.choice((1, 64)))
            monkeypatch.setattr(commits, "WAIT", chance.choice((0.0, LONG)))
            served.engine.commits.off_loop = chance.random() < 0.2
            chance.choice(others).send(chance.choice(("JOIN #a", "PART #a", f"PRIVMSG #a :{number}")))
            if chance.random() < 0.1:
                chance.choice(readers).send("TIME")
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)
        for other in others:
            other.send("PING :at the end")
            await other.until(" :at the end")
        heard = []
        for reader in readers:
            reader.send("PING :of all")
            heard.append([line for line in await reader.until(" :of all") if line.startswith(":guest")])
        assert len(heard[0]) > 50
        assert heard == [heard[0]] * 3
