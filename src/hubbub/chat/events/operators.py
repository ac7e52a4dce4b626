"""What those who keep order did."""

from __future__ import annotations

from .event import Event


class UserKilled(Event, frozen=True):
    """An operator ends somebody's connections; their UserQuit follows. Not kept, and shown to them alone."""

    at: int
    source: str  # the operator
    name: str
    text: str


class Wallops(Event, frozen=True):
    """An operator's words to all who want to hear them (user mode w). Not kept."""

    at: int
    source: str
    text: str


class OperatorActed(Event, frozen=True):
    """Somebody used an operator's rights, or tried to become one. For the server's log alone."""

    at: int
    source: str
    operator: str  # as which operator of the settings
    command: str
    about: str = ""
    text: str = ""
    refused: bool = False
