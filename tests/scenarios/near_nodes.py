"""Nodes of a cluster and the process that decides, all within this one, around a log in memory: sockets are real.
Whoever comes is at the next of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import structs
from tests.scenarios.person import Wire
from tests.scenarios.real_process import Stream
from tests.support.real_cluster import Cluster

from hubbub.settings import Data, Listen, Settings


class NearNodes:
    """Implements `play.Server`."""

    def __init__(self, folder: Path, many: int) -> None:
        self.folder = folder
        self.many = many
        self.came = 0

    async def start(self, settings: Mapping[str, str]) -> None:
        server = msgspec.convert({"name": "chat.example", **settings}, type(Settings().server))
        everything = structs.replace(
            Settings(), server=server, listen=Listen(host="127.0.0.1", port=0), data=Data(directory=str(self.folder))
        )
        self.cluster = Cluster(everything)
        await self._start()

    async def _start(self) -> None:
        await self.cluster.decide()
        for number in range(self.many):
            await self.cluster.add(f"node-{number}")

    async def connect(self, kind: str, name: str) -> Wire:
        assert kind in ("nc", "irc")
        port = self.cluster.nodes[self.came % self.many].port
        self.came += 1
        return Stream(*await asyncio.open_connection("127.0.0.1", port))

    async def restart(self) -> None:
        """All are gone, and others come under their names."""
        await self.cluster.rest()
        await self.stop()
        self.cluster.nodes.clear()
        await self._start()

    async def stop(self) -> None:
        await self.cluster.close()
