"""A whole server on loopback, in this process, around a log in memory."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from tests.support.real_engine import Client

from hubbub.chat.names import fold
from hubbub.log.memory import MemoryLog
from hubbub.server.entrance.listener import listen_on
from hubbub.server.entrance.tls import Pair, Served
from hubbub.server.process.server import Bound, Server
from hubbub.settings import Acme, Data, Files, Gateway, Limits, Listen, Listener, Push, Settings, Web

if TYPE_CHECKING:
    from tests.support.real_cluster import RunningNode

NODES = int(os.environ.get("NODES", "0"))  # through so many nodes of a cluster; 0: no cluster


class Running:
    """A server that runs. `ports` has the port of each listener, the one port first."""

    def __init__(self, server: Server, nodes: Sequence[RunningNode] = ()) -> None:
        self.server = server
        self.nodes = nodes  # where connections come in, one after the other, when it is not the server itself
        self.ports = nodes[0].ports if nodes else [place.port for place in server.places]
        self.port = self.ports[0]
        self.clients: list[Client] = []

    async def connect(self, which: int = 0, *, tls: bool = False, host: str = "127.0.0.1", say: bytes = b"") -> Client:
        """A raw connection to one of the listeners; `say`: its first words."""
        context = trusting() if tls else None
        ports = self.nodes[len(self.clients) % len(self.nodes)].ports if self.nodes else self.ports
        client = Client(*await asyncio.open_connection(host, ports[which], ssl=context, limit=1 << 20))
        client.writer.write(say)
        self.clients.append(client)
        return client

    async def irc(self, name: str, *caps: str) -> Client:
        """Somebody registered on IRC; the welcome is read already."""
        client = await self.connect()
        asked = [f"CAP REQ :{' '.join(caps)}"] if caps else []
        client.send(
            *asked, f"NICK {name}", f"USER {name} 0 * :{name}", *(["CAP END"] if caps else []), "PING :welcomed"
        )
        await client.until(" :welcomed")
        return client

    async def ask(self, request: str | bytes, which: int = 0, *, tls: bool = False) -> str:
        """Send a raw request, and return everything that comes until the server closes the connection."""
        client = await self.connect(which, tls=tls)
        client.writer.write(request if isinstance(request, bytes) else request.encode())
        return (await client.reader.read()).decode()

    async def until(self, true: Callable[[], bool]) -> None:
        """Let the loop turn until something is so."""
        while not true():
            await _a_moment()


async def _a_moment() -> None:
    await asyncio.sleep(0.001)


def trusting() -> ssl.SSLContext:
    """A client's context that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@asynccontextmanager
async def through_nodes(
    settings: Settings, bound: Sequence[Bound], pair: Pair | None, most: int, data: Path | None, *, no_limits: bool
) -> AsyncIterator[Running]:
    """The same server, over connections that so many nodes have."""
    from tests.support.real_cluster import Cluster

    cluster = Cluster(settings, data, no_limits=no_limits)
    decider = await cluster.decide()
    try:
        for number in range(NODES):
            others = bound if not number else [(listener, listen_on(listener)) for listener, _ in bound]
            await cluster.add(f"node-{number}", pair, others, most)
        running = Running(decider.server, cluster.nodes)
        try:
            yield running
        finally:
            for client in running.clients:
                client.writer.transport.abort()
    finally:
        await cluster.close()


@asynccontextmanager
async def running(
    pair: Pair | None = None,
    *kinds: str,
    limits: Limits | None = None,
    web: Web | None = None,
    most: int = 1000,
    no_limits: bool = True,
    proxies: tuple[str, ...] = (),
    gateways: tuple[Gateway, ...] = (),
    data: Path | None = None,
    files: Files | None = None,
    push: Push | None = None,
    acme: Acme | None = None,
    lobby: str = "#lobby",
    password: str = "",
) -> AsyncIterator[Running]:
    """A server with a listener for each of `kinds` (one for any kind of client, unless given); with `data`, a folder,
    there are files."""
    wanted = [Listener(kind, "127.0.0.1", 0) for kind in kinds or ("any",)]  # type: ignore[arg-type]
    listen = Listen(host="127.0.0.1", port=0, trusted_proxies=proxies)
    settings = Settings(listen=listen, limits=limits or Limits(), web=web or Web(), webirc=gateways)
    named = msgspec.structs.replace(settings.server, name="test", lobby=lobby, password=password)
    settings = msgspec.structs.replace(settings, server=named)
    bound = [(listener, listen_on(listener)) for listener in wanted]
    settings = msgspec.structs.replace(settings, push=push or Push())
    nowhere = Path(tempfile.gettempdir()) / f"hubbub-{secrets.token_hex(8)}"  # never in somebody's own folder
    kept = Data(directory=str(data or nowhere))
    settings = msgspec.structs.replace(settings, files=files or Files(), acme=acme or Acme(), data=kept)
    if NODES:
        async with through_nodes(settings, bound, pair, most, data, no_limits=no_limits) as running:
            yield running
        return
    server = Server(settings, MemoryLog(fold), bound, most, lambda: settings, no_limits=no_limits, data=data)
    server.start()
    if pair is not None:
        server.use_certificate(Served(pair))
    running = Running(server)
    try:
        yield running
    finally:
        for client in running.clients:
            client.writer.transport.abort()
        await server.stop()
        shutil.rmtree(nowhere, ignore_errors=True)
