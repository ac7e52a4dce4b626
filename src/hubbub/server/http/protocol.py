"""HTTP on the one port: every request's head is judged here, then goes to the WebSocket side or to aiohttp.

aiohttp and websockets are imported by a thread when the first request needs them: they would cost half a second of
start-up and 20 MB that a chat without browsers never uses.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable
from http import HTTPStatus
from types import ModuleType
from typing import TYPE_CHECKING, cast

import msgspec

from hubbub.server.core.engine import Engine
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.closing import finish, linger
from hubbub.server.net.hosts import OwnHosts
from hubbub.server.net.peer import Peer
from hubbub.server.net.proxy_protocol import Networks

from .head import METHODS, Head, Refused, judge, parse
from .x_forwarded import forwarded

if TYPE_CHECKING:
    from aiohttp.web_protocol import RequestHandler

    from .site import Site

logger = logging.getLogger(__name__)

END = b"\r\n\r\n"
ANSWER_SECONDS = 30.0  # for a reader who takes nothing of the answer
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types hubbub",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Server": "hubbub",
}


class HttpLimits(msgspec.Struct, frozen=True):
    """Bytes, counts and seconds."""

    head_bytes: int = 8192
    fields: int = 128
    head_seconds: float = 10
    websocket_bytes: int = 16 * 1024


class Web:
    """What all HTTP connections share. `about` is what the page says of this server."""

    def __init__(
        self,
        engine: Engine,
        addresses: Addresses,
        limits: HttpLimits,
        hosts: OwnHosts,
        origins: tuple[str, ...],
        about: Callable[[], dict[str, str]],
    ) -> None:
        self.engine = engine
        self.addresses = addresses
        self.limits = limits
        self.hosts = hosts
        self.origins = origins
        self.about = about
        self.proxies = Networks()  # whose word for where a request comes from is believed
        self.connections: set[HttpConnection] = set()
        self._site: Site | None = None

    async def site(self) -> Site:
        """The pages. Takes a while the first time."""
        module = await self.module("site")
        if self._site is None:
            site: Site = module.Site(self)
            await site.start()
            self._site = self._site or site
        return self._site

    async def module(self, name: str) -> ModuleType:
        """A module of this package that imports something big."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, importlib.import_module, f"{__package__}.{name}")

    def close(self) -> None:
        """The server stops: let go of everybody."""
        for connection in list(self.connections):
            finish(self.engine.loop, connection.transport)


class HttpConnection(asyncio.Protocol):
    """One connection of an HTTP client; one request at a time, each head judged before anything is done with it."""

    transport: asyncio.Transport

    def __init__(self, web: Web, peer: Peer) -> None:
        self.web = web
        self.peer = peer
        self.buffer = bytearray()
        self.answering = self.ended = self.reading_paused = self.writing_paused = False
        self.is_secure = False  # the request that is being answered
        self.site: Site | None = None
        self.handler: RequestHandler | None = None
        self.timer: asyncio.TimerHandle | None = None

    # from the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        self.web.connections.add(self)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        if self.ended:
            return
        self.buffer += data
        if self.answering:
            if len(self.buffer) > self.web.limits.head_bytes:
                self.reading_paused = True
                self.transport.pause_reading()
            return
        self._look()

    def eof_received(self) -> bool:
        """A client may close its sending side and still wait for the answer (TLS has no such thing)."""
        self.ended = True
        return self.answering and self.peer.carrier == "tcp"

    def connection_lost(self, error: Exception | None) -> None:
        self._forget()
        if self.handler is not None and self.site is not None:
            self.handler.connection_lost(error)
            self.site.forget(self.handler)
        self.peer.gone()

    def pause_writing(self) -> None:
        self.writing_paused = True
        if self.handler is not None:
            self.handler.pause_writing()

    def resume_writing(self) -> None:
        self.writing_paused = False
        if self.handler is not None:
            self.handler.resume_writing()

    # requests

    def answered(self) -> None:
        """The answer to the last request is on its way; look for the next."""
        self.answering = False
        if self.transport.is_closing():
            return
        if self.ended:
            finish(self.web.engine.loop, self.transport)
            return
        if self.reading_paused:
            self.reading_paused = False
            self.transport.resume_reading()
        self._await_head()
        self._look()

    def took_some(self) -> None:
        """The reader takes what is written, so there is time for more of it."""
        self._stop_timer()
        if not self.transport.is_closing():
            self.timer = self.web.engine.loop.call_later(ANSWER_SECONDS, self.transport.abort)

    def refuse(self, status: int, sentence: str) -> None:
        """Answer with an error and close."""
        if self.ended or self.transport.is_closing():
            return
        self.ended = True
        self._stop_timer()
        self.transport.write(error_response(status, sentence))
        linger(self.web.engine.loop, self.transport)

    def _await_head(self) -> None:
        self._stop_timer()
        self.timer = self.web.engine.loop.call_later(self.web.limits.head_seconds, self._too_late)

    def _stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _too_late(self) -> None:
        if self.buffer:
            self.refuse(408, "The head of the request did not come in time.")
        else:
            finish(self.web.engine.loop, self.transport)

    def _look(self) -> None:
        """Take the next head out of the buffer when it is whole."""
        limits = self.web.limits
        while self.buffer.startswith(b"\r\n"):  # RFC 9112, 2.2: an empty line before a request is ignored
            del self.buffer[:2]
        end = self.buffer.find(END) + len(END)
        if end < len(END):
            if len(self.buffer) > limits.head_bytes:
                self.refuse(431, f"The head of a request may have {limits.head_bytes} bytes.")
            elif b"\n" in self.buffer.replace(b"\r\n", b""):
                self.refuse(400, "Lines of an HTTP head end with CR and LF.")
            return
        raw = bytes(self.buffer[:end])
        del self.buffer[:end]
        try:
            head = self._judged(raw)
        except Refused as refused:
            self.refuse(refused.status, refused.sentence)
            return
        self._stop_timer()
        self.timer = self.web.engine.loop.call_later(ANSWER_SECONDS, self.transport.abort)
        self.answering = True
        self.web.addresses.spoke_http(self.peer.address)
        self.web.engine.spawn(self._answer(head, raw), "http request")

    def _judged(self, raw: bytes) -> Head:
        limits = self.web.limits
        if len(raw) > limits.head_bytes:
            raise Refused(431, f"The head of a request may have {limits.head_bytes} bytes.")
        head = parse(raw, limits.fields)
        judge(head, self.web.hosts.ours)
        return head

    async def _answer(self, head: Head, raw: bytes) -> None:
        try:
            if head.wants_websocket:
                module = await self.web.module("websocket")
                if not self.transport.is_closing():
                    self._become_websocket(module, head, raw)
                return
            self.is_secure = self._is_secure(head)
            site = await self.web.site()
        except Refused as refused:
            self.refuse(refused.status, refused.sentence)
            return
        except Exception:
            logger.exception("a request could not be answered")
            self.refuse(500, "The server made a mistake.")
            return
        if not self.transport.is_closing():
            self._pass_on(site, raw)

    def _is_secure(self, head: Head) -> bool:
        """Whether nobody on the way can read the answer. Raises Refused."""
        told = forwarded(head, self.peer.address, self.web.proxies)
        return self.peer.secure if told is None else told.secure or self.peer.carrier == "tls"

    def _pass_on(self, site: Site, raw: bytes) -> None:
        if self.handler is None:
            self.site = site
            self.handler = site.handler(self)
            self.handler.connection_made(self.transport)
            if self.writing_paused:
                self.handler.pause_writing()
        self.handler.data_received(raw)

    def _become_websocket(self, module: ModuleType, head: Head, raw: bytes) -> None:
        peer = self._who_asks(head)
        secure = peer.carrier == "wss"
        origins = (own_origin(head.host, secure), *self.web.origins)
        protocol, reply = module.shake_hands(raw, head, origins, self.web.limits.websocket_bytes)
        if protocol.state is not module.State.OPEN:
            self.ended = True
            self.transport.write(with_safe_headers(reply))
            linger(self.web.engine.loop, self.transport)
            return
        self._forget()
        self._dismiss_handler()
        connection = module.WebSocketConnection(self.web.engine, peer, protocol)
        self.transport.write(reply)
        self.transport.set_protocol(connection)
        connection.connection_made(self.transport)
        if self.writing_paused:
            connection.pause_writing()
        if self.reading_paused:
            self.transport.resume_reading()
        if self.buffer:
            connection.data_received(bytes(self.buffer))

    def _who_asks(self, head: Head) -> Peer:
        """The peer as the WebSocket has it: the one behind a proxy that we believe. Raises Refused."""
        peer = self.peer
        told = forwarded(head, peer.address, self.web.proxies)
        if told is None:
            return msgspec.structs.replace(peer, carrier="wss" if peer.carrier == "tls" else "ws")
        if told.address != peer.address:
            reason = peer.move(told.address)
            if reason is not None:
                raise Refused(429, reason)
        secure = told.secure or peer.carrier == "tls"
        return msgspec.structs.replace(peer, address=told.address, secure=secure, carrier="wss" if secure else "ws")

    def _dismiss_handler(self) -> None:
        """aiohttp had this connection for earlier requests; it may go, the transport stays."""
        handler, self.handler = self.handler, None
        if handler is not None and self.site is not None:
            handler.transport = None
            handler.connection_lost(None)
            self.site.forget(handler)

    def _forget(self) -> None:
        self._stop_timer()
        self.ended = True
        self.web.connections.discard(self)


def own_origin(host: str, secure: bool) -> str:
    """The origin of pages that this server serves under the Host `host` (RFC 6454, 6.2: no default port)."""
    scheme, default = ("https", ":443") if secure else ("http", ":80")
    return f"{scheme}://{host.lower().removesuffix(default)}"


def error_response(status: int, sentence: str) -> bytes:
    """A whole response in plain text, after which the connection ends."""
    body = f"{sentence}\n".encode()
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in SAFE_HEADERS.items()),
    ]
    if status == 405:
        lines.append(f"Allow: {', '.join(METHODS)}")
    if status == 503:
        lines.append("Retry-After: 10")
    return "\r\n".join((*lines, "", "")).encode() + body


def with_safe_headers(response: bytes) -> bytes:
    """A whole response with the headers that every page of ours has."""
    head, _, rest = response.partition(b"\r\n")
    safe = "".join(f"{name}: {value}\r\n" for name, value in SAFE_HEADERS.items())
    return head + b"\r\n" + safe.encode() + rest
