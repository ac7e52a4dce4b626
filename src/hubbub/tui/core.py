"""What the terminal client needs of the client core and its edge: the state to read, and a few ways to act on it."""

from __future__ import annotations

from typing import Any, Protocol

from hubbub.client.state.store import State


class Core(Protocol):
    """One visit to one server. Nothing here waits; what comes of it is in the state, and told by events."""

    @property
    def state(self) -> State: ...

    def now(self) -> int:
        """Milliseconds since 1970."""

    def do(self, action: str, **arguments: Any) -> None:
        """An action of the table in spec/README.md."""

    def typed(self, text: str, buffer: str | None) -> None:
        """A typed line: a command or a message."""

    def retry(self) -> None:
        """Connect now, not later."""

    def leave(self) -> None:
        """Say goodbye."""
