"""What is on its way to devices: a lane for each, in which one push goes after the other, and is tried again.

    put -> waiting -> sent            the push service has taken it
                   -> gone            it says that there is no such device any more: the subscription ends
                   -> refused         it does not want this push, now or later
                   -> later -> ...    it is busy, or cannot be reached: again after a while, which doubles
                   -> failed          that was tried too often, or for longer than the push is good for

Everything is bounded: what waits in a lane, in all of them, and how many push services are asked at once.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Literal
from weakref import WeakValueDictionary

import msgspec

logger = logging.getLogger(__name__)

IN_LANE = 32  # pushes that wait for one device; the oldest is dropped for a new one
IN_ALL = 2_000  # for all; new ones are dropped
AT_ONCE = 16  # requests
AT_ONE_HOST = 4
FIRST, LONGEST = 5.0, 3600.0  # seconds until it is tried again; with chance, so that not all come at once
CHANCE = 0.2
TRIES = 10

Result = Literal["sent", "gone", "refused", "later"]


class Push(msgspec.Struct, frozen=True):
    """One line of IRC for a device of that account: of the message `id` in that log, said at `at`; of none it is 0.

    `ends`: until when it is good, by the clock of the loop.
    """

    account: int
    line: bytes
    urgency: Literal["high", "low"]
    log: int
    at: int
    id: int
    ends: float


class Outcome(msgspec.Struct, frozen=True):
    """`after`: seconds after which the push service wants to be asked again; 0: it does not say."""

    result: Result
    after: float = 0.0


Send = Callable[[str, Push], Awaitable[Outcome]]
"""Endpoint and push. What it raises is a fault of ours."""


class Lane:
    """To one device. `failures`: how often in a row it could not be reached; `dropped`: nothing is sent there any
    more."""

    def __init__(self, host: asyncio.Semaphore) -> None:
        self.host = host
        self.waiting: deque[Push] = deque()
        self.failures = 0
        self.not_before = 0.0
        self.works = False
        self.dropped = asyncio.Event()

    async def rest(self, seconds: float) -> None:
        """So long, which may be a day; but not once it is dropped."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.dropped.wait(), seconds)


class Lanes:
    """`spawn` runs something in the background, under a name. `ended` is told which endpoints are gone."""

    def __init__(
        self,
        send: Send,
        host_of: Callable[[str], str],
        spawn: Callable[[Coroutine[Any, Any, None], str], None],
        ended: Callable[[str], None],
    ) -> None:
        self.send = send
        self.host_of = host_of
        self.spawn = spawn
        self.ended = ended
        self.lanes: dict[str, Lane] = {}
        self.counts: Counter[str] = Counter()
        self.waiting = 0
        self._all = asyncio.Semaphore(AT_ONCE)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    def put(self, endpoint: str, push: Push) -> None:
        """Send it there, as soon as it can be."""
        if self.waiting >= IN_ALL:
            self.counts["dropped"] += 1
            return
        lane = self.lanes.get(endpoint)
        if lane is None:
            lane = self.lanes[endpoint] = Lane(self._host(self.host_of(endpoint)))
        if len(lane.waiting) >= IN_LANE:
            lane.waiting.popleft()
            self.waiting -= 1
            self.counts["dropped"] += 1
        lane.waiting.append(push)
        self.waiting += 1
        if not lane.works:
            lane.works = True
            self.spawn(self._work(endpoint, lane), "pushing")

    def forget(self, endpoint: str, unwanted: Callable[[Push], bool]) -> int:
        """Of what waits for the device, this is not sent any more; how much that was."""
        lane = self.lanes.get(endpoint)
        if lane is None:
            return 0
        wanted = deque(push for push in lane.waiting if not unwanted(push))
        gone = len(lane.waiting) - len(wanted)
        self.waiting -= gone
        lane.waiting = wanted
        return gone

    def drop(self, endpoint: str) -> None:
        """Nothing is sent there any more."""
        self.forget(endpoint, lambda _: True)
        lane = self.lanes.pop(endpoint, None)
        if lane is not None:
            lane.dropped.set()

    def _host(self, name: str) -> asyncio.Semaphore:
        known = self._hosts.get(name)
        if known is None:
            known = self._hosts[name] = asyncio.Semaphore(AT_ONE_HOST)
        return known

    async def _work(self, endpoint: str, lane: Lane) -> None:
        clock = asyncio.get_running_loop().time
        tries = 0
        try:
            while lane.waiting:
                if lane.not_before > clock():
                    await lane.rest(lane.not_before - clock())
                    continue  # much may have become of what waits
                push = lane.waiting[0]
                if push.ends <= clock() or tries >= TRIES:
                    tries = self._take(lane, push, "failed")
                    continue
                outcome = await self._asked(endpoint, lane, push)
                if outcome.result == "later":
                    tries = tries + 1 if lane.waiting and lane.waiting[0] is push else 0
                    self._later(lane, outcome.after, clock())
                    continue
                lane.failures = 0
                tries = self._take(lane, push, outcome.result)
                if outcome.result == "gone":
                    self.drop(endpoint)
                    self.ended(endpoint)
        finally:
            lane.works = False
            if not lane.failures and not lane.waiting and self.lanes.get(endpoint) is lane:
                del self.lanes[endpoint]

    async def _asked(self, endpoint: str, lane: Lane, push: Push) -> Outcome:
        async with lane.host, self._all:
            try:
                return await self.send(endpoint, push)
            except Exception:  # a fault of ours costs one push, and not those behind it
                logger.exception("a push could not be made")
                return Outcome("refused")

    def _take(self, lane: Lane, push: Push, result: str) -> int:
        """That is what became of it."""
        self.counts[result] += 1
        if lane.waiting and lane.waiting[0] is push:
            lane.waiting.popleft()
            self.waiting -= 1
        return 0

    def _later(self, lane: Lane, after: float, now: float) -> None:
        self.counts["later"] += 1
        own = min(LONGEST, FIRST * 2 ** min(lane.failures, 20))
        lane.failures += 1
        lane.not_before = now + max(after, own * random.uniform(1 - CHANCE, 1 + CHANCE))
