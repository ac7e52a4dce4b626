"""For those who want to know what was committed and take their time over it: webhooks, figures, other machines.

`Commits.observers` are called on the loop, in order, after the log has a batch and its output has left; what they do
there everybody waits for. `Follower` takes batches at its own pace, in a task.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from hubbub.chat.chat import Batch

logger = logging.getLogger(__name__)

MOST = 1_000  # batches that wait

Observer = Callable[[Batch], None]


class Follower:
    """An observer that hands batches on to `take`, one after the other. Of those that wait at most `most` are kept.

    `missed` counts those that were let go, oldest first, because `take` was too slow; it is told of by the log once
    until `take` has caught up. What `take` raises is logged once, too, and it goes on with the next.
    """

    def __init__(self, take: Callable[[Batch], Awaitable[None]], most: int = MOST) -> None:
        self.take = take
        self.most = most
        self.missed = 0
        self.waiting: deque[Batch] = deque()
        self._some = asyncio.Event()
        self._behind = self._failed = False

    def __call__(self, batch: Batch) -> None:
        """The log has this."""
        if len(self.waiting) >= self.most:
            self.waiting.popleft()
            self.missed += 1
            if not self._behind:
                self._behind = True
                logger.warning("%s is too slow, and misses some of what happens", self.name)
        self.waiting.append(batch)
        self._some.set()

    @property
    def name(self) -> str:
        """Of what takes the batches, for the log."""
        return getattr(self.take, "__qualname__", repr(self.take))

    async def run(self) -> None:
        """Hand on what comes, until cancelled."""
        while True:
            await self._some.wait()
            while self.waiting:
                await self._one(self.waiting.popleft())
            self._behind = False
            self._some.clear()

    async def _one(self, batch: Batch) -> None:
        try:
            await self.take(batch)
        except Exception:
            if not self._failed:
                logger.exception("%s failed, and goes on", self.name)
            self._failed = True
