"""What happened to rooms and in them, beside what was said."""

from __future__ import annotations

from typing import ClassVar

from hubbub.irc.modes import Change

from .event import Event, KeptInOneLog


class RoomCreated(Event, frozen=True, kw_only=True):
    state: ClassVar[bool] = True
    log: int
    at: int
    name: str


class RoomEnded(Event, frozen=True, kw_only=True):
    """The room is forgotten: its entries are deleted, and a room of that name made later is another one."""

    state: ClassVar[bool] = True
    log: int


class RoomClosing(Event, frozen=True, kw_only=True):
    """A room is closed: who joined it no later than `at` has to leave, some in a turn. `source` says so, and `why`."""

    state: ClassVar[bool] = True
    log: int
    at: int
    source: str
    why: str


class RoomClosed(Event, frozen=True, kw_only=True):
    """The last of them have left it."""

    state: ClassVar[bool] = True
    log: int


class MemberJoined(KeptInOneLog, frozen=True, kw_only=True):
    room: str
    source: str
    realname: str = ""
    account: str = ""  # the name of their account; empty for a guest


class MemberLeft(KeptInOneLog, frozen=True, kw_only=True):
    """Someone left one room and is still connected."""

    room: str
    source: str
    text: str = ""


class MemberKicked(KeptInOneLog, frozen=True, kw_only=True):
    """Somebody was made to leave a room. Kept."""

    room: str
    source: str
    name: str  # who had to leave
    text: str = ""


class TopicChanged(KeptInOneLog, frozen=True, kw_only=True):
    state: ClassVar[bool] = True
    room: str
    source: str
    topic: str


class RoomRenamed(KeptInOneLog, frozen=True, kw_only=True):
    """A room has another name; everything else about it stays. Kept."""

    state: ClassVar[bool] = True
    room: str  # the name before
    source: str
    name: str  # the name from now on
    text: str = ""


class ModesChanged(KeptInOneLog, frozen=True, kw_only=True):
    """Modes of a room were set or unset, its lists changed, or members' standing in it. Kept.

    `until` (0: for ever) and `why` are of the masks that were put on lists. `since`: when it was by the time of day,
    where `at` is ahead of that.
    """

    state: ClassVar[bool] = True
    room: str
    source: str
    changes: tuple[Change, ...]
    until: int = 0
    why: str = ""
    since: int = 0

    @property
    def begun(self) -> int:
        """When its masks began to stand on their lists."""
        return self.since or self.at


class RoleChanged(Event, frozen=True, kw_only=True):
    """What the owner of an account is in a room, there or not. Neither kept nor heard.

    `account`: its number. `prefixes`: the letters of their modes, highest first; empty: nothing any more.
    """

    state: ClassVar[bool] = True
    at: int
    log: int
    account: int
    prefixes: str


class RoleNotice(Event, frozen=True, kw_only=True):
    """Somebody has again what they had in a room. Not kept."""

    at: int
    log: int
    room: str
    server: str  # which says so
    changes: tuple[Change, ...]


class Invited(Event, frozen=True, kw_only=True):
    """Somebody may join a room, once, whatever its modes say. Not kept."""

    at: int
    log: int
    room: str
    source: str
    name: str  # who is invited


class InvitationNotice(Event, frozen=True, kw_only=True):
    """Members who want to know hear that somebody was invited. Not kept."""

    at: int
    log: int
    room: str
    source: str
    name: str  # who is invited
