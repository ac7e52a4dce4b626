"""What the windows need of the client: to read its state, to do things, and to be told what has changed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from hubbub.client.state.store import State


class Core(Protocol):
    """One visit to one server. Nothing here waits for the network."""

    def reading(self) -> AbstractContextManager[State]:
        """The state, held still meanwhile. To be left soon."""

    def do(self, action: str, **arguments: object) -> None:
        """An action of spec/README.md."""

    def typed(self, text: str, buffer: str | None) -> None:
        """The person typed this there."""

    def retry(self) -> None:
        """Try now to connect."""

    def leave(self) -> None:
        """Say goodbye."""


class Part(Protocol):
    """A part of the window: it reads the state while that is held, and draws afterwards."""

    def read(self, state: State) -> None: ...

    def draw(self) -> None: ...
