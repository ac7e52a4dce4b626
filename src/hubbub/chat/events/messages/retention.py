"""How long messages stay, and what becomes of those whose time is over."""

from __future__ import annotations

from typing import ClassVar, Literal

from hubbub.chat.events.event import Event, KeptInOneLog

Retention = Literal["retention", "expiry"]


class RetentionChanged(KeptInOneLog, frozen=True, kw_only=True, tag="KeepingChanged"):
    """How long messages stay in a room, or in a private conversation, was changed. Kept.

    `what`: the field of `Journal` that has this `length` now, in milliseconds; 0: messages are not erased for it.
    """

    state: ClassVar[bool] = True
    target: str  # the room's name, or the other one's in a private conversation
    source: str
    what: Retention
    length: int


class MessageExpired(Event, frozen=True, kw_only=True):
    """A message is erased as its sender knew it would be; an EntryErased follows. Not kept."""

    at: int
    log: int
    target: str  # as in the message, and so is its source
    source: str
    message: int  # its id


class LogTrimmed(Event, frozen=True, kw_only=True):
    """Everything before `seq` was erased, and nothing of it need stay: the first number of the log is raised."""

    state: ClassVar[bool] = True
    log: int
    seq: int
