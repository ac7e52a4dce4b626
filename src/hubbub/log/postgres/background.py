"""A loop in a thread of its own, on which all connections to the database live, whoever asks and from where."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, TypeVar

T = TypeVar("T")

_LOOK = 0.2  # seconds between looks whether somebody has given up
_AGAIN = 0.5  # seconds until what does not end is cancelled again


class GivenUp(Exception):
    """Nobody wants the result any more."""


class Background:
    """Runs coroutines until it is stopped."""

    def __init__(self) -> None:
        self._loop = _new_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="log-postgres", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Its result. The calling thread waits, so it must not be the loop's own."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def run_unless(self, work: Coroutine[Any, Any, T], given_up: Callable[[], bool]) -> T:
        """Its result. Raises GivenUp once that says so."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        while True:
            try:
                return future.result(_LOOK)
            except FutureTimeout:
                if future.done():  # it was its own
                    raise
                if given_up():
                    future.cancel()
                    raise GivenUp from None

    async def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Its result, waited for from another loop."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """It runs until it ends, or the loop does."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, function: Callable[[], object]) -> None:
        """Have it called on the loop, soon."""
        self._loop.call_soon_threadsafe(function)

    def stop(self) -> None:
        """End the loop, with all that still runs on it."""
        self.run(_cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's, where there is one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _cancel_all() -> None:
    """A cancellation may be lost in what it meets, as in asyncpg when the answer comes with it: it is said again."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    while others:
        for task in others:
            task.cancel()
        done, others = await asyncio.wait(others, timeout=_AGAIN)
        for task in done:
            if not task.cancelled():
                task.exception()  # which nobody else asks for
