"""`hubbub serve --cluster` with a bus: the process around a node, from the settings to the exit code."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from hubbub.bus import Bus, CannotReach
from hubbub.bus.nats import connect
from hubbub.chat.ports import LogUnreachable
from hubbub.log.errors import CannotOpen
from hubbub.log.postgres import PostgresParts, how_it_stands, open_parts
from hubbub.log.sqlite.lock import DirectoryLock, make_directory
from hubbub.server.entrance.listener import Acceptor, CannotListen
from hubbub.server.entrance.tls import BadCertificate, Served, own_pair
from hubbub.server.process import logs, notify
from hubbub.server.process.early import Early
from hubbub.server.process.policy import without_limits
from hubbub.server.process.run import (
    INTERRUPTED,
    bind,
    calm_the_collector,
    failed,
    given_certificate,
    loop_factory,
    most_connections,
)
from hubbub.server.process.server import Bound, believed, place_of
from hubbub.settings import Problem, Settings, SettingsError, data_directory, node_name, server_name

from .buses import bus_of
from .child import Child
from .naming import last_epoch
from .node import Node

logger = logging.getLogger(__name__)

WAITS = 10.0  # seconds without a decider before that is told
ANOTHER_NAME = "give one another [cluster] name"
TABLES = 0.1  # seconds between looks whether a decider has made the tables


def run(settings: Settings, *, no_limits: bool, reread: Callable[[], Settings], early: Early) -> int:
    """Have connections until SIGTERM or Ctrl-C, and decide in a child; the exit code. Raises SettingsError."""
    os.umask(0o077)
    logs.set_up(settings=settings.log)
    try:
        given = given_certificate(settings)
        directory = data_directory(settings).absolute()
        make_directory(directory)
        lock = DirectoryLock(directory)
        try:
            bound, _ = bind(settings)
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                return runner.run(_serve(settings, bound, given, early, no_limits=no_limits, reread=reread))
        finally:
            lock.release()
    except BadCertificate as error:
        if settings.listen.tls_cert:
            raise SettingsError(Problem("the settings", 0, "listen.tls_cert", str(error))) from error
        return failed(str(error))
    except (CannotListen, CannotOpen, CannotReach) as error:
        return failed(str(error))


async def _serve(
    settings: Settings,
    bound: list[Bound],
    given: Served | None,
    early: Early,
    *,
    no_limits: bool,
    reread: Callable[[], Settings],
) -> int:
    began, name = time.monotonic(), node_name(settings)
    asked: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    _listen_to_signals(asked, early)
    parts = await open_parts(settings.cluster.log)
    nats = await connect(settings.cluster.bus, name)
    served = given or Served(await own_pair(data_directory(settings)))  # before the decider, who has the same folder
    bus: Bus = nats
    decided = asyncio.Event()
    child = Child(decided)
    keeping = asyncio.ensure_future(child.keep()) if settings.cluster.decides else None
    waiting = asyncio.ensure_future(_tell_when_nobody_decides(decided, settings.cluster.log))
    try:
        cluster = await _unless(_cluster(parts), asked, child.failed)
        if isinstance(cluster, int):
            return cluster
        bus = bus_of(settings, cluster, nats)
        before = await last_epoch(bus, f"hubbub.{cluster}", name)
        if before is None:
            return failed(f"Another machine of the cluster has the name {name}, and runs: {ANOTHER_NAME}.")
        limits = without_limits(settings.limits) if no_limits else settings.limits
        node = Node(name, cluster, bus, parts, limits, server_name(settings), before)
        node.turned = decided
        node.leaves = child.leave
        node.door.proxies, node.door.gateways = believed(settings)
        node.door.tls.set_result(served)
        await node.start()
        acceptors = _let_in(node, bound, served)
        node.spawn(_tell_when_ready(node, began), "ready")
        _listen_for_settings(node, served, child, reread)
        calm_the_collector()
        return await _until_the_end(node, name, acceptors, asked, child)
    finally:
        child.ending.set()
        waiting.cancel()
        if keeping is not None:
            await child.end(signal.SIGTERM)
            keeping.cancel()
        await bus.close()
        await parts.close()


async def _until_the_end(
    node: Node, name: str, acceptors: list[Acceptor], asked: asyncio.Future[int], child: Child
) -> int:
    """Serve until somebody asks for the end, or there is nothing else to be done; the exit code."""
    ends: list[asyncio.Future[Any]] = [asked, child.failed, node.taken, node.outgrown]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    notify.stopping()
    for acceptor in acceptors:
        await acceptor.close()
    code = _code(node, name, asked, child)
    await node.leave()
    await child.end(signal.SIGTERM)
    node.say_the_end()
    await node.stop()
    return code


def _let_in(node: Node, bound: list[Bound], served: Served) -> list[Acceptor]:
    """Begin to listen."""
    acceptors = [Acceptor(node.door, sockets, listener.kind, most_connections()) for listener, sockets in bound]
    for acceptor in acceptors:
        acceptor.open()
    logs.listening([place_of(listener, sockets) for listener, sockets in bound], served.fingerprint)
    return acceptors


def _listen_for_settings(node: Node, served: Served, child: Child, reread: Callable[[], Settings]) -> None:
    loop, again = asyncio.get_running_loop(), Rereading(node, served, reread)

    def read_again() -> None:
        child.signal(signal.SIGHUP)
        node.spawn(again.read(), "reading the settings")

    with suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGHUP, read_again)
        loop.add_signal_handler(signal.SIGUSR2, _no_upgrade)


def _code(node: Node, name: str, asked: asyncio.Future[int], child: Child) -> int:
    """Why it ends, as an exit code."""
    if node.outgrown.done():
        return failed(node.outgrown.result())
    if node.taken.done():
        return failed(
            f"Another machine of the cluster has the name {name} as well: {ANOTHER_NAME}. (Or the clock of this one "
            "was set back just now: then start it again in 15 seconds.)"
        )
    return asked.result() if asked.done() else child.failed.result()


async def _cluster(parts: PostgresParts) -> str:
    """Which cluster it is, once there is one."""
    while True:
        with suppress(LogUnreachable):
            if found := await parts.cluster():
                return found
        await asyncio.sleep(TABLES)


async def _unless(work: Awaitable[str], *ends: asyncio.Future[int]) -> str | int:
    """What that comes to, or the first of those exit codes."""
    doing = asyncio.ensure_future(work)
    all_ends: list[asyncio.Future[Any]] = [doing, *ends]
    await asyncio.wait(all_ends, return_when=asyncio.FIRST_COMPLETED)
    if doing.done():
        return doing.result()
    doing.cancel()
    return next(end.result() for end in ends if end.done())


async def _tell_when_ready(node: Node, began: float) -> None:
    """Connections are taken from the start, and answered once somebody decides."""
    await node.turned.wait()
    seconds = time.monotonic() - began
    logger.info(
        "node %s has connections, %.1f s after its start",
        node.name,
        seconds,
        extra={"event": "node", "seconds": seconds},
    )
    notify.ready(f"node {node.name}")


async def _tell_when_nobody_decides(decided: asyncio.Event, log: str) -> None:
    """Once, after a while; and why, where it is a server alone that writes to the log, or the database is of no use."""
    with suppress(TimeoutError):
        async with asyncio.timeout(WAITS):
            await decided.wait()
            return
    why = "nobody decides: people wait until a machine does that has [cluster] decides"
    try:
        standing = await asyncio.to_thread(how_it_stands, log, "")
        if standing is not None and standing.served and not standing.decider:
            why = "a server without [cluster] bus serves from this database: give it that, and start it again"
    except CannotOpen as error:
        why = f"nobody decides. {error}"
    logger.warning(why, extra={"event": "nobody_decides", "seconds": WAITS})


class Rereading:
    """What of the settings a node minds, and the certificate; what was asked for first is done first."""

    def __init__(self, node: Node, served: Served, reread: Callable[[], Settings]) -> None:
        self.node = node
        self.served = served
        self.reread = reread
        self.reading = asyncio.Lock()  # while it is done

    async def read(self) -> None:
        """SIGHUP."""
        async with self.reading:
            try:
                settings = await asyncio.to_thread(self.reread)
                self.node.door.proxies, self.node.door.gateways = believed(settings)
                logs.follow(settings.log)
                await self.served.reload_aside()
            except (SettingsError, BadCertificate) as error:
                logger.error("what is in use stays: %s", error, extra={"event": "rehash"})


def _no_upgrade() -> None:
    """SIGUSR2: sockets are not handed on here."""
    logger.error("a node is upgraded by a restart: its people come back to another one", extra={"event": "no_upgrade"})


def _listen_to_signals(asked: asyncio.Future[int], early: Early) -> None:
    loop = asyncio.get_running_loop()

    def stop(code: int) -> None:
        if asked.done():
            os._exit(code)
        asked.set_result(code)

    with suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGTERM, stop, 0)
        loop.add_signal_handler(signal.SIGINT, stop, INTERRUPTED)
    early.hand_over(stop)
