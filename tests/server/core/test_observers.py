"""Those who are told of what was committed."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.conditions import until
from tests.support.faulty_log import FaultyLog
from tests.support.real_engine import serving

from hubbub.chat.chat import Batch
from hubbub.chat.events import MessageSent
from hubbub.server.core.observers import Follower


def said(batches: list[Batch]) -> list[str]:
    """The texts of messages in them, in order."""
    return [event.text for batch in batches for event in batch.events if isinstance(event, MessageSent)]


async def test_they_are_told_in_order_and_not_before_the_log_has_it() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        batches: list[Batch] = []
        alice = await served.irc("alice")
        alice.send("JOIN #a", "PING joined")
        await alice.until("PONG hubbub :joined")
        served.engine.commits.observers.append(batches.append)
        served.engine.commits.off_loop = True
        log.gate.clear()
        alice.send(*(f"PRIVMSG #a :{number}" for number in range(5)))
        await until(lambda: served.engine.commits.in_flight)
        assert said(batches) == []
        log.gate.set()
        alice.send("PING done")
        await alice.until("PONG hubbub :done")
        assert said(batches) == ["0", "1", "2", "3", "4"]


async def test_one_that_fails_costs_nobody_anything_and_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as served:
        batches: list[Batch] = []

        def fails(batch: Batch) -> None:
            raise ValueError

        served.engine.commits.observers += [fails, batches.append]
        alice = await served.irc("alice")
        for number in range(3):
            alice.send(f"PRIVMSG alice :{number}", f"PING {number}")
            await alice.until(f"PONG hubbub :{number}")
        assert said(batches) == ["0", "1", "2"]
    assert caplog.text.count("an observer of what was committed failed") == 1


async def test_a_slow_one_follows_at_its_own_pace() -> None:
    async with serving() as served:
        taken: list[Batch] = []
        may_go_on = asyncio.Event()

        async def slowly(batch: Batch) -> None:
            await may_go_on.wait()
            taken.append(batch)

        follower = Follower(slowly)
        served.engine.commits.observers.append(follower)
        served.engine.spawn(follower.run(), "follower")
        alice = await served.irc("alice")
        for number in range(3):
            alice.send(f"PRIVMSG alice :{number}", f"PING {number}")
            await alice.until(f"PONG hubbub :{number}")
        assert taken == []
        may_go_on.set()
        await until(lambda: said(taken) == ["0", "1", "2"])
        assert follower.missed == 0


async def test_what_a_slow_one_misses_is_counted_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[Batch] = []

    async def take(batch: Batch) -> None:
        taken.append(batch)

    follower = Follower(take, most=2)
    batches = [Batch() for _ in range(5)]
    for batch in batches:
        follower(batch)
    assert follower.missed == 3
    assert caplog.text.count("misses some of what happens") == 1
    running = asyncio.create_task(follower.run())
    await until(lambda: taken == batches[3:])
    running.cancel()


async def test_a_slow_one_that_fails_goes_on_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[Batch] = []

    async def fails(batch: Batch) -> None:
        tried.append(batch)
        raise ValueError

    follower = Follower(fails)
    running = asyncio.create_task(follower.run())
    for _ in range(3):
        follower(Batch())
    await until(lambda: len(tried) == 3)
    running.cancel()
    assert caplog.text.count("failed, and goes on") == 1
