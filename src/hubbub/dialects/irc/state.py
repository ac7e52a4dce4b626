"""What the IRC dialect remembers of one connection."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hubbub.chat.events import MessageSent
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import Visit
from hubbub.chat.world.session import Session
from hubbub.commands.messages.held import HeldMessages
from hubbub.irc import scram


def state_of(session: Session) -> IrcState:
    """What the dialect remembers of this connection."""
    state: IrcState = session.state
    return state


class Sasl:
    """An exchange by AUTHENTICATE that is going on: the mechanism, what has come of the response, and SCRAM's state.

    `proved`: the account's `logouts` when SCRAM's proof came, after which only the client's empty last message is
    missing; None: not yet.
    """

    __slots__ = ("account", "exchange", "fold", "mechanism", "proved", "received")

    def __init__(self, mechanism: str) -> None:
        self.mechanism = mechanism
        self.received = ""
        self.account: Account | None = None
        self.exchange: scram.Exchange | None = None
        self.fold = ""
        self.proved: int | None = None


class OpenBatch(msgspec.Struct):
    """A message of several lines that is not complete yet. `failed`: it was refused, and the rest of it is ignored."""

    reference: str
    target: str
    opened_at: int
    label: str = ""
    tags: dict[str, str] | None = None
    client_id: str = ""
    text: str = ""
    joined: tuple[int, ...] = ()
    lines: int = 0
    command: str = ""  # PRIVMSG or NOTICE, as its first line has it
    failed: bool = False
    edits: str = ""  # the id of the message that gets another text


class Saying(msgspec.Struct, gc=False):
    """How a line began by which something was said in a room, as far as its text, and what that means.

    `like`: the message that it was, if another one may be said like it while the world has that `version`.
    """

    beginning: str
    command: str
    target: str
    like: MessageSent | None = None
    version: int = -1


NO_METADATA: Mapping[str, str] = {}
NONE_HANDED: frozenset[int] = frozenset()
NONE_HELD: Mapping[str, HeldMessages] = {}
"""What nearly every connection has: one for all of them."""


class IrcState:
    """Registration as far as it has come, and what was negotiated. `caps` is a set of Cap values as a plain int."""

    __slots__ = (
        "account", "away", "batches", "cap_version", "caps", "commands", "enabled", "handed", "held", "logouts",
        "metadata", "negotiating", "nick", "offered", "once", "open", "password", "realname", "sasl", "saying",
        "username", "visit",
    )  # fmt: skip

    def __init__(self) -> None:
        self.nick = self.username = self.realname = self.password = ""
        self.away: str | None = None  # what AWAY said before registration; * says nothing of why
        self.negotiating = False
        self.cap_version = 0
        self.enabled = 0
        self.offered: frozenset[str] | None = None  # what CAP showed last of what is not always the same
        self.caps = 0
        self.batches = 0
        self.metadata = NO_METADATA  # said before registration
        self.commands = 0  # before registration
        self.once: frozenset[str] = frozenset()  # the commands that cost nothing the first time, and were given
        self.account: Account | None = None  # logged in to, before registration is complete
        self.logouts = 0  # of the account, when it was
        self.sasl: Sasl | None = None
        self.saying: Saying | None = None  # the last
        self.visit: Visit | None = None
        self.open: OpenBatch | None = None  # what the client is sending line by line
        self.handed = NONE_HANDED  # ids of messages that waited: playback leaves them out
        self.held = NONE_HELD  # PING token -> what its PONG acknowledges

    def next_batch(self) -> str:
        """A reference for a new batch."""
        self.batches += 1
        return f"b{self.batches}"
