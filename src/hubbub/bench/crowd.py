"""The people of a work: rooms full of listeners, and those among them who talk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from .clients import Door, Listener, Target, Witness, all_caps, text, wrapped
from .works import Work

WARM_UP = 0.5  # seconds of talk before the counting begins
PATIENCE = 5.0  # seconds without any delivery after which what has not arrived is missing
KEEP_ALIVE = 30.0

Tell = Callable[[str], None]


class Talker:
    """Sends messages to one room: some at once, and more for each that was seen."""

    def __init__(self, room: Room, number: int, transport: asyncio.Transport) -> None:
        self.room = room
        self.number = number
        self.transport = transport

    def talk(self, count: int) -> None:
        """Send that many messages, unless the time is over."""
        if self.room.talking:
            work = self.room.work
            line = self.room.before + text(self.number, work.size)
            self.transport.write(wrapped(work.carrier, line) * count)
            self.room.sent += count

    def talk_evenly(self) -> None:
        self.talk(1)
        if self.room.talking:
            asyncio.get_running_loop().call_later(1 / self.room.work.rate, self.talk_evenly)


class Room:
    """The people of one room; the last to come in is the witness."""

    def __init__(self, work: Work, number: int) -> None:
        self.work = work
        self.number = number
        self.name = f"#bench{number}"
        self.before = b"" if work.carrier == "plain" else f"PRIVMSG {self.name} :".encode()
        self.talking = False
        self.sent = 0
        self.talkers: list[Talker] = []
        self.listeners: list[Listener] = []
        self.transports: list[asyncio.Transport] = []
        self.witness = Witness(self._seen)

    async def fill(self, door: Door) -> None:
        """Everybody comes in."""
        transports = await asyncio.gather(*(self._enter(door, member) for member in range(self.work.members)))
        self.talkers = [Talker(self, number, transports[number]) for number in range(self.work.talkers)]

    async def _enter(self, door: Door, member: int) -> asyncio.Transport:
        work = self.work
        caps = all_caps(echo_only=not work.caps) if work.caps or work.echo else ()
        transport = await door.come_in(f"n{self.number}x{member}", self.name, caps)
        listener = self.witness if member == work.members - 1 else Listener()
        transport.set_protocol(listener)
        self.listeners.append(listener)
        self.transports.append(transport)
        return transport

    def begin(self) -> None:
        self.talking = True
        loop = asyncio.get_running_loop()
        for talker in self.talkers:
            if self.work.in_flight:
                talker.talk(self.work.in_flight)
            else:  # spread over the time between two messages
                share = (self.number * self.work.talkers + talker.number) / (self.work.rooms * self.work.talkers)
                loop.call_later(share / self.work.rate, talker.talk_evenly)

    def _seen(self, talker: int, count: int) -> None:
        if self.work.in_flight:
            self.talkers[talker].talk(count)


class Crowd:
    """All rooms of a work together."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.rooms = [Room(work, number) for number in range(work.rooms)]

    @property
    def sent(self) -> int:
        return sum(room.sent for room in self.rooms)

    @property
    def got(self) -> int:
        return sum(listener.got for room in self.rooms for listener in room.listeners)

    @property
    def lost(self) -> int:
        return sum(listener.lost for room in self.rooms for listener in room.listeners)

    async def come_in(self, target: Target, tell: Tell) -> None:
        door = Door(target, self.work.carrier)
        telling = asyncio.create_task(self._tell_arrivals(door, tell))
        self.heard = asyncio.create_task(self._be_heard())
        try:
            await asyncio.gather(*(room.fill(door) for room in self.rooms))
        finally:
            telling.cancel()
        await asyncio.sleep(WARM_UP)  # for what they still hear about each other

    async def _tell_arrivals(self, door: Door, tell: Tell) -> None:
        while True:
            await asyncio.sleep(2)
            tell(f"{door.numbers} of {self.work.people} connections")

    async def _be_heard(self) -> None:
        """Clients that only count do not answer a server's PING, and one that is never heard is dead."""
        while self.work.carrier != "plain":
            await asyncio.sleep(KEEP_ALIVE)
            for room in self.rooms:
                for transport in room.transports:
                    transport.write(wrapped(self.work.carrier, b"PONG bench"))

    def begin(self) -> None:
        for room in self.rooms:
            room.begin()

    def end(self) -> None:
        for room in self.rooms:
            room.talking = False

    def forget_times(self) -> None:
        for room in self.rooms:
            room.witness.took.clear()

    def times(self) -> list[int]:
        """Sorted, in nanoseconds."""
        return sorted(took for room in self.rooms for took in room.witness.took)

    async def drain(self) -> float:
        """Wait until all has arrived, or nothing does any more; the time of the last delivery (perf_counter)."""
        expected = self.sent * self.work.hearers
        got = self.got
        at = time.perf_counter()
        while got < expected and time.perf_counter() - at < PATIENCE:
            await asyncio.sleep(0.005)
            if self.got > got:
                got, at = self.got, time.perf_counter()
        return at

    def go(self) -> None:
        self.heard.cancel()
        for room in self.rooms:
            for transport in room.transports:
                transport.abort()
