"""A cluster in one process, in virtual time: deciders that are killed and paused between any two steps, nodes and their
clients, a bus as bad as it is told to be, a log with the fence. The same seed gives the same run.

Each process has a loop of its own, which moves only when the simulation steps it: to kill one is to step it no more.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import selectors
import sys
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from hubbub.bus import Heard
from hubbub.bus.memory import Air, MemoryBus
from hubbub.chat.events import Entry, Event, MessageSent
from hubbub.chat.names import fold
from hubbub.chat.ports import KeptPart, Load, LogAway, LogUnreachable
from hubbub.log.memory import MemoryDeciderLog
from hubbub.server.cluster import messages
from hubbub.server.cluster import node as node_module
from hubbub.server.cluster.beats import Contact
from hubbub.server.cluster.clock import Steady
from hubbub.server.cluster.connections import NodeConnection
from hubbub.server.cluster.decider import Decider
from hubbub.server.cluster.messages import PARTS, Output
from hubbub.server.cluster.node import Node
from hubbub.server.cluster.states import begun_world
from hubbub.server.cluster.turns import Turns
from hubbub.server.core import engine, in_parts
from hubbub.server.net.peer import Peer
from hubbub.server.process.server import Server
from hubbub.settings import Limits, Settings, listeners

START = 1_760_000_000.0  # what the time of day is at the beginning


class Time:
    """In place of the module in processes: the clock of the simulation, and how far that of the process is ahead."""

    def __init__(self, world: Simulation) -> None:
        self._world = world

    def time(self) -> float:
        return START + self._world.now + getattr(asyncio._get_running_loop(), "clock_ahead", 0.0)

    def time_ns(self) -> int:
        return int(self.time() * 1e9)

    def monotonic(self) -> float:
        return self._world.now


class _NoSelector(selectors.BaseSelector):
    """Nothing ever comes from outside."""

    def register(self, *given: Any, **named: Any) -> Any:
        return None

    def unregister(self, *given: Any) -> Any:
        return None

    def select(self, timeout: float | None = None) -> list[Any]:
        return []

    def get_map(self) -> Any:
        return {}


class Process(asyncio.SelectorEventLoop):
    """The loop of one process. What it gives to a thread is done some time later, and answered some time after that."""

    def __init__(self, world: Simulation, name: str) -> None:
        super().__init__(_NoSelector())
        self.world = world
        self.name = name
        self.paused_until = 0.0
        self.clock_ahead = 0.0  # seconds
        self.is_dead = False
        self.decider: Decider | None = None
        self.bus: MemoryBus | None = None
        self.set_exception_handler(self._note)

    def _note(self, loop: Any, context: dict[str, Any]) -> None:
        if not sys.is_finalizing():  # then what is left of a run cannot be looked at any more
            self.world.faults.append(f"{self.name}: {context}")

    def __del__(self) -> None:
        """Who is killed closes nothing, and is not to be warned of."""

    def _make_self_pipe(self) -> None:
        return None

    def _close_self_pipe(self) -> None:
        return None

    def time(self) -> float:
        return self.world.now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        """In between a process may die: then it was done, or was not, and nobody hears."""
        future, random = self.create_future(), self.world.random

        def do() -> None:
            try:
                if self.world.is_away:
                    raise LogAway("the log is away")
                result, error = func(*args), None
                if func.__name__ == "_append_turn" and args[0].loads and random.random() < self.world.unanswered:
                    raise LogAway("the connection was lost with the answer")
            except Exception as failed:
                result, error = None, failed
            self.world.later(random.random() * self.world.slow, lambda: self.call_soon(answer, result, error))

        def answer(result: Any, error: Exception | None) -> None:
            if future.cancelled():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        self.world.later(random.random() * self.world.slow, do)  # by the log's own clock: also of who is dead
        return future

    @property
    def due(self) -> float | None:
        """When it has something to do."""
        if self.is_dead:
            return None
        if self._ready:  # type: ignore[attr-defined]
            return max(self.world.now, self.paused_until)
        scheduled = self._scheduled  # type: ignore[attr-defined]
        return max(scheduled[0].when(), self.paused_until) if scheduled else None

    def step(self) -> None:
        """One round of its loop."""
        asyncio._set_running_loop(self)
        try:
            self._run_once()  # type: ignore[attr-defined]
        finally:
            asyncio._set_running_loop(None)


class SimulatedLog(MemoryDeciderLog):
    """What is tried again although it was done is done: as PostgreSQL's, which looks at the position."""

    def append_load(self, entries: Sequence[Entry], changes: Sequence[Event], loads: Sequence[Load]) -> None:
        self._check_fence()
        if all(load.position > self.shared.load for load in loads):
            super().append_load(entries, changes, loads)


class SimulatedBus(MemoryBus):
    """What is heard is heard on the loop of who listens."""

    def __init__(self, air: Air, loop: Process) -> None:
        super().__init__(air)
        self.loop = loop

    async def subscribe(self, subject: str, heard: Heard) -> None:
        await super().subscribe(subject, lambda data: self.loop.call_soon(heard, data))


class Wire(asyncio.Transport):
    """A client's socket, as its node has it: what is written there the client has at once."""

    def __init__(self, client: SimulatedClient) -> None:
        super().__init__()
        self.client = client

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self.client.closed:
            self.client.told += data

    def write_eof(self) -> None:
        self._end("end")

    def close(self) -> None:
        self._end("close")

    def abort(self) -> None:
        self._end("abort")

    def _end(self, how: str) -> None:
        client = self.client
        if not client.closed:
            client.closed = how
            if how != "end":
                client.node.loop.call_soon(client.connection.connection_lost, None)

    def is_closing(self) -> bool:
        return bool(self.client.closed)

    def can_write_eof(self) -> bool:
        return True

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        """What was said has come already."""

    def resume_reading(self) -> None:
        pass


class SimulatedClient:
    """Somebody with a connection to a node: what they were told, and how it was closed. `count`: their messages.

    `number` and `epoch`: of the connection, once the node has it."""

    connection: NodeConnection
    number = epoch = 0

    def __init__(self, node: SimulatedNode, name: str, kind: str = "any") -> None:
        self.node = node
        self.name = name
        self.told = bytearray()
        self.closed = ""
        self.count = 0
        node.clients.append(self)
        node.loop.call_soon(self._connect, kind)

    def _connect(self, kind: str) -> None:
        node = self.node.node
        self.connection = node.connections.add(Peer("127.0.0.1", 1, True, kind), silent=False)
        self.number, self.epoch = self.connection.number, node.epoch
        self.connection.connection_made(Wire(self))

    def send(self, data: bytes) -> None:
        """It is with the node once that has its next turn."""
        self.node.loop.call_soon(self._arrive, data)

    def _arrive(self, data: bytes) -> None:
        if not self.closed:
            self.connection.data_received(data)

    def say(self, *lines: str) -> None:
        self.send("".join(f"{line}\r\n" for line in lines).encode())


class SimulatedParts:
    """What a node reads from the log, which takes its time, and may be cut off."""

    def __init__(self, world: Simulation) -> None:
        self.world = world
        self.log = MemoryDeciderLog(fold, world.log)
        self.is_away = False

    async def parts_after(self, node: str, position: int, limit: int) -> list[KeptPart]:
        await asyncio.sleep(self.world.random.random() * self.world.slow)
        if self.is_away:
            raise LogUnreachable("the log is away")
        found = await self.log.parts_after(node, position, limit)
        await asyncio.sleep(self.world.random.random() * self.world.slow)
        return found


class SimulatedNode:
    """The process of a node, with all that it has but sockets."""

    node: Node

    def __init__(self, world: Simulation, name: str) -> None:
        self.world = world
        self.name = name
        self.clients: list[SimulatedClient] = []
        self.parts = SimulatedParts(world)
        self.loop = Process(world, name)
        self.bus = SimulatedBus(world.air, self.loop)
        self.loop.call_soon(self._start)

    def _start(self) -> None:
        world = self.world
        self.node = Node(self.name, "memory", WatchedBus(world, self.name, self.bus), self.parts, Limits(), "test")
        self.node.contact = Contact(self.loop.time)
        self.loop.create_task(self.node.start())


class WatchedBus:
    """A node's: nothing may come by it that is not in the log."""

    def __init__(self, world: Simulation, name: str, bus: SimulatedBus) -> None:
        self.world = world
        self.name = name
        self.bus = bus

    @property
    def is_up(self) -> bool:
        return self.bus.is_up

    def publish(self, subject: str, data: bytes) -> None:
        self.bus.publish(subject, data)

    async def subscribe(self, subject: str, heard: Heard) -> None:
        def look(data: bytes) -> None:
            if subject.endswith(f"{PARTS}.{self.name}") and (position := messages.part_of(data).position):
                self.world.check_committed(self.name, position)
            heard(data)

        await self.bus.subscribe(subject, look)

    async def close(self) -> None:
        await self.bus.close()


class Simulation:
    """`slow`: seconds that each half of a commit may take."""

    def __init__(self, seed: int, patch: Callable[[Any, str, Any], None]) -> None:
        self.random = Random(seed)
        self.now = 0.0
        self.slow = 0.02
        self.is_away = False  # the log, for all who write
        self.unanswered = 0.0  # the share of commits that are done, and nobody hears of it
        self.later_calls: list[tuple[float, int, Callable[[], object]]] = []
        self.count = 0
        self.log = MemoryDeciderLog(fold)
        self.air = Air(seed, later=self.later)
        self.faults: list[str] = []
        self.nodes: list[SimulatedNode] = []
        self.deciders: list[Process] = []
        for module in (engine, in_parts, node_module):
            patch(module, "time", Time(self))
        patch(in_parts, "PART", self.random.choice((0.0, 1.0)))  # each step by itself, or all at once

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        self.count += 1
        heapq.heappush(self.later_calls, (self.now + seconds, self.count, do))

    def check_committed(self, node: str, position: int) -> None:
        if (node, position) not in self.log.shared.parts:
            self.faults.append(f"{node} was told what is not in the log: {position}")

    def decide(self) -> None:
        """A decider starts; it takes over at once."""
        loop = Process(self, f"decider {len(self.deciders) + 1}")
        self.deciders.append(loop)
        loop.call_soon(lambda: setattr(loop, "main", loop.create_task(self._decide(loop))))

    async def _decide(self, loop: Process) -> None:
        log = SimulatedLog(fold, self.log)
        bus = SimulatedBus(self.air, loop)
        begun = []

        def handed() -> Any:
            begun.append(log.begin_deciding(loop.name))
            return begun_world(begun[0])

        settings = Settings()
        server = Server(
            settings,
            log,
            [(one, ()) for one in listeners(settings.listen)],
            1000,
            lambda: settings,
            no_limits=True,
            handed=handed,
            commits=Turns,
        )
        server.engine.time_of_day = Steady(Time(self).time_ns, loop.time)
        decider = Decider(server, log, bus, loop.name, begun[0])
        loop.bus, loop.decider = bus, decider
        decider.resume()
        server.work()
        logging.getLogger().removeHandler(server.feed)  # who is killed would stay there, with all that it has
        await decider.listen()

    def kill(self, loop: Process) -> None:
        """Between any two steps."""
        loop.is_dead = True
        if loop.bus is not None:
            loop.bus.is_up = False

    def run(self, until: float) -> None:
        """Let time pass."""
        while True:
            due = [(loop.due, at, loop) for at, loop in enumerate(self.loops) if loop.due is not None]
            when, _, loop = min(due, default=(None, 0, None))
            at = self.later_calls[0][0] if self.later_calls else None
            if at is not None and (when is None or at <= when) and at <= until:
                self.now = max(self.now, at)
                heapq.heappop(self.later_calls)[2]()
            elif when is not None and loop is not None and when <= until:
                self.now = max(self.now, when)
                loop.step()
            else:
                self.now = until
                return

    @property
    def loops(self) -> list[Process]:
        return [*(node.loop for node in self.nodes), *(loop for loop in self.deciders if not loop.is_dead)]

    def entries(self) -> list[MessageSent]:
        """What was said in the room, as the log has it."""
        return [
            entry.event for log in self.log.logs() for entry in self.log.kept(log)
            if isinstance(entry.event, MessageSent)
        ]  # fmt: skip

    def committed_for(self, client: SimulatedClient) -> bytes:
        """All that the log has for one connection."""
        said = bytearray()
        for _, kept in sorted(self.log.shared.parts.values(), key=lambda pair: pair[1].position):
            part = messages.part_of(kept.body)
            if kept.node == client.node.name and part.epoch == client.epoch:
                for item in part.items:
                    if isinstance(item, Output):
                        said += item.data * item.numbers.count(client.number)
        return bytes(said)
