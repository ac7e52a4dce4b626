"""The core of the terminal client over a real visit: what is asked for goes to the client core, what comes is told."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hubbub.client.session import Client
from hubbub.client.state.store import State
from hubbub.uplink.addresses import Address
from hubbub.uplink.dial import Dialer, Known
from hubbub.uplink.questions import Answer, Question
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Told, Visit

PATIENCE = 3.0  # seconds for a goodbye


class Visiting:
    """`tell` is set before anything begins: it hears everything, in order, when the state is whole."""

    def __init__(self, known: Known, certificate: Path | None = None, tls: bool | None = None) -> None:
        self.client = Client("", secrets.token_hex(6))
        self.known, self.certificate, self.tls = known, certificate, tls
        self.tell: Callable[[Sequence[Told]], None] = lambda told: None
        self.visit = Visit(self.client, self._watch)
        self._running: asyncio.Task[Trouble] | None = None

    def _watch(self, told: list[Told]) -> None:
        self.tell(told)

    # Core

    @property
    def state(self) -> State:
        return self.client.state

    def now(self) -> int:
        return self.visit.now()

    def do(self, action: str, **arguments: Any) -> None:
        self.visit.act(lambda client, now: client.do(action, now, **arguments))

    def typed(self, text: str, buffer: str | None) -> None:
        self.visit.act(lambda client, now: client.typed(text, now, buffer))

    def retry(self) -> None:
        self.visit.retry()

    def leave(self) -> None:
        self.visit.leave()

    # The visit

    def start(
        self, address: Address, name: str, password: str, ended: Callable[[Trouble | BaseException], None]
    ) -> None:
        """Go there under that name; `ended` hears why it is over, which may be at once."""
        self.visit = Visit(self.client, self._watch)
        self.client.choose_name(name)
        self.client.external = self.certificate is not None
        self.client.password = address.code or (f"{name}:{password}" if password else "")
        if self.tls is not None:
            address = address._replace(tls=self.tls)
        self._running = asyncio.create_task(self.visit.run(Dialer(address, self.known, self.certificate)))
        self._running.add_done_callback(lambda done: _tell_end(done, ended))

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


def _tell_end(done: asyncio.Task[Trouble], ended: Callable[[Trouble | BaseException], None]) -> None:
    if not done.cancelled():
        ended(done.exception() or done.result())
