"""What is done every so often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from tests.support.real_engine import serving

from hubbub.commands.chores import CHORES, HOUR, SOON
from hubbub.server.core import chores
from hubbub.server.core import engine as engines
from hubbub.server.core.chores import Chores


class Clock:
    """A loop as far as chores see one: its time passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.calls: list[tuple[float, Callable[[], object]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, call: Callable[..., object], *given: object) -> asyncio.TimerHandle:
        self.calls.append((self.now + seconds, partial(call, *given)))
        self.calls.sort(key=lambda one: one[0])
        return asyncio.TimerHandle(self.now + seconds, lambda: None, (), asyncio.get_event_loop())

    def pass_time(self, seconds: float) -> None:
        """Let what is due in so many seconds be called, at its time."""
        end = self.now + seconds
        while self.calls and self.calls[0][0] <= end:
            self.now, call = self.calls.pop(0)
            call()
        self.now = end


async def test_each_has_its_own_time_and_a_turn() -> None:
    clock, done, turns = Clock(), [], []
    rows = [(5.0, lambda: done.append("often"), False), (60.0, lambda: done.append("rarely"), True)]
    Chores(clock, lambda: turns.append(clock.now), rows).start()  # type: ignore[arg-type]
    assert done == ["rarely"]
    clock.pass_time(59.0)
    assert done == ["rarely", *["often"] * 11]
    clock.pass_time(2.0)
    assert (done.count("often"), done.count("rarely")) == (12, 2)
    assert len(turns) == len(set(turns)) == len(done)  # those that are due at once have a turn each


async def test_one_that_fails_keeps_nobody_else_from_theirs(caplog: pytest.LogCaptureFixture) -> None:
    clock, done = Clock(), []

    def fails() -> None:
        done.append("failed")
        raise ValueError

    Chores(clock, lambda: None, [(5.0, fails, False), (5.0, lambda: done.append("done"), False)]).start()  # type: ignore[arg-type]
    clock.pass_time(10.5)
    assert done == ["failed", "done", "failed", "done"]
    assert "every 5 seconds failed" in caplog.text


async def test_one_that_takes_longer_is_done_in_parts_and_others_have_their_turns() -> None:
    """ "No command holds the loop longer than 10 ms", nor does what the chat does by itself."""
    clock, done, turns = Clock(), [], []

    def part() -> bool:
        done.append(clock.now)
        return len(done) % 3 > 0

    rows = [(5.0, part, False)]
    chores = Chores(clock, lambda: turns.append(clock.now), rows)  # type: ignore[arg-type]
    chores.start()
    clock.pass_time(5.5)
    assert (len(done), len(set(done)), turns[-3:]) == (3, 3, done)
    clock.pass_time(5.5)
    assert len(done) == 6
    clock.pass_time(3.985)  # two parts of the next time
    chores.stop()
    assert chores.unfinished == {}


async def test_the_clocks_of_very_many_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand who came at the same time, as after a restart, are asked for a sign of life at the same time."""
    monkeypatch.setattr(engines, "LOOKED_AT", 2)
    async with serving() as served:
        clients, engine = [await served.irc(name) for name in ("a", "b", "c", "d", "e")], served.engine
        for connection in engine.connections:
            connection.keepalive.heard -= 100
        asked = []
        for more in (True, True, False):
            assert engine._look_at_clocks() is more
            asked.append(sum(connection.keepalive.asked for connection in engine.connections))
        assert asked == [2, 4, 5]
        for client in clients:
            assert await client.line() == ":hubbub PING hubbub"


async def test_those_of_the_chat_and_of_the_connections_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "LOOK", 0.01)
    async with serving() as served:
        rows = served.engine.chores.rows
        assert len(rows) == len(CHORES) + 2
        assert {every for every, _, _ in rows} == {SOON, HOUR}
        client = await served.irc("alice")
        (connection,) = served.engine.connections
        connection.keepalive.heard -= 100
        served.engine.chores.due = [0.0] * len(rows)
        assert await client.line() == ":hubbub PING hubbub"
