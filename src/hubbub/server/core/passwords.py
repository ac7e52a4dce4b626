"""Passwords: argon2 in small pools of threads of its own, so that logins never hold up the chat."""

from __future__ import annotations

import asyncio
import hmac
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from hubbub.chat.events import Credentials
from hubbub.chat.ports import TooBusy

from .hashing import Hashing

LONGEST = 1024  # bytes; a longer one is not hashed
WORKERS = max(1, min(2, (os.cpu_count() or 1) - 1))  # one core stays for the chat, where there are two
NICE = 5  # of the threads: who waits for a login does so for a while anyway
LOGINS = 2_500  # passwords of accounts under way; at 25 ms each the last one waits a minute or two
PATIENCE = 120.0  # seconds until work begins, on a machine that has much else to do
SETTINGS = 16  # of the settings; more are refused unseen, so that nobody keeps the machine busy

T = TypeVar("T")


class WorkQueue:
    """Work for a few threads. `most` is how much may be under way; what is not begun within `PATIENCE` is given up."""

    def __init__(self, workers: int, most: int) -> None:
        self.most = most
        self._waiting = 0
        self._pool = ThreadPoolExecutor(workers, "passwords", _give_way)

    async def run(self, work: Callable[[], T]) -> T:
        """What the work returns. Raises TooBusy."""
        if self._waiting >= self.most:
            raise TooBusy
        self._waiting += 1
        job = self._pool.submit(work)
        done = asyncio.wrap_future(job)
        try:
            await asyncio.wait([done], timeout=PATIENCE)
            if not done.done() and job.cancel():
                raise TooBusy
            return await done
        finally:
            done.cancel()
            self._waiting -= 1

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class Argon2:
    """Implements `chat.ports.Hasher` for accounts, and `chat.ports.Passwords` for those of the settings.

    Each has its queue: a gateway or an operator does not wait for a thousand people who log in.
    """

    def __init__(self) -> None:
        self.logins = WorkQueue(WORKERS, LOGINS)
        self.settings = WorkQueue(1, SETTINGS)
        self.hashing = Hashing()

    async def fit(self, kept: str, given: str) -> bool:
        """Whether `given` is the password `kept`, or the one that it is the hash of."""
        if len(given.encode()) > LONGEST:
            return False
        if not kept.startswith("$argon2"):
            return hmac.compare_digest(kept.encode(), given.encode())
        try:
            return await self.settings.run(lambda: self.hashing.verify(kept, given))
        except TooBusy:
            return False

    async def derive(self, password: str) -> Credentials:
        return await self.logins.run(lambda: self.hashing.derive(password))

    async def matches(self, password: str, credentials: Credentials | None) -> bool:
        return await self.logins.run(lambda: self.hashing.matches(password, credentials))

    def is_outdated(self, credentials: Credentials) -> bool:
        return self.hashing.is_outdated(credentials)

    def close(self) -> None:
        """Start nothing more."""
        self.logins.close()
        self.settings.close()


def _give_way() -> None:
    """This thread lets others go first. On Linux alone a thread has a priority of its own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(19, os.nice(0) + NICE))
