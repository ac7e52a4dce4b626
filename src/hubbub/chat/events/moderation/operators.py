"""What those who keep order did."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.world.moderation.lockdown import Lockdown


class UserKilled(Event, frozen=True, kw_only=True):
    """An operator ends somebody's connections; their UserQuit follows. Not kept, and shown to them alone."""

    at: int
    source: str  # the operator
    name: str
    text: str


class Wallops(Event, frozen=True, kw_only=True):
    """An operator's words to all who want to hear them (user mode w). Not kept."""

    at: int
    source: str
    text: str


class ServerSaid(Event, frozen=True, kw_only=True):
    """The server says something, as whoever runs it wants: to the one or the room named, or to everybody. Not kept."""

    at: int
    server: str  # who says so
    target: str  # a name, #room, or "" for everybody
    text: str


class OperatorActed(Event, frozen=True, kw_only=True):
    """Somebody used an operator's rights, or tried to become one. For the server's log and the audit log alone."""

    at: int
    source: str
    operator: str  # as which operator of the settings
    command: str
    about: str = ""
    text: str = ""
    refused: bool = False
    face: str = ""  # over which kind of connection


class ServerBanned(Event, frozen=True, kw_only=True):
    """Nobody whom the target means comes in before `until` (0: for ever). Not kept, and told to nobody."""

    state: ClassVar[bool] = True
    at: int
    target: str  # as chat.bans.whole writes it
    until: int
    by: str
    why: str


class ServerBanLifted(Event, frozen=True, kw_only=True):
    """A ban from the server is over before its time. Not kept, and told to nobody."""

    state: ClassVar[bool] = True
    at: int
    target: str


class LockdownSet(Event, frozen=True, kw_only=True):
    """From now on nobody may do what this level forbids. Not kept; told to those whom it concerns, or did so far."""

    state: ClassVar[bool] = True
    at: int
    server: str  # who says so
    level: Lockdown
    before: Lockdown
