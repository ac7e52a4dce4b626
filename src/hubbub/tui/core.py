"""What the terminal client needs of the client core and its edge: the state to read, and a few ways to act on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import msgspec

from hubbub.client.state.store import State
from hubbub.uplink.settings import Settings
from hubbub.uplink.sharing import Sharing
from hubbub.uplink.trouble import Trouble

T = TypeVar("T")


class Core(Protocol):
    """One visit to one server. Nothing here waits; what comes of it is in the state, and told by events."""

    @property
    def state(self) -> State: ...

    def now(self) -> int:
        """Milliseconds since 1970."""

    def do(self, action: str, *, by: str = "", **arguments: Any) -> None:
        """An action of the table in spec/README.md; `by`: a name under which the answer is waited for (`Answered`)."""

    def typed(self, text: str, buffer: str | None, *, by: str = "") -> None:
        """A typed line: a command or a message. `by`: as of `do`."""

    def retry(self) -> None:
        """Connect now, not later."""

    def leave(self) -> None:
        """Say goodbye."""

    def share(
        self, work: Callable[[Sharing], Awaitable[T]], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Have something done with files; `then` hears what came of it, or `failed`, why nothing did."""


class Choices(Protocol):
    """What the person has chosen: `now`, and other from now on."""

    now: Settings

    def change(self, **changes: object) -> Settings:
        """Raises Trouble("file") when it holds only until the end."""


class Unkept:
    """Choices that are nowhere but here."""

    def __init__(self, now: Settings | None = None) -> None:
        self.now = now or Settings()

    def change(self, **changes: object) -> Settings:
        self.now = msgspec.structs.replace(self.now, **changes)
        return self.now


def hours(settings: Settings) -> int:
    """Of the clock: 24 or 12."""
    return 24 if settings.clock == "24" else 12
