"""The core of the terminal client over a real visit: what is asked for goes to the client core, what comes is told."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from hubbub.client.changes import CurrentChanged
from hubbub.client.session import Client
from hubbub.client.state.store import State
from hubbub.uplink import documents, faults, starting
from hubbub.uplink.ports import Told
from hubbub.uplink.questions import Answer, Question
from hubbub.uplink.sharing import Sharing
from hubbub.uplink.starting import Begun, Folders, Start
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Visit

PATIENCE = 3.0  # seconds for a goodbye

T = TypeVar("T")
Ended = Callable[[Trouble | BaseException], None]


class Visiting:
    """`tell` is set before anything begins: it hears everything, in order, when the state is whole."""

    def __init__(self, folders: Folders | None = None) -> None:
        self.folders = folders
        self.tell: Callable[[Sequence[Told]], None] = lambda told: None
        self.raised: Callable[[str], None] = lambda words: None
        self.begun: Begun | None = None
        self._nobody = Client("", secrets.token_hex(6))  # until there is a visit
        self._visit: Visit | None = None
        self._running: asyncio.Task[Trouble] | None = None
        self._tasks: set[asyncio.Future[None]] = set()

    # Core

    @property
    def client(self) -> Client:
        return self.begun.client if self.begun is not None else self._nobody

    @property
    def state(self) -> State:
        return self.client.state

    @property
    def visit(self) -> Visit:
        """The one under way; before there is one, one that goes nowhere."""
        if self._visit is None:
            self._visit = Visit(self._nobody, self._watch)
        return self._visit

    def _watch(self, told: list[Told]) -> None:
        self.tell(told)

    def now(self) -> int:
        return self.visit.now()

    def do(self, action: str, *, by: str = "", **arguments: Any) -> None:
        self.visit.act(lambda client, now: client.do(action, now, by=by, **arguments))

    def typed(self, text: str, buffer: str | None, *, by: str = "") -> None:
        self.visit.act(lambda client, now: client.typed(text, now, buffer, by=by))

    def retry(self) -> None:
        self.visit.retry()

    def leave(self) -> None:
        self.visit.leave()

    def share(
        self, work: Callable[[Sharing], Awaitable[T]], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        async def run() -> None:
            try:
                result = await work(self.visit.sharing)
            except Trouble as trouble:
                failed(trouble)
            except Exception as error:
                failed(faults.note(error))
            else:
                then(result)

        task = asyncio.ensure_future(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # The visit

    def start(self, start: Start, ended: Ended, words: str = "") -> None:
        """Go there; `ended` hears why it is over, which may be at once."""
        self._running = asyncio.create_task(self._stay(start, words))
        self._running.add_done_callback(
            lambda done: None if done.cancelled() else ended(done.exception() or done.result())
        )

    async def _stay(self, start: Start, words: str) -> Trouble:
        try:
            self.begun = begun = await starting.begin(start, self.raised, words=words, folders=self.folders)
        except Trouble as trouble:
            return trouble
        try:
            self._visit = visit = Visit(begun.client, self._watch, keep=begun.keeper)
            self.tell([*documents.untold(), CurrentChanged(self.state.current)])
            over = await visit.run(begun.dialer)
        finally:
            with suppress(Trouble):
                begun.keeper.close(begun.client)
            begun.end()
        return over

    def remember(self) -> None:
        """Keep where one has been for the next start. Raises Trouble("file")."""
        if self.begun is not None:
            server = self.state.server
            self.begun.remember(server.network or server.name, self.state.current or "")

    def answer(self, question: Question, answer: Answer) -> None:
        self.visit.answer(question, answer)

    @property
    def question(self) -> Question | None:
        return self.visit.question

    @property
    def running(self) -> bool:
        return self._running is not None and not self._running.done()

    async def close(self) -> None:
        """Nothing goes on after this."""
        if self._running is None or self._running.done():
            return
        self.visit.leave()
        await asyncio.wait([self._running], timeout=PATIENCE)
        if not self._running.done():
            self._running.cancel()
            await asyncio.wait([self._running])
