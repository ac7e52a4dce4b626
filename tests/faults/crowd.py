"""People who talk as fast as the server confirms what they said, and people who listen; a ledger notes it all."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import cast

from tests.faults.ledger import MARK, Ledger, mark

IN_FLIGHT = 32
HELD_BY_NAME = 100  # messages that wait for one absent name
PADDING = "x" * 80
ROOM, LOBBY = "#busy", "#lobby"

_PRIVMSG = re.compile(r"(?:@\S*\bmsgid=(\w+)\S* )?:(\w+)!\S+ PRIVMSG (\S+) :(.*)")
_SAID = re.compile(r"\[\d\d:\d\d:\d\d\] \[(\w+)\]: (.*)")


class Person(asyncio.Protocol):
    """A connection that notes all it is shown. `gone` is done when it has ended."""

    def __init__(self, name: str, ledger: Ledger) -> None:
        self.name = name
        self.ledger = ledger
        self.rest = b""
        self.last = ""
        self.talking = False
        self.waits: tuple[str, asyncio.Future[None]] | None = None
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.last = line.decode().rstrip("\r").removeprefix("> ")
            self.see(self.last)
            if self.waits and self.waits[0] in self.last:
                self.waits[1].set_result(None)
                self.waits = None

    def connection_lost(self, error: Exception | None) -> None:
        self.talking = False
        self.gone.set_result(None)
        if self.waits and not self.waits[1].done():
            self.waits[1].set_exception(ConnectionError(f"{self.name} was cut off; the last line was {self.last}"))

    def say(self, *lines: str) -> None:
        if not self.transport.is_closing():
            self.transport.write("".join(f"{line}\r\n" for line in lines).encode())

    async def until(self, part: str, *lines: str) -> None:
        """Say the lines and wait for a line that holds `part`."""
        future = asyncio.get_running_loop().create_future()
        self.waits = (part, future)
        self.say(*lines)
        await future

    async def come_in(self) -> None:
        raise NotImplementedError

    def see(self, line: str) -> None:
        raise NotImplementedError

    def begin(self) -> None:
        """Start to talk; who only listens does not."""


class IrcPerson(Person):
    """In both rooms. With `caps` that bring message tags, it sees message ids."""

    caps: Sequence[str] = ("message-tags",)
    rooms: Sequence[str] = (ROOM, LOBBY)

    async def come_in(self) -> None:
        joins = [f"JOIN {room}" for room in self.rooms]
        hello = (f"CAP REQ :{' '.join(self.caps)}", f"NICK {self.name}", f"USER u 0 * :{self.name}", "CAP END")
        await self.until("PONG hubbub :in", *hello, *joins, "PING in")

    def see(self, line: str) -> None:
        if line.startswith("PING"):
            self.say(line.replace("PING", "PONG", 1))
            return
        message = _PRIVMSG.match(line)
        if message is None:
            return
        found = MARK.search(message[4])
        if found:
            self.ledger.show(found[0], message[1] or "")
            if message[2] == self.name:
                self.ledger.accept(found[0])
                self.confirmed(1)
            self.note(message[3], found[0])

    def note(self, target: str, mark: str) -> None:
        """For those who hear all of a room."""

    def confirmed(self, count: int) -> None:
        """So many more messages are accepted."""


class IrcListener(IrcPerson):
    def note(self, target: str, mark: str) -> None:
        if target.startswith("#"):
            self.ledger.hear(self.name, target, mark)


class OldListener(IrcListener):
    """An IRC client that knows no capabilities."""

    caps = ()


class PlainListener(Person):
    """Somebody with nc, in the lobby."""

    async def come_in(self) -> None:
        await self.until("/help", self.name)

    def see(self, line: str) -> None:
        found = MARK.search(line)
        if found:
            self.ledger.show(found[0])
            if _SAID.match(line):
                self.ledger.hear(self.name, LOBBY, found[0])


class Echoed(IrcPerson):
    """Talks in the room; the echo is the confirmation."""

    caps = ("message-tags", "echo-message")
    rooms = (ROOM,)
    number = 0

    def begin(self) -> None:
        self.talking = True
        self.confirmed(IN_FLIGHT)

    def confirmed(self, count: int) -> None:
        if self.talking:
            numbers = range(self.number, self.number + count)
            self.number += count
            self.say(*(f"PRIVMSG {ROOM} :{mark(self.name, number)} {PADDING}" for number in numbers))


class Ponged(IrcPerson):
    """Talks in the room in groups of eight; the PONG to the PING after each is the confirmation."""

    rooms = (ROOM,)
    group = 8
    number = 0

    def begin(self) -> None:
        self.talking = True
        for _ in range(IN_FLIGHT // self.group):
            self.talk()

    def talk(self) -> None:
        numbers = range(self.number, self.number + self.group)
        self.number += self.group
        self.say(*(f"PRIVMSG {self.target(n)} :{mark(self.name, n)} {PADDING}" for n in numbers), f"PING {numbers[0]}")

    def target(self, number: int) -> str:
        return ROOM

    def see(self, line: str) -> None:
        super().see(line)
        if self.talking and line.startswith(":hubbub PONG"):
            first = int(line.rpartition(":")[2])
            for number in range(first, first + self.group):
                self.ledger.accept(mark(self.name, number))
            self.go_on()

    def go_on(self) -> None:
        self.talk()


class ToAbsent(Ponged):
    """Sends private messages to people who are not there, as many as are kept for them."""

    def __init__(self, name: str, ledger: Ledger, absent: Sequence[str]) -> None:
        super().__init__(name, ledger)
        self.absent = absent

    def target(self, number: int) -> str:
        return self.absent[number // (HELD_BY_NAME // self.group * self.group)]

    def go_on(self) -> None:
        if self.number + self.group <= len(self.absent) * (HELD_BY_NAME // self.group * self.group):
            self.talk()


class Typist(PlainListener):
    """Somebody with nc (and much speed) who says everything to the lobby, and then to a friend."""

    def __init__(self, name: str, ledger: Ledger, friend: str) -> None:
        super().__init__(name, ledger)
        self.friend = friend
        self.number = 0

    def begin(self) -> None:
        self.talking = True
        for _ in range(IN_FLIGHT // 2):
            self.talk()

    def talk(self) -> None:
        public, private = mark(self.name, self.number), mark(self.name, self.number + 1)
        self.number += 2
        self.say(f"{public} {PADDING}", f"@{self.friend} {private} {PADDING}")

    def see(self, line: str) -> None:
        found = MARK.search(line)
        if found:
            self.ledger.show(found[0])
        if found and " delivered: " in line:
            self.ledger.accept(found[0])
            if self.talking:
                self.talk()


class Crowd:
    """Ten who talk and three who listen, under names of their own for each round."""

    def __init__(self, ledger: Ledger, round: int) -> None:
        self.ledger = ledger
        self.absent = [[f"away{n}of{talker}r{round}" for n in range(6)] for talker in range(2)]
        ear = f"ear{round}"
        self.listeners: list[Person] = [
            PlainListener(ear, ledger),
            IrcListener(f"irc{round}", ledger),
            OldListener(f"old{round}", ledger),
        ]
        self.talkers: list[Person] = [
            *(Echoed(f"echoed{n}r{round}", ledger) for n in range(4)),
            *(Ponged(f"ponged{n}r{round}", ledger) for n in range(2)),
            *(Typist(f"typist{n}r{round}", ledger, ear) for n in range(2)),
            *(ToAbsent(f"lonely{n}r{round}", ledger, absent) for n, absent in enumerate(self.absent)),
        ]

    @property
    def people(self) -> list[Person]:
        return [*self.listeners, *self.talkers]

    async def come_in(self, port: int) -> None:
        """Everybody arrives; those who will be absent come and go."""
        loop = asyncio.get_running_loop()
        leaving = [IrcPerson(name, self.ledger) for names in self.absent for name in names]
        for person in [*leaving, *self.people]:
            await loop.create_connection(lambda person=person: person, "127.0.0.1", port)  # type: ignore[misc]
            await person.come_in()
        for absent in leaving:
            absent.say("QUIT")
            await absent.gone

    def begin(self) -> None:
        for talker in self.talkers:
            talker.begin()

    async def until_accepted(self, count: int) -> None:
        """Talk until so many more messages are accepted, and go on talking."""
        reached = asyncio.Event()
        self.ledger.goal = len(self.ledger.accepted) + count
        self.ledger.reached = reached.set
        self.begin()
        await reached.wait()

    async def until_all_gone(self) -> None:
        """Wait until the server is seen to be gone by everybody, who have read all it wrote."""
        await asyncio.gather(*(person.gone for person in self.people))
