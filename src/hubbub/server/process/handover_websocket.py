"""WebSockets that another process has opened: apart, since `websockets` is imported only where there are some."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hubbub.server.core.engine import Engine
from hubbub.server.http.web import Web
from hubbub.server.http.websocket import WebSocketProtocol, open_protocol
from hubbub.server.net.connection import Connection
from hubbub.server.net.peer import Peer

if TYPE_CHECKING:
    from .handed import HandedConnection


def resumed(engine: Engine, web: Web, peer: Peer, told: HandedConnection) -> ResumedSocket:
    return ResumedSocket(engine, web, peer, told)


class ResumedSocket(WebSocketProtocol):
    """A WebSocketProtocol that goes on where another process has stopped: between two messages."""

    resumed: Connection | None = None

    def __init__(self, engine: Engine, web: Web, peer: Peer, told: HandedConnection) -> None:
        super().__init__(engine, peer, open_protocol(web.limits.websocket_bytes, binary=told.framing == "binary"))
        self.told: HandedConnection | None = told

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        from .handover import resume

        told, self.told = self.told, None
        assert told is not None
        self.transport = transport  # type: ignore[assignment]  # uvloop's are no subclass of asyncio's
        self.connection = self.resumed = resume(self.engine, self.peer, self.transport, self, told)

    def connection_lost(self, error: Exception | None) -> None:
        self.resumed = None
        super().connection_lost(error)
