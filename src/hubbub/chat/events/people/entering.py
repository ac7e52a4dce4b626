"""Who came, who went, and what they are called."""

from __future__ import annotations

from typing import ClassVar, Literal

from hubbub.chat.events.event import Event, KeptEvent
from hubbub.chat.party import Party
from hubbub.irc.modes import Change
from hubbub.typed.durations import DAY

LeaveReason = Literal["left", "quit", "lost", "timeout", "closed", "killed", "stopped"]


class UserArrived(Event, frozen=True, kw_only=True):
    """Someone finished registration under a name. Not kept; the name counts as seen."""

    state: ClassVar[bool] = True
    id: int
    at: int
    name: str
    source: str
    party: Party
    realname: str = ""
    account: str = ""  # the name of their account; empty for a guest
    address: str = ""  # where they came from, for who looks after the server; as is `client`, the dialect they speak
    client: str = ""


def seen_that_day(known: tuple[str, int] | None, name: str, at: int) -> bool:
    """Whether what is known of a name, how it was written and when, says all that counts of a guest who comes then."""
    return known is not None and known[0] == name and known[1] // DAY == at // DAY


class UserQuit(KeptEvent, frozen=True, kw_only=True):
    """Someone's last connection ended. An entry in each of `logs`, heard once by each person.

    `reason` is what kind of end it was; `text` the words of goodbye, or what went wrong.
    """

    state: ClassVar[bool] = True
    logs: tuple[int, ...]
    source: str
    reason: LeaveReason
    text: str = ""


class ConnectionEnded(Event, frozen=True, kw_only=True):
    """A connection of somebody is theirs no more: they were here until then. Neither kept nor heard."""

    at: int
    party: Party


class UserRenamed(KeptEvent, frozen=True, kw_only=True):
    state: ClassVar[bool] = True
    logs: tuple[int, ...]
    source: str
    name: str  # the new one


class RealnameChanged(Event, frozen=True, kw_only=True):
    """SETNAME. Not kept."""

    at: int
    source: str
    realname: str


class HostChanged(Event, frozen=True, kw_only=True):
    """Somebody is shown with another host from now on; `source` has the one before. Not kept."""

    at: int
    source: str
    host: str


class SeemedToQuit(Event, frozen=True, kw_only=True):
    """Another host, for others who cannot be told of it: `source` seems to leave, and to come again. Not kept."""

    at: int
    source: str


class SeemedToJoin(Event, frozen=True, kw_only=True):
    """The same in one of their rooms: who they are now, and what they are there. Not kept."""

    at: int
    log: int
    room: str
    source: str
    realname: str
    account: str
    server: str  # who gives them their standing again
    roles: tuple[Change, ...]
    away: str


class AwayChanged(Event, frozen=True, kw_only=True):
    """Away (with text) or back (empty text). Not kept."""

    at: int
    source: str
    text: str


class AwayNotice(Event, frozen=True, kw_only=True):
    """Who came into a room is away; heard there, not kept."""

    at: int
    log: int
    source: str
    text: str


class UserModesChanged(Event, frozen=True, kw_only=True):
    """Somebody's own modes. Not kept, and shown to them alone. `operator`: as which operator of the settings (+o)."""

    at: int
    source: str
    changes: tuple[Change, ...]
    operator: str = ""


class NameCame(Event, frozen=True, kw_only=True):
    """A name that somebody watches is here. Heard by those who watch it, not kept. `server`: who says so."""

    at: int
    server: str
    source: str


class NameWent(Event, frozen=True, kw_only=True):
    """A name that somebody watches is here no more. Heard by those who watch it, not kept."""

    at: int
    server: str
    name: str


class VisitOpened(Event, frozen=True, kw_only=True):
    """A guest got a token (only its hash is kept) by which the visit can be resumed."""

    state: ClassVar[bool] = True
    visit: int
    at: int
    name: str
    token_hash: bytes


class VisitSeen(Event, frozen=True, kw_only=True):
    """A resumable guest was here at that time, under that name."""

    state: ClassVar[bool] = True
    visit: int
    at: int
    name: str
