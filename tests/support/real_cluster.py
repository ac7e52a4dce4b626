"""A cluster within this process: nodes with real sockets and a decider, around a log in memory and a bus that may be
bad."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import structs
from tests.support.real_engine import Client, connected

from hubbub.bus import Bus
from hubbub.bus.both import Both
from hubbub.bus.memory import Air, MemoryBus
from hubbub.chat.names import fold
from hubbub.chat.ports import Begun
from hubbub.chat.restoring.handed import HandedWorld
from hubbub.log.memory import MemoryDeciderLog
from hubbub.server.cluster.decider import Decider
from hubbub.server.cluster.messages import BEATS
from hubbub.server.cluster.node import Node
from hubbub.server.cluster.states import begun_world, understood
from hubbub.server.cluster.turns import Turns
from hubbub.server.entrance.listener import Acceptor, listen_on
from hubbub.server.entrance.tls import Pair, Served
from hubbub.server.process.policy import without_limits
from hubbub.server.process.server import Bound, Server, believed
from hubbub.settings import Data, Limits, Listen, Listener, Settings, listeners


class RunningNode:
    """A node that lets people in; `ports` has the port of each listener."""

    def __init__(self, node: Node, acceptors: Sequence[Acceptor]) -> None:
        self.node = node
        self.acceptors = acceptors
        self.ports = [acceptor.sockets[0].getsockname()[1] for acceptor in acceptors]
        self.port = self.ports[0]
        self.clients: list[Client] = []

    async def connect(self, *, say: bytes = b"", receive_buffer: int | None = None) -> Client:
        """A raw connection; `say`: its first words."""
        client = await connected(self.port, say=say, receive_buffer=receive_buffer)
        self.clients.append(client)
        return client

    async def irc(self, name: str) -> Client:
        """Somebody registered on IRC; the welcome is read already."""
        client = await self.connect(say=f"NICK {name}\r\nUSER {name} 0 * :{name}\r\n".encode())
        await client.until(" 422 ")
        return client

    async def close(self) -> None:
        """As a machine that is gone: nobody is told."""
        for client in self.clients:
            client.writer.transport.abort()
        for acceptor in self.acceptors:
            await acceptor.close()
        await self.node.stop()
        self.node.connections.close(lambda _: b"")


class Cluster:
    """`log` is the one that the latest decider writes; `air` is what all buses are in, `sure` what is used where that
    one does not carry."""

    def __init__(
        self,
        settings: Settings,
        data: Path | None = None,
        air: Air | None = None,
        *,
        no_limits: bool = True,
        sure: Air | None = None,
    ) -> None:
        self.settings = settings
        self.air = air or Air()
        self.sure = sure
        self.data = data
        self.no_limits = no_limits
        self.log: MemoryDeciderLog | None = None
        self.nodes: list[RunningNode] = []
        self.deciders: list[Decider] = []
        self.begun_as: Callable[[Begun], Begun] = understood  # what the next decider makes of what it begins with

    @property
    def decider(self) -> Decider:
        return self.deciders[-1]

    def bus(self) -> Bus:
        """A new one."""
        quick = MemoryBus(self.air)
        return quick if self.sure is None else Both(MemoryBus(self.sure), f"hubbub.memory.{BEATS}", quick)

    async def decide(self) -> Decider:
        """A new decider, which takes over from the one before."""
        log = self.log = MemoryDeciderLog(fold, self.log)
        begun: list[Begun] = []

        def handed() -> HandedWorld | None:
            begun.append(self.begun_as(log.begin_deciding(f"decider-{len(self.deciders)}")))
            return begun_world(begun[0])

        server = Server(
            self.settings,
            log,
            [(listener, ()) for listener in listeners(self.settings.listen)],
            1000,
            lambda: self.settings,
            no_limits=self.no_limits,
            data=self.data,
            handed=handed,
            commits=Turns,
        )
        decider = Decider(server, log, self.bus(), "decider", begun[0])
        decider.resume()
        server.work()
        await decider.listen()
        self.deciders.append(decider)
        return decider

    async def add(
        self, name: str, pair: Pair | None = None, bound: Sequence[Bound] = (), most: int = 1000
    ) -> RunningNode:
        """One more node, on these sockets or a new one."""
        assert self.log is not None
        if not bound:
            bound = [(listener := Listener("any", "127.0.0.1", 0), listen_on(listener))]
        limits = without_limits(self.settings.limits) if self.no_limits else self.settings.limits
        node = Node(name, "memory", self.bus(), self.log, limits, "test")
        node.door.proxies, node.door.gateways = believed(self.settings)
        if pair is not None:
            node.door.tls.set_result(Served(pair))
        await node.start()
        acceptors = [Acceptor(node.door, sockets, listener.kind, most) for listener, sockets in bound]
        for acceptor in acceptors:
            acceptor.open()
        self.nodes.append(RunningNode(node, acceptors))
        return self.nodes[-1]

    async def rest(self) -> None:
        """Who decides is asked to stop, and keeps what the next one begins with."""
        await self.deciders.pop().rest()

    async def close(self) -> None:
        for decider in self.deciders[-1:]:
            await decider.server.stop()
        for running in self.nodes:
            await running.close()

    async def until(self, true: Callable[[], bool]) -> None:
        """Let the loop turn until something is so."""
        while not true():
            await _a_moment()


async def _a_moment() -> None:
    await asyncio.sleep(0.001)


@asynccontextmanager
async def clustered(
    pair: Pair | None = None,
    *,
    nodes: int = 2,
    air: Air | None = None,
    sure: Air | None = None,
    limits: Limits | None = None,
    no_limits: bool = True,
    proxies: tuple[str, ...] = (),
) -> AsyncIterator[Cluster]:
    """So many nodes and a decider, which run."""
    nowhere = Path(tempfile.gettempdir()) / f"hubbub-{secrets.token_hex(8)}"  # never in somebody's own folder
    settings = Settings(limits=limits or Limits(), data=Data(directory=str(nowhere)))
    listen = Listen(host="127.0.0.1", port=0, trusted_proxies=proxies)
    settings = structs.replace(settings, server=structs.replace(settings.server, name="test"), listen=listen)
    cluster = Cluster(settings, None, air, no_limits=no_limits, sure=sure)
    try:
        await cluster.decide()
        for number in range(nodes):
            await cluster.add(f"node-{number}", pair)
        yield cluster
    finally:
        await cluster.close()
        shutil.rmtree(nowhere, ignore_errors=True)
