"""What every bus does, and what only that in memory does: it is as bad as it was told to be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
from tests.support.conditions import until
from tests.support.nats import Nats, nats
from tests.support.postgres import postgres
from tests.support.told import told

from hubbub.bus import Bus, CannotReach
from hubbub.bus.both import DEAF, Both
from hubbub.bus.memory import Air, MemoryBus
from hubbub.bus.nats import connect
from hubbub.bus.ports import Heard
from hubbub.bus.postgres import PostgresBus
from hubbub.log.postgres import opening

Make = Callable[[], Awaitable[Bus]]


@pytest.fixture(params=["memory", "nats", "postgres", "both"])
async def make(request: pytest.FixtureRequest) -> AsyncIterator[Make]:
    made: list[Bus] = []
    air, dead = Air(), Air(lost=1.0)
    if request.param == "postgres":
        postgres().emptied("bus")

    async def one() -> Bus:
        bus: Bus
        match request.param:
            case "memory":
                bus = MemoryBus(air)
            case "nats":
                bus = await connect(nats().address, "test")
            case "postgres":
                bus = PostgresBus(opening(postgres().address("bus"), "test"))
                await bus.subscribe("there", lambda _: None)  # before that it says nothing
            case _:
                bus = Both(MemoryBus(air), "sign", MemoryBus(dead))
        made.append(bus)
        return bus

    yield one
    for bus in made:
        await bus.close()


class Ear:
    """Keeps what it hears, and can be waited for."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.more = asyncio.Event()

    def __call__(self, data: bytes) -> None:
        self.heard.append(data)
        self.more.set()

    async def until(self, last: bytes) -> list[bytes]:
        async with asyncio.timeout(15):
            while last not in self.heard:
                await self.more.wait()
                self.more.clear()
        return self.heard


async def test_all_who_listen_hear_all_in_order(make: Make) -> None:
    speaker, one, two = await make(), Ear(), Ear()
    await (await make()).subscribe("a.subject", one)
    await (await make()).subscribe("a.subject", two)
    said = [b"%d" % number for number in range(500)]
    for data in said:
        speaker.publish("a.subject", data)
    assert await one.until(said[-1]) == await two.until(said[-1]) == said


async def test_who_has_subscribed_misses_nothing(make: Make) -> None:
    speaker, listener = await make(), await make()
    for number in range(100):
        ear = Ear()
        await listener.subscribe(f"new.{number}", ear)
        speaker.publish(f"new.{number}", b"heard")
        assert await ear.until(b"heard") == [b"heard"]


async def test_other_subjects_are_not_heard(make: Make) -> None:
    bus, ear = await make(), Ear()
    await bus.subscribe("this", ear)
    for subject in ("that", "this.too", "thi"):
        bus.publish(subject, b"not this")
    bus.publish("this", b"\x00\xff\r\n")
    assert await ear.until(b"\x00\xff\r\n") == [b"\x00\xff\r\n"]


async def test_what_was_said_before_closing_is_heard(make: Make) -> None:
    listener, speaker, ear = await make(), await make(), Ear()
    await listener.subscribe("end", ear)
    speaker.publish("end", b"the last word")
    await speaker.close()
    assert await ear.until(b"the last word")
    speaker.publish("end", b"nobody hears that")


async def test_a_fault_of_the_listener_does_not_end_its_listening() -> None:
    bus, ear = await connect(nats().address, "test"), Ear()

    def faulty(data: bytes) -> None:
        ear(data)
        if data == b"bad":
            raise ZeroDivisionError

    await bus.subscribe("faulty", faulty)
    bus.publish("faulty", b"bad")
    bus.publish("faulty", b"good")
    assert await ear.until(b"good") == [b"bad", b"good"]
    await bus.close()


async def test_what_is_too_large_for_nats_is_lost_and_nothing_else() -> None:
    bus, ear = await connect(nats().address, "test"), Ear()
    await bus.subscribe("large", ear)
    bus.publish("large", b"x" * (1 << 20) + b"x")
    bus.publish("large", b"small")
    assert await ear.until(b"small") == [b"small"]
    await bus.close()


async def test_nats_is_waited_for_when_it_ends_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    server = Nats()
    try:
        bus, ear = await connect(server.address, "test"), Ear()
        await bus.subscribe("again", ear)
        server.stop()
        async with asyncio.timeout(20):
            while bus.is_up:  # noqa: ASYNC110 (nobody tells)
                await asyncio.sleep(0.01)
        bus.publish("again", b"lost")
        server.start()
        async with asyncio.timeout(20):
            while b"found" not in ear.heard:
                bus.publish("again", b"found")
                await asyncio.sleep(0.01)
        assert b"lost" not in ear.heard
        assert told(caplog) == ["bus_away", "bus_back"]
        await bus.close()
    finally:
        server.remove()


async def test_why_nats_cannot_be_used_is_said() -> None:
    with pytest.raises(CannotReach, match=r"127\.0\.0\.1:1: .*Is nats-server running there\?"):
        await connect("nats://name:secret@127.0.0.1:1", "test")
    guarded = Nats("--user", "ann", "--pass", "right")
    try:
        with pytest.raises(CannotReach, match="it does not accept us") as failed:
            await connect(guarded.address.replace("//", "//ann:wrong@"), "test")
        assert "wrong" not in str(failed.value)
        bus = await connect(guarded.address.replace("//", "//ann:right@"), "test")
        await bus.close()
    finally:
        guarded.remove()


async def test_the_database_carries_what_is_long_and_what_is_the_same_twice() -> None:
    postgres().emptied("bus")
    bus, ear = PostgresBus(opening(postgres().address("bus"), "test")), Ear()
    await bus.subscribe("a" * 200, ear)
    said = [b"", b"x", b"x", bytes(300_000), b"y" * 5700, b"y" * 5701, b"end"]
    for data in said:
        bus.publish("a" * 200, data)
    assert await ear.until(b"end") == said
    await bus.close()


async def test_the_database_is_waited_for_when_it_ends_and_comes_back() -> None:
    postgres().emptied("bus")
    bus, ear = PostgresBus(opening(postgres().address("bus"), "test")), Ear()
    await bus.subscribe("again", ear)
    postgres().stop()
    await until(lambda: not bus.is_up)
    bus.publish("again", b"lost")
    postgres().start()
    await until(lambda: bus.is_up)
    bus.publish("again", b"found")
    assert await ear.until(b"found") == [b"found"]
    await bus.close()


async def test_who_gives_up_listening_keeps_nobody_else_from_it() -> None:
    postgres().emptied("bus")
    bus, ear = PostgresBus(opening(postgres().address("bus"), "test")), Ear()
    gone = asyncio.create_task(bus.subscribe("gone", ear))
    await asyncio.sleep(0)
    gone.cancel()
    async with asyncio.timeout(20):
        await bus.subscribe("there", ear)
    bus.publish("there", b"found")
    assert await ear.until(b"found") == [b"found"]
    await bus.close()


async def test_that_the_database_refuses_a_connection_is_said_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub.bus.postgres.AGAIN", 0.0)
    asked: list[int] = []

    async def refuse() -> None:
        asked.append(1)
        raise asyncpg.TooManyConnectionsError("sorry, too many clients already")

    bus = PostgresBus(refuse)
    await until(lambda: len(asked) > 3)
    await bus.close()
    assert told(caplog) == ["no_bus"]
    assert "too many clients" in caplog.text


async def test_of_two_buses_the_sure_one_is_used_while_the_quick_one_shows_no_sign() -> None:
    came, kept, now, heard = Paper(), Paper(), [0.0], list[bytes]()
    quick = MemoryBus(Air(later=came.later))
    both = Both(MemoryBus(Air(later=kept.later)), "sign", quick, lambda: now[0])
    await both.subscribe("s", heard.append)
    both.publish("s", b"1")
    assert (len(came.due), len(kept.due)) == (1, 1)
    both.publish("sign", b"")
    came.run()
    both.publish("s", b"2")
    now[0] = 0.9
    both.publish("s", b"3")
    assert len(kept.due) == 2  # the sign, and what was said before it
    now[0] = 1.1
    both.publish("s", b"4")
    assert len(kept.due) == 3
    both.publish("sign", b"")
    came.run()
    assert both.is_up
    quick.is_up = False
    both.publish("s", b"5")
    assert len(kept.due) == 5


async def test_signs_go_by_the_sure_one_every_time_only_while_somebody_needs_it() -> None:
    now, quick, sure = [0.0], Air(later=lambda _, do: do()), Air(later=lambda _, do: do())
    decider, node = (Both(MemoryBus(sure), "sign", MemoryBus(quick), lambda: now[0]) for _ in range(2))
    surely: list[bytes] = []
    await MemoryBus(sure).subscribe("sign", surely.append)
    for bus, subject in ((decider, "calls"), (node, "parts")):
        await bus.subscribe("sign", lambda _: None)
        await bus.subscribe(subject, lambda _: None)

    def beats(many: int) -> int:
        """How many signs of so many went by the sure one."""
        before = len(surely)
        for _ in range(many):
            now[0] += 0.2
            decider.publish("sign", b"")
        return len(surely) - before

    assert beats(20) == 10
    node.publish("calls", b"by the quick one")
    assert beats(20) == 10
    node.quick.is_up = False  # type: ignore[union-attr,misc]
    node.publish("calls", b"by the sure one")
    assert beats(10) == 10
    assert beats(40) < 30


async def test_that_the_quick_one_brings_nothing_while_the_sure_one_does_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As when machines name two servers of NATS that do not know each other."""
    now, paper = [0.0], Paper()
    sure = Air(later=paper.later)
    decider, node = (Both(MemoryBus(sure), "sign", MemoryBus(Air()), lambda: now[0]) for _ in range(2))
    await node.subscribe("s", lambda _: None)
    for now[0] in range(30):
        decider.publish("sign", b"")
        paper.run()
        assert told(caplog) == (["bus_deaf"] if now[0] > DEAF else [])


async def test_the_quick_one_is_had_once_it_can_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.bus.both.AGAIN", 0.0)
    air, ear, tries = Air(), Ear(), list[int]()
    both = Both(MemoryBus(Air()), "sign")
    await both.subscribe("s", ear)

    async def reach() -> Bus:
        tries.append(1)
        if len(tries) < 3:
            raise CannotReach("not yet")
        return MemoryBus(air)

    await both.find(reach)
    speaker = MemoryBus(air)
    speaker.publish("sign", b"")
    speaker.publish("s", b"heard")
    assert await ear.until(b"heard") == [b"heard"]
    assert both.is_up
    assert len(tries) == 3


class Late(MemoryBus):
    """Listening takes until `let`."""

    def __init__(self) -> None:
        super().__init__(Air())
        self.let: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()

    async def subscribe(self, subject: str, heard: Heard) -> None:
        try:
            await self.let
        finally:
            self.ended.set()


async def test_what_the_first_one_of_two_comes_to_is_told_to_who_asked_alone(caplog: pytest.LogCaptureFixture) -> None:
    first, slow = Late(), Late()
    both = Both(first, "sign", slow)
    first.let.set_exception(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await both.subscribe("s", lambda _: None)
    await both.close()
    assert slow.ended.is_set()
    assert caplog.messages == []


async def test_what_the_slower_one_of_two_comes_to_is_seen(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for it: a fault is told once, and nothing of it is left at the end."""
    slow = Late()
    both = Both(MemoryBus(Air()), "sign", slow)
    await both.subscribe("s", lambda _: None)
    slow.let.set_exception(ZeroDivisionError())
    await slow.ended.wait()
    await asyncio.sleep(0)  # the task ends
    assert caplog.messages == ["one of two buses cannot be listened to"]
    slow = Late()
    both = Both(MemoryBus(Air()), "sign", slow)
    await both.subscribe("s", lambda _: None)
    await both.close()
    assert slow.ended.is_set()
    assert len(caplog.messages) == 1


class Paper:
    """A clock without time: what is to happen later happens when it is run, the earliest first."""

    def __init__(self) -> None:
        self.due: list[tuple[float, int, Callable[[], object]]] = []

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        self.due.append((seconds, len(self.due), do))

    def run(self) -> None:
        for _, _, do in sorted(self.due):
            do()


async def _bad(seed: int) -> list[bytes]:
    paper, heard = Paper(), list[bytes]()
    air = Air(seed, lost=0.2, doubled=0.2, delay=1.0, later=paper.later)
    await MemoryBus(air).subscribe("s", heard.append)
    speaker = MemoryBus(air)
    for number in range(200):
        speaker.publish("s", str(number).encode())
    paper.run()
    return heard


async def test_a_bad_one_loses_doubles_and_mixes_up_as_its_seed_says() -> None:
    heard = await _bad(1)
    assert heard == await _bad(1) != await _bad(2)
    assert len(set(heard)) < 200, "nothing was lost"
    assert len(heard) > len(set(heard)), "nothing came twice"
    assert heard != sorted(heard, key=int), "all came in order"


async def test_who_is_cut_off_says_and_hears_nothing() -> None:
    paper, heard = Paper(), list[bytes]()
    air = Air(later=paper.later)
    here, there = MemoryBus(air), MemoryBus(air)
    await there.subscribe("s", heard.append)
    here.publish("s", b"1")
    there.is_up = False
    paper.run()
    assert heard == []
    there.is_up, here.is_up = True, False
    paper.due.clear()
    here.publish("s", b"2")
    here.is_up = True
    here.publish("s", b"3")
    paper.run()
    assert heard == [b"3"]
