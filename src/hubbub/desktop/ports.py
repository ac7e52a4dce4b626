"""What the windows need of the client: to read its state, to do things, and to be told what has changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from hubbub.client.state.store import State
from hubbub.uplink.sharing import Sharing
from hubbub.uplink.trouble import Trouble

T = TypeVar("T")


class Core(Protocol):
    """One visit to one server. Nothing here waits for the network."""

    def reading(self) -> AbstractContextManager[State]:
        """The state, held still meanwhile. To be left soon."""

    def do(self, action: str, *, by: str = "", **arguments: Any) -> None:
        """An action of spec/README.md; `by`: a name under which the answer is waited for (`Answered`)."""

    def typed(self, text: str, buffer: str | None, *, by: str = "") -> None:
        """The person typed this there. `by`: as of `do`."""

    def retry(self) -> None:
        """Try now to connect."""

    def leave(self) -> None:
        """Say goodbye."""

    def share(
        self, work: Callable[[Sharing], Awaitable[T]], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Have something done with files; `then` hears what came of it, or `failed`, why nothing did."""


class Part(Protocol):
    """A part of the window: it reads the state while that is held, and draws afterwards."""

    def read(self, state: State) -> None: ...

    def draw(self) -> None: ...
