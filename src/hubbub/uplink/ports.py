"""What a visit needs from others: whom to tell, the way to the server, and where things are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hubbub.client import events as e
from hubbub.client.session import Client

from .happenings import Happening
from .http import Site
from .questions import Trust
from .streams import Stream

Told = e.Event | Happening
Watch = Callable[[list[Told]], None]


class Dial(Protocol):
    """The way to one server."""

    async def __call__(self, trust: Trust, /) -> Stream:
        """A connection. Raises CannotReach, or another Trouble when trying again does not help."""

    async def site(self) -> Site:
        """A connection to the pages of the same server. Raises Trouble."""

    def heard(self, said: e.StrictTransport) -> bool:
        """Follow what the server says of TLS. True: the connection has to end, for a better one."""

    def ended(self) -> None:
        """A connection has ended."""


class Keep(Protocol):
    """What is kept over a restart of the face."""

    def changed(self, client: Client) -> None:
        """Keep what is to be kept now, before any of it is sent or shown. Raises Trouble("file")."""

    def shown(self, client: Client) -> None:
        """All that has happened was handed to the face. Raises Trouble("file")."""

    def close(self, client: Client) -> None:
        """The visit is over: keep everything. Raises Trouble("file")."""
