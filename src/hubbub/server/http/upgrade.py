"""A request for a WebSocket: its handshake, and the transport handed over.

websockets is imported by a thread when the first one comes: a chat without browsers never needs it.
"""

from __future__ import annotations

import asyncio
import logging
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from hubbub.server.core.on_disk import DISK, CannotImport
from hubbub.server.net.peer import Peer

from .exchange import Exchange
from .origin import own_origin
from .refused import Refused
from .request import Request
from .response import Response, refusal, with_safe_headers
from .routes import Route
from .session import cookie_of

if TYPE_CHECKING:
    from .protocol import HttpConnection

logger = logging.getLogger(__name__)


THROUGH = "The server answers, but no WebSocket gets through: it may be full, or a proxy stops them. Try again later."


async def why_not(_: Request) -> Response:
    """A page to which no WebSocket is opened asks why, for browsers do not tell. Always raises Refused."""
    await _for_websockets()
    raise Refused(503, THROUGH)


ROWS = (Route("POST", "/why", why_not),)


async def upgrade(connection: HttpConnection, exchange: Exchange, raw: bytes) -> None:
    """Go on as a WebSocket, or say why not. `raw` is the head of the request."""
    try:
        module = await _for_websockets()
        if connection.transport.is_closing():
            return
        peer = _who_asks(connection, exchange)
        _go_on(connection, exchange, raw, peer, module)
    except Refused as refused:
        exchange.last = True
        exchange.write_whole(refusal(refused))


async def _for_websockets() -> ModuleType:
    """The module for them. Raises Refused."""
    try:
        return await asyncio.get_running_loop().run_in_executor(None, DISK.load, f"{__package__}.websocket")
    except CannotImport as error:
        raise Refused(503, str(error)) from error


def _go_on(connection: HttpConnection, exchange: Exchange, raw: bytes, peer: Peer, module: ModuleType) -> None:
    web, transport, head = connection.web, connection.transport, exchange.head
    if peer.cookie and not head.all("origin"):
        raise Refused(403, "A browser that has a cookie says which page it is on.")
    origins = (own_origin(head.host, peer.carrier == "wss"), *web.origins)
    protocol, reply = module.shake_hands(raw, head, origins, web.limits.websocket_bytes)
    if protocol.state is not module.State.OPEN:
        transport.write(with_safe_headers(reply))
        connection.end(lingering=True)
        return
    connection.release()
    socket = module.WebSocketProtocol(web.engine, peer, protocol)
    transport.write(reply)
    transport.set_protocol(socket)
    socket.connection_made(transport)
    if connection.drained is not None:
        socket.pause_writing()
    connection.go_on()
    if connection.buffer:
        socket.data_received(bytes(connection.buffer))
    if connection.at_end and not transport.is_closing():
        socket.eof_received()


def _who_asks(connection: HttpConnection, exchange: Exchange) -> Peer:
    """The peer as the WebSocket has it: the one behind a proxy that we believe, counted from there. Raises Refused."""
    peer, caller = connection.peer, exchange.caller()
    if caller.address != peer.address:
        reason = peer.counted.move(caller.address)
        if reason is not None:
            raise Refused(429, reason)
    carrier = "wss" if caller.tls else "ws"
    cookie = cookie_of(exchange.head, tls=caller.tls, prefix=connection.web.prefix)
    return msgspec.structs.replace(peer, address=caller.address, secure=caller.secure, carrier=carrier, cookie=cookie)
