"""The network in a thread of its own, for windows that must never wait (Tk): asked in one direction, told in the other.

What a window asks for is handed into the loop and returns at once. What there is to tell waits in a queue, until the
window's own thread calls `deliver`. A byte on a socket says that something waits.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from . import faults, loops
from .fair_lock import FairLock
from .happenings import Phase, PhaseChanged
from .questions import Answer, Question
from .trouble import Trouble

if TYPE_CHECKING:
    from hubbub.client import events as e
    from hubbub.client.session import Client

    from .ports import Dial, Keep, Told, Watch
    from .sharing import Sharing

END = 1.0  # seconds in which everything is over after `close`
_GOODBYE = 0.7  # of them, for the server to take our goodbye

T = TypeVar("T")


class Waiting(NamedTuple):
    """Whom to call in the window's thread, and with what; lists of events may be put together."""

    call: Callable[[Any], None]
    told: Any
    events: bool


class Network:
    """Everything but `deliver` may be called in any thread after `start`."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Waiting] = SimpleQueue()
        self._undelivered: deque[Waiting] = deque()
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        self._loop = loops.new_loop()
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)
        self._visits: set[ThreadedVisit] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._thread.start()

    def fileno(self) -> int | None:
        """What becomes readable when something waits; None where windows cannot be told so, and have to look."""
        return None if sys.platform == "win32" else self._near.fileno()

    def wake_on_signals(self) -> None:
        """Whatever signal comes, it becomes readable: a thread that only waits for that sees to the signal then."""
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)

    def deliver(self) -> None:
        """Call what waits, in this thread, in order. What one watcher is told several times over comes at once."""
        with suppress(BlockingIOError, OSError):
            while self._near.recv(4096):
                pass
        with suppress(Empty):
            while True:
                self._undelivered.append(self._queue.get_nowait())
        try:
            while self._undelivered:
                self._deliver_next()
        finally:
            if self._undelivered:
                self._poke()

    def _deliver_next(self) -> None:
        first = self._undelivered.popleft()
        told = first.told
        if first.events:
            told = [*told]
            while self._undelivered and self._undelivered[0].events and self._undelivered[0].call == first.call:
                told += self._undelivered.popleft().told
        first.call(told)

    def visit(
        self, client: Client, dial: Callable[[], Dial], watch: Watch, *, keep: Keep | None = None, patient: bool = False
    ) -> ThreadedVisit:
        """Begin a visit. `dial` makes the way there, in the loop; `watch` is called by `deliver`."""
        visit = ThreadedVisit(self, client, watch, keep, patient)
        self.call(lambda: self._begin(visit, dial))
        return visit

    def ask(
        self, work: Callable[[], Awaitable[T]], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Have something done in the loop; `deliver` calls `then` with its result, or `failed`."""

        async def run() -> None:
            try:
                result = await work()
            except Trouble as trouble:
                self.put(failed, trouble)
            except Exception as error:
                self.put(failed, faults.note(error))
            else:
                self.put(then, result)

        self.call(lambda: self._keep_running(run()))

    def call(self, work: Callable[[], object]) -> None:
        """Have something called in the loop, soon."""
        with suppress(RuntimeError):  # it is closed
            self._loop.call_soon_threadsafe(work)

    def put(self, call: Callable[[Any], None], told: object, *, events: bool = False) -> None:
        """Let `deliver` make this call."""
        self._queue.put(Waiting(call, told, events))
        self._poke()

    def _poke(self) -> None:
        with suppress(BlockingIOError, OSError):  # full: it is readable anyway
            self._far.send(b"!")

    def close(self, seconds: float = END) -> None:
        """Say goodbye, and be gone. Returns within that time, whatever the network does."""
        if self._thread.is_alive():
            self.call(lambda: self._keep_running(self._say_goodbye(seconds * _GOODBYE)))
            self._thread.join(seconds)
        self._near.close()
        self._far.close()

    # In the loop

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    def _begin(self, visit: ThreadedVisit, dial: Callable[[], Dial]) -> None:
        self._visits.add(visit)
        self._keep_running(self._attend(visit, dial))

    async def _attend(self, visit: ThreadedVisit, dial: Callable[[], Dial]) -> None:
        try:
            await visit.inner.run(dial())
        except Trouble as trouble:
            visit.tell([PhaseChanged("over", trouble)])
        except Exception as error:
            visit.tell([PhaseChanged("over", faults.note(error))])
        finally:
            self._visits.discard(visit)

    def _keep_running(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say_goodbye(self, seconds: float) -> None:
        for visit in tuple(self._visits):
            visit.inner.leave()
        me = asyncio.current_task()
        others = {task for task in self._tasks if task is not me}
        if others:
            _, slow = await asyncio.wait(others, timeout=seconds)
            for task in slow:
                task.cancel()
            if slow:
                await asyncio.wait(slow, timeout=seconds / 4)
        self._loop.stop()


class ThreadedVisit:
    """A visit as a window has it."""

    def __init__(self, network: Network, client: Client, watch: Watch, keep: Keep | None, patient: bool) -> None:
        from .visit import Visit  # a window that asks where to go does without

        self.lock = FairLock()
        self.inner = Visit(client, self.tell, keep=keep, patient=patient, holding=lambda: self.lock)
        self._network = network
        self._watch = watch

    @contextmanager
    def reading(self) -> Iterator[Client]:
        """Hold the core still while it is read."""
        with self.lock:
            yield self.inner.client

    @property
    def phase(self) -> Phase:
        return self.inner.phase

    def act(self, do: Callable[[Client, int], list[e.Event]]) -> None:
        self._network.call(lambda: self.inner.act(do))

    def typed(self, text: str) -> None:
        self._network.call(lambda: self.inner.typed(text))

    def answer(self, question: Question, answer: Answer) -> None:
        self._network.call(lambda: self.inner.answer(question, answer))

    def retry(self) -> None:
        self._network.call(self.inner.retry)

    def leave(self, text: str = "") -> None:
        self._network.call(lambda: self.inner.leave(text))

    def share(
        self, work: Callable[[Sharing], Awaitable[T]], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Have something done with files; `deliver` calls `then` with what came of it, or `failed`."""
        self._network.ask(lambda: work(self.inner.sharing), then, failed)

    def tell(self, told: list[Told]) -> None:
        """In the loop: let the window know."""
        self._network.put(self._watch, told, events=True)
