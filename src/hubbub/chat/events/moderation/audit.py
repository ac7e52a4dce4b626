"""Acts of power, as the audit log keeps them."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from hubbub.chat.events.event import Event
from hubbub.chat.events.messages.retention import Retention
from hubbub.chat.party import NO_PARTY, Party
from hubbub.irc.modes import Change


class ModeBack(msgspec.Struct, frozen=True):
    """One change that puts a mode of a room back.

    `left`: the argument of a flag as the act left it, "" for a mask on a list, None when it was unset then. `until`,
    `why`, `at`: as that mask was listed before (`at` 0: by a hubbub that did not note since when). `party`: whose
    standing it is, so that nobody else gets it who has taken the name meanwhile; empty for all other modes.
    """

    change: Change
    left: str | None = None
    party: Party = NO_PARTY
    until: int = 0
    why: str = ""
    at: int = 0


class ModesBack(msgspec.Struct, frozen=True, tag="modes"):
    """Undoes a change of modes."""

    changes: tuple[ModeBack, ...]


class TopicBack(msgspec.Struct, frozen=True, tag="topic"):
    """Undoes a change of topic: `before` it, and as it was `left`."""

    before: str
    left: str


class NameBack(msgspec.Struct, frozen=True, tag="name"):
    """Undoes the renaming of a room: its name `before`, and as it was `left`."""

    before: str
    left: str


class RetentionBack(msgspec.Struct, frozen=True, tag="keeping"):
    """Undoes that messages stay in a room for another time: the length `before`, and as it was `left`."""

    what: Retention
    before: int
    left: int


class PinBack(msgspec.Struct, frozen=True, tag="pin"):
    """Undoes that a message is pinned, or no more. `pinned`: it was, before; `author`: who said it."""

    message: int
    pinned: bool
    author: str


class BanBack(msgspec.Struct, frozen=True, tag="ban"):
    """Undoes a ban from the server, or the lifting of one. `banned`: the target was banned before, from `at` (0: as
    in ModeBack) until then."""

    target: str
    banned: bool
    until: int = 0
    why: str = ""
    at: int = 0


class OperatorBack(msgspec.Struct, frozen=True, tag="operator"):
    """Undoes that somebody became an operator of the server, or is none any more."""

    account: int
    operator: bool  # before


class LockdownBack(msgspec.Struct, frozen=True, tag="lockdown"):
    """Undoes a change of the lockdown: its level `before`, and as it was `left`."""

    before: str
    left: str


Remedy = ModesBack | TopicBack | NameBack | RetentionBack | PinBack | BanBack | OperatorBack | LockdownBack


class Act(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody did by a role of theirs in a room, or as an operator of the server.

    `number`: 1, 2, 3 ... on this server. `log`, `room`: where it was; 0 and empty: on the whole server. `account`:
    empty for a guest; `role` and `face`: what they were then, and how they were connected. `undoes`: the number of
    the act that it undid. `remedy`: what undoes it, if anything can.
    """

    number: int
    at: int
    log: int
    room: str
    name: str
    account: str
    role: str
    face: str
    command: str
    about: str = ""
    why: str = ""
    until: int = 0  # when it is over by itself
    undoes: int = 0
    remedy: Remedy | None = None


class ActNoted(Event, frozen=True, kw_only=True):
    """The audit log has one more act. Told to nobody."""

    state: ClassVar[bool] = True
    act: Act


class ActsForgotten(Event, frozen=True, kw_only=True):
    """The audit log keeps no act that is older."""

    state: ClassVar[bool] = True
    before: int
