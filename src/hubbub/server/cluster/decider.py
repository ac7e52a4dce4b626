"""The process that decides, beside the node that has started it: the whole server of one machine, over connections that
nodes have. The first one gets the lock of the log; the others wait, and go on where it was when it is no more."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec

import hubbub
from hubbub.bus import Bus, CannotReach
from hubbub.chat import names
from hubbub.chat.ports import Begun, DeciderLog, LogAway, LogBroken, LogUnreachable
from hubbub.log.errors import CannotOpen, Unreachable
from hubbub.server.core.in_parts import InParts
from hubbub.server.core.on_disk import DISK
from hubbub.server.entrance.tls import BadCertificate, Served, own_pair
from hubbub.server.net import phases
from hubbub.server.process import later, logs
from hubbub.server.process.console import ConsoleSocket
from hubbub.server.process.early import Early
from hubbub.server.process.first_operator import FirstOperator
from hubbub.server.process.run import (
    FAILED,
    LOG_BROKEN,
    calm_the_collector,
    given_certificate,
    listen_to_signals,
    loop_factory,
    most_connections,
)
from hubbub.server.process.server import NodeFigures, Server
from hubbub.settings import Settings, data_directory, listeners, node_name

from .beats import DECIDER_BEATS, Alive
from .buses import bus_of
from .carried import Carried, connection_of
from .carrier import Carrier
from .child import Will, will_of
from .clock import Steady
from .messages import BEATS, CALLS, OURS, PARTS, Calls, DeciderBeat, calls_of, to_bytes
from .silence import nobody_decides
from .states import States, begun_world, understood
from .turns import Turns

logger = logging.getLogger(__name__)

PARTS_KEPT = 15 * 60  # seconds that a node may lag behind, and catch up
LOOK = 1.0  # seconds between two looks at who is alive
PRUNE = 60.0
PATIENCE = 3.0  # seconds in which a decider that lives commits something
MAKING = 0.5  # seconds for long replies that are being made then
RESTING = 5.0  # seconds for what is under way when another one is to decide

Connect = Callable[[str, str], Awaitable[Bus]]


class Started(msgspec.Struct, frozen=True):
    """What this process was started with. `certificate`: the one that the settings name, or its own."""

    settings: Settings
    no_limits: bool
    reread: Callable[[], Settings]
    config: Path | None
    early: Early
    certificate: Served


def run(
    settings: Settings,
    *,
    no_limits: bool,
    reread: Callable[[], Settings],
    config: Path | None = None,
    early: Early | None = None,
) -> int:
    """Wait for our turn, decide, and return the exit code. The end of the standard input is that of the node."""
    from hubbub.bus.nats import connect  # whatever takes its time is done before our turn comes
    from hubbub.log.postgres import open_in_turn

    DISK.note()
    factory = loop_factory()
    early = early or Early()
    parent = Parent()
    os.umask(0o077)
    logs.set_up(settings=settings.log)
    try:
        certificate = given_certificate(settings) or Served(asyncio.run(own_pair(data_directory(settings).absolute())))
        started = Started(settings, no_limits, reread, config, early, certificate)
        later.import_all(settings)
        calm_the_collector()  # of what there is already: later there is no time for it

        def log_in_turn() -> DeciderLog | None:
            return open_in_turn(
                settings.cluster.log,
                names.fold,
                _waits,
                lambda: early.code is not None or parent.is_gone,
                PATIENCE,
                partial(nobody_decides, lambda: connect(settings.cluster.bus, f"who waits at {node_name(settings)}")),
            )

        code = None
        while code is None:
            code = turn(started, log_in_turn, connect, parent, factory)
        if parent.is_gone and parent.will is not None:
            asyncio.run(_say(parent.will, lambda: connect(settings.cluster.bus, f"child of {node_name(settings)}")))
        return code
    except (BadCertificate, CannotOpen) as error:
        print(f"Error: {error}", file=sys.stderr)
        return FAILED


def turn(
    started: Started, log_in_turn: Callable[[], DeciderLog | None], connect: Connect, parent: Parent, factory: Any
) -> int | None:
    """Wait for our turn, and decide; the exit code. None: the database was lost when we were about to begin, and we are
    to wait for it as those do who wait for their turn."""
    log = log_in_turn()
    if log is None:
        return started.early.code or 0
    with asyncio.Runner(loop_factory=factory) as runner:
        try:
            return runner.run(_decide(started, log, connect, parent))
        except (Unreachable, LogAway):
            return None
        except LogBroken as error:  # as when another one has begun meanwhile
            logger.critical("nobody can decide here: %s", error, extra={"event": "log_broken"})
            return LOG_BROKEN
        finally:
            runner.run(log.close())  # it is closed already, unless nothing came of it


async def _say(will: Will, connect: Callable[[], Awaitable[Bus]]) -> None:
    """Where it is not heard, the one that decides finds out by itself, after a while."""
    with suppress(CannotReach):
        bus = await connect()
        bus.publish(will.subject, will.data)
        await bus.close()


class Parent:
    """The node that has started this process: it lives as long as our standard input has no end. `will`: the last one
    that came there."""

    will: Will | None = None

    def __init__(self) -> None:
        self.is_gone = False
        self.gone: Callable[[], object] = lambda: None
        threading.Thread(target=self._watch, name="parent", daemon=True).start()

    def _watch(self) -> None:
        rest = b""
        with suppress(OSError, ValueError, msgspec.MsgspecError):
            while said := os.read(0, 4096):
                *wills, rest = (rest + said).split(b"\n")
                for one in wills:
                    self.will = will_of(one)
        self.is_gone = True
        self.gone()


def _waits() -> None:
    logger.info("another one decides; this one waits its turn", extra={"event": "standby", "pid": os.getpid()})


async def _decide(started: Started, log: DeciderLog, connect: Connect, parent: Parent) -> int:
    began, name, directory = time.monotonic(), node_name(started.settings), data_directory(started.settings)
    server, begun = _server(started, log, name, directory)
    server.engine.time_of_day = Steady()
    bus = bus_of(started.settings, begun.cluster)
    server.engine.spawn(bus.find(lambda: connect(started.settings.cluster.bus, f"decider {name}")), "bus")
    server.use_certificate(started.certificate)
    decider = Decider(server, log, bus, name, begun)
    connections = decider.resume()
    server.work()
    server.numbers.start(directory)
    await decider.listen()
    listen_to_signals(server.controls, started.early)
    _end_with(parent, decider)
    console = await _watched(server, directory, goes_on=bool(connections))
    _tell_who_decides(name, connections, began)
    gc.freeze()
    return await _until_the_end(server, decider, console)


def _server(started: Started, log: DeciderLog, name: str, directory: Path) -> tuple[Server, Begun]:
    """The server, with the world as the one before has left it. It listens nowhere: nodes do."""
    begun: list[Begun] = []

    def handed() -> Any:
        begun.append(understood(log.begin_deciding(name)))
        return begun_world(begun[0])

    server = Server(
        started.settings,
        log,
        [(listener, ()) for listener in listeners(started.settings.listen)],
        most_connections(),
        started.reread,
        no_limits=started.no_limits,
        data=directory,
        handed=handed,
        commits=Turns,
    )
    server.controls.config = started.config
    return server, begun[0]


def _end_with(parent: Parent, decider: Decider) -> None:
    """Stop when the node is gone; what it has left to be said comes first, so that the next one need not hear it."""
    loop, asked = asyncio.get_running_loop(), decider.server.controls.asked

    def end() -> None:
        if not asked.done():
            if parent.will is not None:
                decider.hear(parent.will.data)
            asked.set_result(0)

    parent.gone = lambda: loop.call_soon_threadsafe(end)
    if parent.is_gone:
        parent.gone()


async def _watched(server: Server, directory: Path, *, goes_on: bool) -> ConsoleSocket:
    """What looks after a server, and who does."""
    console = ConsoleSocket(server.engine, directory)
    await console.open()
    server.feed.first = FirstOperator(server.engine, directory, goes_on=goes_on)
    server.health.directory = directory
    server.engine.spawn(server.health.watch(), "health")
    return console


def _tell_who_decides(name: str, connections: int, began: float) -> None:
    seconds = round(time.monotonic() - began, 3)
    logger.info(
        "%s decides, with %d connections of the one before",
        name,
        connections,
        extra={"event": "decides", "connections": connections, "pid": os.getpid(), "seconds": seconds},
    )


async def _until_the_end(server: Server, decider: Decider, console: ConsoleSocket) -> int:
    """The exit code, when it was asked to stop, or the log is not ours any more."""
    asked, broken = server.controls.asked, server.engine.broken
    ends: list[asyncio.Future[Any]] = [asked, broken]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    console.close()
    if broken.done():
        logs.stopping("log_broken", server.engine.chat.world.local.connected)
        return LOG_BROKEN
    logs.stopping(server.controls.why, server.engine.chat.world.local.connected)
    await decider.rest()
    return 0


class Decider:
    """What it has beside the server: the bus, the connections of the nodes, and who of them is alive."""

    forms = OURS

    def __init__(self, server: Server, log: DeciderLog, bus: Bus, name: str, begun: Begun) -> None:
        self.server = server
        self.engine = server.engine
        self.log = log
        self.bus = bus
        self.name = name
        self.begun = begun
        self.subject = f"hubbub.{begun.cluster}"
        self.generation = begun.generation
        self.carrier = Carrier(server.entrance, self.generation)
        self.states = States(server, self.carrier, begun)
        self.turns = cast(Turns, server.engine.commits)
        self.turns.carry(self.carrier, bus, f"{self.subject}.{PARTS}", begun.load, self.states.of)
        self.alive = Alive(self.engine.loop.time())
        self.hearing = InParts(self.engine.loop, self.engine.begin)  # what nodes have said
        self.ended: dict[str, int] = {}  # of nodes that are no more the epoch in which they ended
        self.resting = False
        self.unread = False  # something came that we cannot read, which was said
        server.nodes = self.nodes

    def nodes(self) -> list[NodeFigures]:
        """What is known of the machines that have connections."""
        clock, found = self.engine.loop.time(), []
        for name, far in sorted(self.carrier.nodes.items()):
            if far.told is not None:
                behind = max(0, far.last - far.told.applied)
                told, silent = far.told, self.alive.silence(name, clock)
                same = clock - far.differed_at if far.differed_at else -1.0
                found.append(NodeFigures(name, told.connections, behind, silent, told.version, told.differed, same))
        return found

    def resume(self) -> int:
        """Go on with all connections that the one before had; how many."""
        connections = self.states.resume()
        clock = self.engine.loop.time()
        for node, far in self.carrier.nodes.items():
            before = self.begun.last.get(node)
            far.last = far.kept = before.position if before is not None else 0
            self.alive.heard(node, clock)
        return connections

    async def listen(self) -> None:
        """Hear the nodes from now on, and tell them who decides. What the one before has kept last it may not have
        said: whoever lacks it need not look into the log, from which they may be cut off."""
        await self.bus.subscribe(f"{self.subject}.{CALLS}", self.hear)
        for part in self.begun.last.values():
            if part.position == self.begun.load:
                self.bus.publish(f"{self.subject}.{PARTS}.{part.node}", part.body)
        for work in (self._keep_beating, self._keep_looking, self._keep_pruning):
            self.engine.spawn(work(), work.__name__)

    async def rest(self) -> None:
        """Another one is to decide: what was heard is done and kept, and nothing more is heard. Whom a ban means and
        who is not ended yet, the next one ends (`States`)."""
        self.resting = True
        self.hearing.clear()  # nodes say again to the next one what was not taken
        for connection in list(self.engine.connections):
            connection.intake.hold()
        server = self.server
        server.entrance.close()
        server.web.close()
        server.numbers.stop()
        if server.pusher is not None:
            server.pusher.stop()
        with suppress(TimeoutError):  # who is in the middle of a long reply could not be taken along
            async with asyncio.timeout(MAKING):
                while self.engine.making or self.engine.making_until:  # noqa: ASYNC110 (it tells nobody)
                    await asyncio.sleep(0)
        with suppress(TimeoutError):  # without the database nothing more is kept
            async with asyncio.timeout(RESTING):
                self.states.keep_everything_next()
                self.engine.begin()
                await asyncio.sleep(0)  # the turn ends
                await self.engine.settled()
                self.engine.resting = True
                await self.engine.rest()
        await self.bus.close()

    def hear(self, data: bytes) -> None:
        """What a node says, or its child in its place."""
        try:
            calls = calls_of(data)
        except msgspec.MsgspecError:
            self._pass_over("somebody else", 0)
            return
        if not self.forms.has(calls.form):
            self._pass_over(calls.node, calls.form)
        elif not self.resting:
            self._take(calls)

    def _pass_over(self, node: str, form: int) -> None:
        if not self.unread:
            self.unread = True
            logger.error(
                "%s speaks on the bus in a way that is not understood here, and is passed over: another version?",
                node,
                extra={"event": "not_understood", "node": node, "form": form},
            )

    def _take(self, calls: Calls) -> None:
        """A beat counts at once, however much there is that was said before it."""
        if calls.beat is not None and not self._has_ended(calls):
            self.alive.heard(calls.node, self.engine.loop.time())
            far = self.carrier.nodes.get(calls.node)
            if far is not None and far.epoch == calls.epoch:
                self.carrier.note_beat(far, calls.beat)
        self.hearing.do(self._done(calls))

    def _done(self, calls: Calls) -> Iterator[None]:
        """In steps."""
        if calls.ended:
            yield from self._end_node(calls.node, calls.epoch)
        elif not self._has_ended(calls):
            yield from self.carrier.hear(calls)

    def _has_ended(self, calls: Calls) -> bool:
        """Whether they were under way longer than that the node has ended."""
        return self.ended.get(calls.node) == calls.epoch

    async def _keep_beating(self) -> None:
        while True:
            self.bus.publish(f"{self.subject}.{BEATS}", to_bytes(self.beat()))
            await asyncio.sleep(DECIDER_BEATS)

    def beat(self) -> DeciderBeat:
        nodes = {far.node: (far.epoch, far.beat, far.last) for far in self.carrier.nodes.values()}
        return DeciderBeat(
            self.generation,
            self.turns.position,
            not self.engine.chat.away,
            self.name,
            hubbub.__version__,
            nodes,
            self.forms,
        )

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            self.look()

    def look(self) -> None:
        """Whoever was not heard for too long is no more: their people go, as with any lost connection."""
        for node in self.alive.dead(self.engine.loop.time()):
            far = self.carrier.nodes.get(node)
            if far is not None:
                lost = len(far.connections)
                logger.warning(
                    "the node %s is silent: its %d connections are over",
                    node,
                    lost,
                    extra={"event": "node_lost", "node": node, "connections": lost},
                )
                self.engine.begin()
                self.carrier.lose(far)
        self.states.keep_everything_next()
        self.engine.begin()  # so that whoever waits for our place sees that we are there

    def _end_node(self, node: str, epoch: int) -> Iterator[None]:
        """Its process is no more. Who may come back beside their old connection has the time that a silent node has, in
        which nobody sees that they are away; everybody else is gone. Of one that was stopped nobody is left."""
        far = self.carrier.nodes.get(node)
        if far is None or far.epoch > epoch or self.ended.get(node) == far.epoch:
            return
        self.ended[node] = far.epoch
        there, lost = tuple(far.connections.values()), list[Carried]()
        for carried in there:
            if not _may_come_back(carried):
                lost.append(carried)
            yield
        before, left = len(there), len(there) - len(lost)
        if before:
            logger.warning(
                "the node %s has ended: %d of its connections are over, %d may be taken up elsewhere for a while",
                node,
                before - left,
                left,
                extra={"event": "node_lost", "node": node, "connections": before},
            )
        if left:
            self.carrier.lose_all(lost)
        else:
            self.alive.forget(node)
            self.carrier.lose(far)

    async def _keep_pruning(self) -> None:
        while True:
            with suppress(LogUnreachable):
                await self.log.drop_parts(self.engine.chat.now - PARTS_KEPT * 1000)
            await asyncio.sleep(PRUNE)


def _may_come_back(carried: Carried) -> bool:
    connection = connection_of(carried)
    return connection is not None and phases.may_come_back(connection)
