"""People with client cores on a whole chat in memory. Everything happens in `Town.rest`, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tests.support.memory_chat import MemoryChat
from tests.support.memory_chat import Person as Connection

from hubbub.chat.names import fold
from hubbub.client.changes import HappeningAdded, HistoryLoaded, MessageAdded, MessageChanged, Noticed
from hubbub.client.events import Event
from hubbub.client.session import Client
from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Happening, Note
from hubbub.client.state.messages import Message
from hubbub.log.memory import MemoryLog
from hubbub.wire.lines import LineReader

E = TypeVar("E")
FOREVER = 1 << 40


def notes_of(events: Iterable[Event]) -> list[Note]:
    """What some events told the person alone."""
    return [event.note for event in events if isinstance(event, Noticed)]


class Town:
    """A server and the people who use it."""

    def __init__(self, lobby: str = "#lobby") -> None:
        self.chat = MemoryChat(lobby=lobby)
        self.people: list[Person] = []

    def person(self, name: str, breaks: Iterable[int] = (), *, silently: bool = False, secure: bool = False) -> Person:
        """Somebody who connects as soon as there is a step."""
        person = Person(self, name, iter(breaks), silently)
        person.secure = secure
        self.people.append(person)
        return person

    def restart(self) -> None:
        """The server is killed, and another one goes on with its log."""
        now = self.chat.now + 1000
        self.chat = MemoryChat(self.chat.core.policy, self.chat.world.lobby, self.chat.log)
        self.chat.now = self.chat.core.now = now
        for person in self.people:
            person.lose(told=False)

    def replace(self) -> None:
        """Another server answers at the same address, with a log of its own."""
        log = MemoryLog(fold)
        log.load(self.chat.now + 1_000_000)  # its message ids are none that the first one gave
        self.chat = MemoryChat(lobby=self.chat.world.lobby, log=log)
        for person in self.people:
            person.lose(told=False)

    def rest(self) -> None:
        """Go on until nothing moves any more."""
        for _ in range(10_000):
            if not sum(person.step() for person in self.people):  # all of them take a step
                return
        raise AssertionError("it never comes to rest")


class Person:
    """A client and its connection, which breaks after the numbers of received bytes that `breaks` gives, then no more.

    `silently`: the server is not told that a connection broke.
    """

    def __init__(self, town: Town, name: str, breaks: Iterator[int], silently: bool) -> None:
        self.town = town
        self.client = Client(name, f"nonce{name}")
        self.events: list[Event] = []
        self.sent = b""
        self.online = True
        self.secure = False
        self.breaks_sending = False  # of what is sent next, one half arrives
        self._connection: Connection | None = None
        self._reader = LineReader()
        self._breaks = breaks
        self._left = 0
        self._silently = silently

    def breaks(self, after: Iterable[int]) -> None:
        """From now on the connections break after these numbers of received bytes."""
        self._breaks = iter(after)
        self._left = next(self._breaks, FOREVER)

    def typed(self, text: str) -> list[Event]:
        """Type a line; what is shown at once, and what is shown when everything has come to rest."""
        before = len(self.events)
        self.events += self.client.typed(text, self.town.chat.now)
        return self.events[before:]

    def asked(self, text: str) -> list[Event]:
        """Type a line and wait for all that comes of it."""
        before = len(self.events)
        self.typed(text)
        self.town.rest()
        return self.events[before:]

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def heard(self, target: str) -> list[tuple[str, str]]:
        """Who said what there, in the order it was shown."""
        return [(said.message.sender, said.message.text) for said in self.all(MessageAdded) if said.buffer == target]

    def messages(self) -> list[Message]:
        """What was said, in the order it was shown, as it was then."""
        return [said.message for said in self.all(MessageAdded)]

    def happened(self, *kinds: str) -> list[Happening]:
        """What happened in rooms, in the order it was shown."""
        return [event.happening for event in self.all(HappeningAdded) if event.happening.kind in kinds]

    def notes(self) -> list[Note]:
        """What was told to this person alone."""
        return notes_of(self.events)

    def buffer(self, key: str) -> Buffer:
        return self.client.state.buffers[key]

    def missing(self) -> list[str]:
        """Where something could not be fetched."""
        return [event.buffer for event in self.all(HistoryLoaded) if event.failed]

    def unsure(self) -> list[str]:
        """The texts of what may or may not have arrived."""
        changes = [event for event in self.all(MessageChanged) if event.change == "unsure"]
        return [event.message.text for event in changes if event.message]

    def lose(self, *, told: bool = True) -> None:
        """The connection breaks. Before a visit has its token, only a server that knows of it gives the name back."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if (told or not self.client.token) and connection.chat is self.town.chat:
            connection.vanish()
        self.events += self.client.connection_lost("cut")

    def step(self) -> bool:
        """Connect if necessary, send what waits, receive what came; whether anything moved."""
        if not self.online:
            return False
        moved = self._connection is None
        if self._connection is None:
            self._connection = self.town.chat.connect(secure=self.secure)
            self._reader = LineReader()
            self._left = next(self._breaks, FOREVER)
            self.client.connect()
        data = self.client.bytes_to_send(self.town.chat.now)
        self.sent += data
        if data and self.breaks_sending:
            self.breaks_sending = False
            self._connection.send(*self._reader.feed(data[: len(data) // 2]))
            self.lose(told=not self._silently)
            return True
        self._connection.send(*self._reader.feed(data))
        came, self._connection.written = self._connection.written, b""
        self.events += self.client.receive(came[: self._left], self.town.chat.now)
        self._left -= len(came)
        if self._left < 0 or self._connection.closed is not None:
            self.lose(told=not self._silently)
            return True
        return moved or bool(data or came)
