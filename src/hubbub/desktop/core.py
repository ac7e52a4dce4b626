"""The client in its thread, as the windows use it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from hubbub.client.state.store import State
from hubbub.uplink.sharing import Sharing
from hubbub.uplink.thread import ThreadedVisit
from hubbub.uplink.trouble import Trouble

T = TypeVar("T")


class VisitCore:
    """One visit. Every call returns at once."""

    def __init__(self, visit: ThreadedVisit) -> None:
        self.visit = visit

    @contextmanager
    def reading(self) -> Iterator[State]:
        with self.visit.reading() as client:
            yield client.state

    def do(self, action: str, *, by: str = "", **arguments: object) -> None:
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
        self.visit.share(work, then, failed)
