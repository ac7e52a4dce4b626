"""The client in its thread, as the windows use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hubbub.client.state.store import State
from hubbub.uplink.thread import ThreadedVisit


class VisitCore:
    """One visit. Every call returns at once."""

    def __init__(self, visit: ThreadedVisit) -> None:
        self.visit = visit

    @contextmanager
    def reading(self) -> Iterator[State]:
        with self.visit.reading() as client:
            yield client.state

    def do(self, action: str, **arguments: object) -> None:
        self.visit.act(lambda client, now: client.do(action, now, **arguments))

    def typed(self, text: str, buffer: str | None) -> None:
        self.visit.act(lambda client, now: client.typed(text, now, buffer))

    def retry(self) -> None:
        self.visit.retry()

    def leave(self) -> None:
        self.visit.leave()
