"""What becomes of pushes on their way."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from tests.support.conditions import until

from hubbub.server.push import lanes as module
from hubbub.server.push.lanes import IN_LANE, TRIES, Lane, Lanes, Outcome, Push

FAR = 1e12


def push(id: int, *, log: int = 1, ends: float = FAR) -> Push:
    return Push(7, f"PRIVMSG {id}".encode(), "high", log, id, id, ends)


class Sending:
    """Lanes that send to nowhere; `outcomes` come first, then all is sent. `hold` keeps requests open."""

    def __init__(self) -> None:
        self.lanes = Lanes(self.send, lambda endpoint: endpoint.split("/")[0], self.spawn, self.ended)
        self.outcomes: list[Outcome | Exception] = []
        self.sent: list[tuple[str, int]] = []
        self.gone: list[str] = []
        self.open = self.most_open = 0
        self.hold = asyncio.Event()
        self.hold.set()
        self.tasks: list[asyncio.Task[None]] = []

    async def send(self, endpoint: str, push: Push) -> Outcome:
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        await self.hold.wait()
        self.open -= 1
        self.sent.append((endpoint, push.id))
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome("sent")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.tasks.append(asyncio.create_task(work))

    def ended(self, endpoint: str) -> None:
        self.gone.append(endpoint)

    async def done(self) -> None:
        """All lanes are empty."""
        await asyncio.gather(*self.tasks)
        assert self.lanes.waiting == 0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST", 0.001)
    monkeypatch.setattr(module, "LONGEST", 0.002)


async def test_one_after_the_other_for_a_device() -> None:
    sending = Sending()
    for id in range(5):
        sending.lanes.put("a/1", push(id))
    await sending.done()
    assert sending.sent == [("a/1", id) for id in range(5)]
    assert sending.most_open == 1
    assert sending.lanes.counts == {"sent": 5}
    assert not sending.lanes.lanes, "nothing is left of it"


async def test_not_too_many_at_once() -> None:
    sending = Sending()
    sending.hold.clear()
    for device in range(50):
        sending.lanes.put(f"one/{device}", push(device))
    await until(lambda: sending.open == module.AT_ONE_HOST)
    for device in range(50):
        sending.lanes.put(f"host{device}/x", push(device))
    await until(lambda: sending.open == module.AT_ONCE)
    sending.hold.set()
    await sending.done()
    assert sending.most_open == module.AT_ONCE


async def test_it_is_tried_again_and_then_given_up(quick: None) -> None:
    sending = Sending()
    sending.outcomes = [Outcome("later")] * 3
    sending.lanes.put("a/1", push(1))
    await sending.done()
    assert sending.sent == [("a/1", 1)] * 4
    assert sending.lanes.counts == {"later": 3, "sent": 1}
    sending.outcomes = [Outcome("later")] * TRIES
    sending.lanes.put("a/1", push(2))
    sending.lanes.put("a/1", push(3))
    await sending.done()
    assert sending.sent[4:] == [("a/1", 2)] * TRIES + [("a/1", 3)]
    assert sending.lanes.counts == {"later": 3 + TRIES, "sent": 2, "failed": 1}


async def test_each_time_it_takes_twice_as_long_or_as_long_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def rest(lane: Lane, seconds: float) -> None:
        slept.append(seconds)
        lane.not_before = 0.0

    sending = Sending()
    monkeypatch.setattr(Lane, "rest", rest)
    sending.outcomes = [*[Outcome("later")] * 3, Outcome("later", 5000.0), Outcome("later")]
    sending.lanes.put("a/1", push(1))
    await sending.done()
    assert len(slept) == 5
    for waited, usual in zip(slept, (5, 10, 20, 5000, 80), strict=True):
        assert usual * 0.79 <= waited <= usual * 1.21, waited


async def test_what_is_good_no_more_is_not_sent() -> None:
    sending = Sending()
    sending.lanes.put("a/1", push(1, ends=0))
    sending.lanes.put("a/1", push(2))
    await sending.done()
    assert sending.sent == [("a/1", 2)]
    assert sending.lanes.counts == {"failed": 1, "sent": 1}


async def test_a_device_that_is_gone() -> None:
    sending = Sending()
    sending.outcomes = [Outcome("gone")]
    sending.lanes.put("a/1", push(1))
    sending.lanes.put("a/1", push(2))
    await sending.done()
    assert (sending.sent, sending.gone) == ([("a/1", 1)], ["a/1"])


async def test_what_is_refused_or_a_fault_of_ours_costs_one_push(caplog: pytest.LogCaptureFixture) -> None:
    sending = Sending()
    sending.outcomes = [Outcome("refused"), RuntimeError("a fault")]
    for id in (1, 2, 3):
        sending.lanes.put("a/1", push(id))
    await sending.done()
    assert sending.lanes.counts == {"refused": 2, "sent": 1}
    assert "a push could not be made" in caplog.text


async def test_what_is_too_much_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    sending = Sending()
    sending.hold.clear()
    for id in range(IN_LANE + 5):
        sending.lanes.put("a/1", push(id))
    assert sending.lanes.waiting == IN_LANE
    assert sending.lanes.lanes["a/1"].waiting[0].id == 5, "the newest are kept"
    monkeypatch.setattr(module, "IN_ALL", IN_LANE)
    sending.lanes.put("b/1", push(1))
    assert sending.lanes.counts == {"dropped": 6}
    sending.hold.set()
    await sending.done()


async def test_what_was_read_meanwhile_is_not_sent(quick: None) -> None:
    sending = Sending()
    sending.hold.clear()
    for id in range(1, 5):
        sending.lanes.put("a/1", push(id, log=id % 2))
    await until(lambda: sending.open)
    assert sending.lanes.forget("a/1", lambda one: one.log == 0) == 2
    assert sending.lanes.forget("b/1", lambda one: True) == 0
    sending.hold.set()
    await sending.done()
    assert [id for _, id in sending.sent] == [1, 3]


async def test_a_device_that_is_dropped_leaves_nothing_that_waits_for_a_day() -> None:
    """Whose push service says `Retry-After: 86400` could subscribe anew again and again: each time one stayed."""
    sending = Sending()
    for endpoint in ("a/1", "a/2"):
        sending.outcomes = [Outcome("later", 86_400.0)]
        sending.lanes.put(endpoint, push(1))
        await until(lambda: not sending.outcomes and not sending.open)
        sending.lanes.drop(endpoint)
    await sending.done()
    assert not sending.lanes.lanes


async def test_a_device_that_is_dropped_while_something_is_on_its_way() -> None:
    sending = Sending()
    sending.hold.clear()
    sending.lanes.put("a/1", push(1))
    sending.lanes.put("a/1", push(2))
    await until(lambda: sending.open)
    sending.lanes.drop("a/1")
    sending.lanes.put("a/1", push(3))
    sending.hold.set()
    await sending.done()
    assert sorted(id for _, id in sending.sent) == [1, 3]
    assert not sending.lanes.lanes
