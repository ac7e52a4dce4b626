"""The load generator at one work: everybody comes in, some talk for a while, and all that arrives is counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import msgspec

from .clients import Door, Listener, Target, Witness, all_caps, text, wrapped
from .process import cpu_seconds, resident_bytes
from .works import Work

WARM_UP = 0.5  # seconds of talk before the counting begins
PATIENCE = 5.0  # seconds without any delivery after which what has not arrived is missing
CALM_DOWN = 10.0  # seconds at most that the server may go on working after the last delivery
KEEP_ALIVE = 30.0

Tell = Callable[[str], None]


class Load(msgspec.Struct, frozen=True):
    """What one work cost. Times in seconds, latencies in milliseconds; CPU 0 where the server's process is not known.

    `cpu_after`: what the server still had to do when all was delivered (such as the search index).
    """

    messages: int
    deliveries: int
    missing: int
    seconds: float
    cpu: float
    cpu_after: float
    generator_cpu: float
    p50: float
    p99: float
    p999: float
    connection_bytes: float  # growth of the server's memory per connection, while they came in

    @property
    def cpu_us(self) -> float:
        """Microseconds of server CPU per delivery."""
        return 1e6 * self.cpu / max(1, self.deliveries)

    @property
    def generator_us(self) -> float:
        return 1e6 * self.generator_cpu / max(1, self.deliveries)


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


async def run_work(target: Target, work: Work, seconds: float, tell: Tell) -> Load:
    """Run the work for that many seconds after a short warm-up."""
    crowd = Crowd(work)
    memory = resident_bytes(target.pid) if target.pid else 0
    await crowd.come_in(target, tell)
    grown = (resident_bytes(target.pid) - memory) if target.pid else 0
    crowd.begin()
    await asyncio.sleep(WARM_UP)
    crowd.forget_times()
    before, got, sent = _clocks(target), crowd.got, crowd.sent
    await _watch(crowd, seconds, tell)
    crowd.end()
    last = await crowd.drain()
    after = _clocks(target)
    calm = await settled(target)
    load = Load(
        messages=crowd.sent - sent,
        deliveries=crowd.got - got,
        missing=crowd.sent * work.hearers - crowd.got,
        seconds=last - before[0],
        cpu=after[1] - before[1],
        cpu_after=calm - after[1],
        generator_cpu=after[2] - before[2],
        **_percentiles(crowd.times()),
        connection_bytes=grown / work.people,
    )
    if crowd.lost:
        tell(f"{crowd.lost} connections were closed by the server")
    crowd.go()
    return load


async def _watch(crowd: Crowd, seconds: float, tell: Tell) -> None:
    for step in [1.0] * int(seconds) + [seconds % 1]:
        got = crowd.got
        await asyncio.sleep(step)
        if step:
            tell(f"{(crowd.got - got) / step:,.0f} deliveries a second")


def _clocks(target: Target) -> tuple[float, float, float]:
    """Now, the server's CPU time, ours."""
    return time.perf_counter(), cpu_seconds(target.pid) if target.pid else 0.0, time.process_time()


async def settled(target: Target) -> float:
    """The server's CPU time when it has come to rest."""
    if not target.pid:
        return 0.0
    end = time.perf_counter() + CALM_DOWN
    cpu = cpu_seconds(target.pid)
    while time.perf_counter() < end:
        await asyncio.sleep(0.25)
        now = cpu_seconds(target.pid)
        if now - cpu < 0.02:
            return now
        cpu = now
    return cpu


def _percentiles(sorted_times: list[int]) -> dict[str, float]:
    """In milliseconds; 0 when nothing was measured."""
    return {name: percentile(sorted_times, share) / 1e6 for name, share in SHARES.items()}


SHARES = {"p50": 0.5, "p99": 0.99, "p999": 0.999}


def percentile(ascending: list[int], share: float) -> float:
    """The value below which that share of the values lies; 0 of none."""
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))] if ascending else 0
