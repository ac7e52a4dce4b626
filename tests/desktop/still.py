"""A visit without a server: a state that somebody has put together, and a record of what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hubbub.client.state.store import State


class StillCore:
    """`done` and `said` are what the windows asked for."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.shared: list[tuple[Any, Any, Any]] = []
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.said: list[tuple[str, str | None]] = []

    @contextmanager
    def reading(self) -> Iterator[State]:
        yield self.state

    def do(self, action: str, *, by: str = "", **arguments: Any) -> None:
        self.done.append((action, arguments))

    def typed(self, text: str, buffer: str | None, *, by: str = "") -> None:
        self.said.append((text, buffer))

    def retry(self) -> None:
        self.done.append(("retry", {}))

    def leave(self) -> None:
        self.done.append(("leave", {}))

    def share(self, work: Callable[[Any], Any], then: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        self.shared.append((work, then, failed))
