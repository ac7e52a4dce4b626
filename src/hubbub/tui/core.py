"""What the terminal client needs of the client core and its edge: the state to read, and a few ways to act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from hubbub.client.state.store import State
from hubbub.views.timeline import ComeAndGo

Notices = Literal["none", "bell", "osc9", "osc777"]


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


@dataclass
class Preferences:
    """What a person has chosen for this face. `hours`: 24 or 12."""

    theme: str = "system"
    contrast: bool = False
    hours: int = 24
    come_and_go: ComeAndGo = "folded"
    typing: bool = True
    markers: bool = True
    notices: Notices = "none"
