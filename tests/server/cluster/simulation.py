"""A cluster in one process, in virtual time: deciders that are killed and paused between any two steps, nodes and their
clients, a bus as bad as it is told to be, a log with the fence. The same seed gives the same run.

Each process has a loop of its own, which moves only when the simulation steps it: to kill one is to step it no more.
"""

from __future__ import annotations

import asyncio
import heapq
import selectors
from collections.abc import Callable
from random import Random
from typing import Any

from hubbub.bus import Heard
from hubbub.bus.memory import Air, MemoryBus
from hubbub.chat.events import MessageSent
from hubbub.chat.names import fold
from hubbub.chat.ports import LogAway
from hubbub.log.memory import MemoryDeciderLog
from hubbub.server.cluster import messages
from hubbub.server.cluster.decider import Decider
from hubbub.server.cluster.messages import (
    BEATS,
    CALLS,
    PARTS,
    Call,
    Calls,
    Closed,
    DeciderBeat,
    NodeBeat,
    Opened,
    Output,
    Received,
    Taken,
)
from hubbub.server.cluster.states import begun_world
from hubbub.server.cluster.turns import Turns
from hubbub.server.core import engine
from hubbub.server.process.server import Server
from hubbub.settings import Settings, listeners

SUBJECT = "hubbub.memory"
START = 1_760_000_000.0  # what the time of day is at the beginning


class Time:
    """In place of the module in processes: the clock of the simulation."""

    def __init__(self, world: Simulation) -> None:
        self._world = world

    def time(self) -> float:
        return START + self._world.now

    def time_ns(self) -> int:
        return int(self.time() * 1e9)


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
        self.is_dead = False
        self.decider: Decider | None = None
        self.bus: MemoryBus | None = None
        self.set_exception_handler(lambda loop, context: world.faults.append(f"{name}: {context}"))

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


class SimulatedBus(MemoryBus):
    """What is heard is heard on the loop of who listens."""

    def __init__(self, air: Air, loop: Process) -> None:
        super().__init__(air)
        self.loop = loop

    async def subscribe(self, subject: str, heard: Heard) -> None:
        await super().subscribe(subject, lambda data: self.loop.call_soon(heard, data))


class SimulatedClient:
    """Somebody with a connection: what they said, and what they were told."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.name = f"c{number}"
        self.kind = "any"  # of the port
        self.said = bytearray()
        self.told = bytearray()
        self.taken = -1
        self.closed = ""
        self.count = 0

    def say(self, *lines: str) -> None:
        for line in lines:
            self.said += f"{line}\r\n".encode()


class SimulatedNode:
    """What a node does, in short: `server/cluster/node` has the real one. `minds_gaps`: a mutant's does not."""

    def __init__(self, world: Simulation, name: str, *, minds_gaps: bool = True) -> None:
        self.world = world
        self.name = name
        self.epoch = 1
        self.minds_gaps = minds_gaps
        self.generation = 0
        self.applied = 0
        self.beats = 0
        self.log = MemoryDeciderLog(fold, world.log)
        self.clients: dict[int, SimulatedClient] = {}
        self.loop = Process(world, name)
        self.bus = SimulatedBus(world.air, self.loop)
        self.loop.call_soon(self._start)

    def _start(self) -> None:
        self.tasks = [self.loop.create_task(work) for work in (self._listen(), self._beat(), self._repeat())]

    async def _listen(self) -> None:
        await self.bus.subscribe(f"{SUBJECT}.{PARTS}.{self.name}", self._part)
        await self.bus.subscribe(f"{SUBJECT}.{BEATS}", self._heard)

    async def _beat(self) -> None:
        while True:
            self.beats += 1
            self._say([], NodeBeat(self.beats, self.applied, "x", len(self.clients)))
            await asyncio.sleep(1)

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(0.3)
            self.repeat()

    def repeat(self) -> None:
        """All that was not taken is said again."""
        calls: list[Call] = []
        for client in self.clients.values():
            if client.closed:
                continue
            taken = max(client.taken, 0)
            calls.append(Opened(client.number, "127.0.0.1", 1, client.kind, True, False, taken=taken))
            if len(client.said) > taken:
                calls.append(Received(client.number, taken, bytes(client.said[taken:])))
        self._say(calls)

    def _say(self, calls: list[Call], beat: NodeBeat | None = None) -> None:
        said = Calls(self.name, self.epoch, self.generation, calls, beat)
        self.bus.publish(f"{SUBJECT}.{CALLS}", messages.to_bytes(said))

    def _heard(self, data: bytes) -> None:
        beat: DeciderBeat = messages.beat_of(data)
        if beat.generation < self.generation:
            return
        epoch, _, last = beat.nodes.get(self.name, (self.epoch, 0, 0))
        if epoch == self.epoch and last > self.applied:
            self._catch_up()
        elif beat.generation > self.generation:
            self.generation = beat.generation
            self.repeat()

    def _part(self, data: bytes) -> None:
        part = messages.part_of(data)
        if not part.position and part.previous <= self.applied:  # nobody keeps it
            self._do(part)
        if part.position <= self.applied or part.epoch != self.epoch:
            return
        if part.previous > self.applied and self.minds_gaps:
            self._catch_up()
        else:
            self._apply(part)

    def _catch_up(self) -> None:
        """From the log, as it is now."""
        for _, part in sorted(self.log.shared.parts.values(), key=lambda pair: pair[1].position):
            if part.node == self.name and part.position > self.applied:
                self._apply(messages.part_of(part.body))

    def _apply(self, part: messages.Part) -> None:
        self.applied = part.position
        self.world.check_committed(self.name, part.position)
        self._do(part)

    def _do(self, part: messages.Part) -> None:
        for item in part.items:
            if isinstance(item, Output):
                for number in item.numbers:
                    self.clients[number].told += item.data
            elif isinstance(item, Taken):
                self.clients[item.number].taken = item.offset
            elif isinstance(item, Closed):
                self.clients[item.number].closed = item.how


class Simulation:
    """`slow`: seconds that each half of a commit may take."""

    def __init__(self, seed: int, patch: Callable[[Any, str, Any], None]) -> None:
        self.random = Random(seed)
        self.now = 0.0
        self.slow = 0.02
        self.is_away = False  # the log, for all who write
        self.later_calls: list[tuple[float, int, Callable[[], object]]] = []
        self.count = 0
        self.log = MemoryDeciderLog(fold)
        self.air = Air(seed, later=self.later)
        self.faults: list[str] = []
        self.nodes: list[SimulatedNode] = []
        self.deciders: list[Process] = []
        patch(engine, "time", Time(self))

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
        log = MemoryDeciderLog(fold, self.log)
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
        decider = Decider(server, log, bus, loop.name, begun[0])
        loop.bus, loop.decider = bus, decider
        decider.resume()
        server.work()
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

    def committed_for(self, node: str, number: int) -> bytes:
        """All that the log has for one connection."""
        said = bytearray()
        for _, kept in sorted(self.log.shared.parts.values(), key=lambda pair: pair[1].position):
            if kept.node == node:
                for item in messages.part_of(kept.body).items:
                    if isinstance(item, Output):
                        said += item.data * item.numbers.count(number)
        return bytes(said)
