"""Two hundred people in ten rooms, over IRC, TLS, WebSocket and plain text, on all nodes. Who loses the connection
comes back, under another name; a ledger notes all that they are told."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from random import Random
from typing import cast

from tests.faults.ledger import MARK, Ledger, mark
from tests.support.real_server import trusting
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

ROOMS, MEMBERS = 10, 20
TALKERS = 3  # on IRC in each room; two of those in plain text write to each other
PAUSE = 0.3  # seconds between two messages of one talker
UNANSWERED = 8.0  # seconds after which one says the next: that the last was refused may have been lost
COMING = 40.0  # seconds that somebody tries to come in before they try elsewhere
CARRIERS = ("irc", "tls", "ws", "plain")
PRIZE = "prize"
_ROOM = re.compile(r"\[\d\d:\d\d:\d\d\] \[\w+\]( \(in \w+\))?: <")  # what comes with a date is history

Place = tuple[str, int]


class Line(asyncio.Protocol):
    """One connection. `gone` is set at its end."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.rest = b""
        self.gone = asyncio.Event()
        self.waits: tuple[str, asyncio.Future[None]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.see(line.decode().rstrip("\r"))

    def see(self, line: str) -> None:
        line = line.removeprefix("> ")
        if line.startswith("PING"):
            self.say(line.replace("PING", "PONG", 1))
        self.member.see(line)
        if self.waits is not None and self.waits[0] in line:
            self.waits[1].set_result(None)
            self.waits = None

    def connection_lost(self, error: Exception | None) -> None:
        self.gone.set()
        if self.waits is not None:
            _lose(self.waits[1])

    def say(self, *lines: str) -> None:
        if not self.transport.is_closing():
            self.transport.write("".join(f"{line}\r\n" for line in lines).encode())

    async def until(self, part: str, *lines: str) -> None:
        """Say the lines and wait for one that holds `part`."""
        self.waits = (part, asyncio.get_running_loop().create_future())
        self.say(*lines)
        await self.waits[1]


def _lose(waits: asyncio.Future[None]) -> None:
    """The connection ended before that came about; whoever waits for it may have given up."""
    if not waits.done():
        waits.set_exception(ConnectionError("it was closed"))
        waits.exception()


class WebSocketLine(Line):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.browser = ClientProtocol(parse_uri("ws://localhost/"), subprotocols=[Subprotocol("text.ircv3.net")])
        self.browser.send_request(self.browser.connect())
        self._send()

    def data_received(self, data: bytes) -> None:
        self.browser.receive_data(data)
        for event in self.browser.events_received():
            if isinstance(event, Response) and event.status_code == 101:
                self.opened.set_result(None)
            elif not isinstance(event, Frame):  # another one decides since a moment: to be asked again
                self.transport.abort()
            elif event.opcode is Opcode.TEXT:
                self.see(bytes(event.data).decode())
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        _lose(self.opened)

    def say(self, *lines: str) -> None:
        for line in lines:
            self.browser.send_text(line.encode())
        self._send()

    def _send(self) -> None:
        for data in self.browser.data_to_send():
            if data and not self.transport.is_closing():
                self.transport.write(data)


class Member:
    """Somebody who is there again and again; each time under a name of that time. `longest`: seconds without anything
    said in the room, since `begin_listening`."""

    caps = "echo-message message-tags standard-replies"

    def __init__(self, number: int, places: Sequence[Place], ledger: Ledger) -> None:
        self.number = number
        self.room = f"#room{number % ROOMS}"
        self.carrier = CARRIERS[number // ROOMS % len(CARRIERS)]
        self.places = places
        self.at = self.home = number % len(places)
        self.goes_home = False
        self.ledger = ledger
        self.chance = Random(number)
        self.times = 0
        self.name = ""
        self.line: Line | None = None
        self.here = False
        self.talks = number // ROOMS < TALKERS or self.carrier == "plain"
        self.said = 0
        self.answered = asyncio.Event()
        self.longest, self.last = 0.0, time.monotonic()
        self.partner: Member | None = None

    @property
    def is_plain(self) -> bool:
        return self.carrier == "plain"

    def begin_listening(self) -> None:
        self.longest, self.last = 0.0, time.monotonic()

    def silence(self) -> float:
        """Until now."""
        return max(self.longest, time.monotonic() - self.last)

    async def live(self, over: asyncio.Event) -> None:
        """Come, talk, and come again, until it is over; then only listen."""
        while not over.is_set():
            try:
                async with asyncio.timeout(COMING):
                    await self._come()
            except (OSError, TimeoutError):
                self._leave()
                self.at = self.chance.randrange(len(self.places))
                await asyncio.sleep(0.2)
                continue
            assert self.line is not None
            talking = asyncio.ensure_future(self._talk(over))
            await self.line.gone.wait()
            self.here = False
            talking.cancel()
            self.at = self.home if self.goes_home else self.chance.randrange(len(self.places))
            self.goes_home = False

    def go_home(self) -> None:
        """Leave, and come again to the machine of the beginning."""
        if self.line is not None:
            self.goes_home = True
            self.line.transport.abort()

    def _leave(self) -> None:
        if self.line is not None and hasattr(self.line, "transport"):
            self.line.transport.abort()
        self.line, self.here = None, False

    async def _come(self) -> None:
        self.times += 1
        self.said = 0
        self.name = f"m{self.number}r{self.times}"
        line = self.line = WebSocketLine(self) if self.carrier == "ws" else Line(self)
        host, port = self.places[self.at]
        tls = trusting() if self.carrier == "tls" else None
        await asyncio.get_running_loop().create_connection(lambda: line, host, port, ssl=tls)
        if isinstance(line, WebSocketLine):
            await line.opened
        if self.is_plain:
            await line.until("/help", self.name)
            await line.until(f" {self.room[1:]} now", f"/join {self.room[1:]}")
        else:
            hello = (f"CAP REQ :{self.caps}", f"NICK {self.name}", f"USER u 0 * :{self.name}", "CAP END")
            await line.until(" 366 ", *hello, f"JOIN {self.room}")
        self.begin_listening()
        self.here = True

    async def _talk(self, over: asyncio.Event) -> None:
        while self.talks and not over.is_set():
            self.answered.clear()
            said = mark(self.name, self.said)
            self.said += 1
            assert self.line is not None
            if not self.is_plain:
                self.line.say(f"PRIVMSG {self.room} :{said}")
            elif self.partner is not None and self.partner.here:
                self.line.say(f"@{self.partner.name} {said}")
            with suppress(TimeoutError):
                async with asyncio.timeout(UNANSWERED):
                    await self.answered.wait()
            await asyncio.sleep(PAUSE)

    def see(self, line: str) -> None:
        found = MARK.search(line)
        if found is None:
            if " FAIL PRIVMSG " in line:
                self.answered.set()
            return
        said, mine = found[0], found[1] == self.name
        if self.is_plain:
            if _ROOM.match(line):
                self.ledger.show(said)
                self._heard(said)
            elif "Private message" in line:
                self.ledger.show(said)
                if mine:
                    self._accepted(said)
        elif " PRIVMSG " in line and " FAIL " not in line:
            tags = line.partition(" ")[0]
            self.ledger.show(said, tags.partition("msgid=")[2].partition(";")[0])
            self._heard(said)
            if mine:
                self._accepted(said)

    def _heard(self, said: str) -> None:
        now = time.monotonic()
        self.longest, self.last = max(self.longest, now - self.last), now
        self.ledger.hear(self.name, self.room, said)

    def _accepted(self, said: str) -> None:
        self.ledger.accept(said)
        self.answered.set()


class Contender(Member):
    """Wants the one name, keeps it for a while, and gives it back. `had`: from when to when, as seen from here."""

    def __init__(self, number: int, places: Sequence[Place], ledger: Ledger, random: Random) -> None:
        super().__init__(number, places, ledger)
        self.room = "#prize"
        self.carrier = "irc"
        self.random = random
        self.talks = True
        self.had: list[tuple[float, float]] = []
        self.since = 0.0
        self.takes: list[list[tuple[bool, str]]] = []

    async def _come(self) -> None:
        self.takes.append([])
        await super()._come()

    async def _talk(self, over: asyncio.Event) -> None:
        assert self.line is not None
        try:
            while not over.is_set():
                self.line.say(f"NICK {PRIZE}")
                await asyncio.sleep(self.random.random())
                if self.since:
                    self._give()
                    self.line.say(f"NICK {self.name}")
                    await asyncio.sleep(self.random.random())
        finally:
            self._give()

    def _give(self) -> None:
        if self.since:
            self.had.append((self.since, time.monotonic()))
            self.since = 0.0

    def see(self, line: str) -> None:
        super().see(line)
        words = line.split(" ")
        if len(words) < 3 or not words[0].startswith(":"):
            return
        who, what, to = words[0][1:].partition("!")[0], words[1], words[2].removeprefix(":")
        if what == "NICK" and to == PRIZE:
            self.takes[-1].append((True, who))
            if who == self.name:
                self.since = time.monotonic()
        elif who == PRIZE and what in ("NICK", "QUIT"):
            self.takes[-1].append((False, to))


def name_held_twice(contenders: Sequence[Contender]) -> Iterator[str]:
    """G10, as each of them saw the others take and give, and by the clock of this machine."""
    for contender in contenders:
        for seen in contender.takes:
            for (took, who), (again, other) in pairwise(seen):
                if took == again:
                    yield f"G10: {contender.name} saw {who} and {other} take {PRIZE}, or give it, one after the other"
    times = sorted(time for contender in contenders for time in contender.had)
    for (_, until), (since, _) in pairwise(times):
        if since < until:
            yield f"G10: {PRIZE} was held by two for {until - since:.3f} s"


def crowd(places: Sequence[Place], ledger: Ledger) -> list[Member]:
    members = [Member(number, places, ledger) for number in range(ROOMS * MEMBERS)]
    plain = [member for member in members if member.is_plain]
    for one, other in zip(plain[::2], plain[1::2], strict=True):
        one.partner, other.partner = other, one
    return members
