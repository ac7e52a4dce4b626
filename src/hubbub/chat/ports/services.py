"""The server around the chat, as far as the chat asks it for something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from hubbub.chat.events import Credentials

if TYPE_CHECKING:
    from hubbub.chat.world.session import Session


class Passwords(Protocol):
    """Tells whether a password fits what the settings keep of it."""

    async def fit(self, kept: str, given: str) -> bool:
        """`kept` is the password itself or an argon2 hash. May take a while; never blocks the loop."""


class Control(Protocol):
    """The process around the chat, as far as operators may do something about it.

    `copying`: a copy that somebody asked for is being made.
    """

    copying: bool

    async def rehash(self) -> list[str]:
        """Read the settings again, and the certificate; take what can be changed while running.

        What is wrong, or needs a restart, comes back in lines for the operator (file:line: key: message); when
        something is wrong, nothing of the settings was changed.
        """

    async def reload(self) -> tuple[list[str], list[str]]:
        """The same as `rehash`: what is wrong, and what needs a restart."""

    def status(self) -> dict[str, Any]:
        """How the server is, as plain data (`hubbub status --json`)."""

    async def backup(self) -> tuple[dict[str, Any], str]:
        """Make a copy of everything and prove it: what it is, as plain data, or why there is none."""

    async def upgrade(self) -> str:
        """Let the program on disk take over, after a look whether it could; which one that is. Raises an error that
        says why not."""

    def roll_back(self, folder: str) -> str:
        """Stop cleanly, and let the program on disk begin with the database in `folder`; where that of now goes. Raises
        an error that says why not."""

    def end(self, *, restart: bool) -> None:
        """Stop cleanly, and begin anew with the same command when asked."""

    def numbers(self, what: str) -> Iterable[tuple[str, dict[str, Any]]]:
        """What the process knows of itself, as records of a kind (docs/ext/numbers.md), made as they are taken."""

    def watch(self, session: Session) -> None:
        """From here on this console speaks records, and is told what happens (`hubbub.console.records`)."""


class Push(Protocol):
    """Tells devices of messages over push services."""

    @property
    def key(self) -> str:
        """By which push services know this server (RFC 8292): an uncompressed point of P-256 in base64url."""

    async def check(self, endpoint: str, key: bytes) -> None:
        """Whether that address may be asked, and the key is a device's. Raises BadEndpoint."""


class Services(Protocol):
    """The server around the chat. `hasher` turns passwords into what may be kept; `passwords` knows what the settings
    keep of theirs; `control` is the process; `push` is None where no device is told of anything."""

    @property
    def hasher(self) -> Hasher: ...

    @property
    def passwords(self) -> Passwords: ...

    @property
    def control(self) -> Control: ...

    @property
    def push(self) -> Push | None: ...

    def secret(self) -> str:
        """A new random token."""

    def begin(self) -> None:
        """Have a turn, outside of received data."""

    def in_turns(self, steps: Iterator[object]) -> None:
        """Do what very many hear of, or what is to be done with many, step by step: a few in a turn."""

    async def settled(self) -> None:
        """Wait until the log has all that happened so far."""

    async def space(self, session: Session) -> bool:
        """Wait until the log takes something again, or nobody listens to that session any more: whether it was that."""

    async def pause(self) -> None:
        """Let all others have their turn."""

    def public_address(self) -> PublicAddress:
        """Where people find this server."""


class PublicAddress(msgspec.Struct, frozen=True):
    """Where people reach this server from outside: its pages as http://HOST:PORT. `pin`: the fingerprint of its own
    certificate, empty for one that others vouch for. `proxied`: only HTTP gets there, and IRC clients come by `irc`
    (host:port), or not at all while that is empty."""

    url: str = "http://localhost:7777"
    pin: str = ""
    proxied: bool = False
    irc: str = ""


class TooBusy(Exception):
    """Too many passwords wait to be hashed."""


class Hasher(Protocol):
    """Turns passwords into what may be kept, off the loop. What waits may raise TooBusy."""

    async def derive(self, password: str) -> Credentials:
        """What is kept of a new password."""

    async def matches(self, password: str, credentials: Credentials | None) -> bool:
        """Whether it is the password. None: it is not, which takes as long to say."""

    def is_outdated(self, credentials: Credentials) -> bool:
        """Whether `derive` makes better ones today. At once, of credentials that have matched."""
