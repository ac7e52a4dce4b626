"""What every client can do, whatever it looks like: people use it through this, and tests compare what it shows."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, NamedTuple

from tests.clients.waiting import until


class Way(NamedTuple):
    """How a client connects: over TLS or not, logging in by SASL or not (no password).

    `certificate`: a PEM file with key and certificate, by which it logs in.
    """

    tls: bool
    password: str
    certificate: str = ""


PLAIN = Way(False, "")


class Client(ABC):
    """Somebody with a client. Rooms are named without '#'; `home` is a folder of its own.

    `SHOWN` has, for what can happen, the line that the client shows: a regular expression in which {who}, {room},
    {text} and {new} stand for themselves.
    """

    SHOWN: ClassVar[dict[str, str]]

    def __init__(self, name: str, home: Path, port: int) -> None:
        self.name = name
        self.home = home
        self.port = port

    @abstractmethod
    async def start(self) -> None:
        """Connect; return when the welcome has come."""

    @abstractmethod
    async def end(self) -> None:
        """End the program, if it still runs."""

    @abstractmethod
    async def join(self, room: str) -> None:
        """Return when the client shows that it is in the room."""

    @abstractmethod
    async def say(self, room: str, text: str) -> None: ...

    @abstractmethod
    async def tell(self, who: str, text: str) -> None: ...

    @abstractmethod
    async def set_topic(self, room: str, text: str) -> None: ...

    @abstractmethod
    async def rename(self, new: str) -> None: ...

    @abstractmethod
    async def leave(self, room: str) -> None: ...

    @abstractmethod
    async def quit(self) -> None: ...

    @abstractmethod
    async def look(self, place: str) -> None:
        """Turn to a room (#tea), a person (alice) or the server (the empty place)."""

    @abstractmethod
    def text(self, place: str) -> str:
        """Everything that is shown there."""

    def place_of(self, happening: str, who: str, room: str) -> str:
        """Where the client shows what happens."""
        return who if happening == "private" else f"#{room}"

    async def sees(self, happening: str, who: str, *, room: str = "lobby", text: str = "", new: str = "") -> None:
        """Return when the client shows what happened, AssertionError when it never does."""
        words = {"who": re.escape(who), "room": room, "text": re.escape(text), "new": new}
        await self.shows(self.place_of(happening, who, room), self.SHOWN[happening].format(**words))

    async def shows(self, place: str, line: str) -> None:
        """Return when there is a line that ends as the regular expression says."""
        pattern = re.compile(f"{line}\\s*$", re.MULTILINE)
        await self.look(place)
        await until(
            lambda: pattern.search(self.text(place)) is not None,
            lambda: f"{type(self).__name__} of {self.name} never showed {line!r}, but:\n{self.text(place)}",
        )


class IrcClient(Client):
    """An IRC client as people or bots have it."""

    @abstractmethod
    async def ask_history(self, room: str) -> None:
        """Ask for what was said in the room (by typing the command, where the client has none of its own)."""
