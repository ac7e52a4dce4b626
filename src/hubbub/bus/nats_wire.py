"""NATS's client protocol, as much of it as a bus needs (docs.nats.io: INFO, CONNECT, SUB, PUB, MSG, PING, PONG, -ERR):
one connection. What comes is handed on in the very moment in which it is read."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, cast
from urllib.parse import unquote, urlsplit

import msgspec

import hubbub

logger = logging.getLogger(__name__)

PORT = 4222
LONGEST = 64 * 1024  # bytes of the first line of whoever answers, at most


class Refused(Exception):
    """NATS, or whatever it is that answers there, has ended the connection; the text says why."""


class NotAccepted(Refused):
    """It does not know our name and password."""


class NatsAddress(NamedTuple):
    """A server of NATS. `certified`: the name that its certificate is to have."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    certified: str

    @classmethod
    def of(cls, address: str) -> NatsAddress:
        """From `nats://[NAME:PASSWORD@]HOST[:PORT]`, or `tls://`. A name alone is a token. Raises ValueError."""
        parts = urlsplit(address.strip())
        if not parts.hostname:
            raise ValueError(f"{address} names no host")
        user, password = (unquote(one) if one is not None else None for one in (parts.username, parts.password))
        return cls(parts.hostname, parts.port or PORT, user, password, parts.scheme == "tls", parts.hostname)

    def beside(self, address: str) -> NatsAddress:
        """Another server of the same NATS, as `HOST:PORT`, for whom the same is true. Raises ValueError."""
        parts = urlsplit(f"//{address}")
        return self._replace(host=parts.hostname or self.host, port=parts.port or PORT)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Info(msgspec.Struct, frozen=True):
    """What a server says of itself."""

    max_payload: int = 1 << 20
    tls_required: bool = False
    tls_available: bool = False
    connect_urls: list[str] = []


class Wire(asyncio.Protocol):
    """A connection to NATS; `open_wire` makes one that may be used. `heard` is called with what came, by the number of
    a subscription. `over` is done when it has ended. `silent`: counted up by who watches over it, and 0 again when
    anything comes."""

    def __init__(self, heard: Callable[[int, bytes], object]) -> None:
        loop = asyncio.get_running_loop()
        self.over: asyncio.Future[None] = loop.create_future()
        self.first: asyncio.Future[Info] = loop.create_future()
        self.info = Info()
        self.silent = 0
        self.transport: asyncio.Transport
        self._heard = heard
        self._why: Refused | None = None  # what it has said before it ended
        self._is_bound = False  # it does not permit everything
        self._rest = b""
        self._asked: deque[asyncio.Future[None]] = deque()  # PINGs that are not answered yet

    @property
    def is_open(self) -> bool:
        """Whether what is said may arrive."""
        return not (self.over.done() or self.transport.is_closing())

    # what is said

    def connect(self, place: NatsAddress, name: str) -> None:
        """Say who we are."""
        login: dict[str, Any] = {}
        if place.password is not None:
            login = {"user": place.user, "pass": place.password}
        elif place.user is not None:
            login = {"auth_token": place.user}
        told = {"verbose": False, "pedantic": False, "lang": "python", "version": hubbub.__version__, "protocol": 1}
        self.transport.write(b"CONNECT %b\r\n" % msgspec.json.encode({**told, "name": name, **login}))

    def subscribe(self, subject: str, number: int) -> None:
        self.transport.write(b"SUB %b %d\r\n" % (subject.encode(), number))

    def publish(self, subject: str, data: bytes) -> None:
        self.transport.write(b"PUB %b %d\r\n%b\r\n" % (subject.encode(), len(data), data))

    def ask(self) -> asyncio.Future[None]:
        """Done once NATS has dealt with everything that was said before. Raises Refused when the connection ends."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.over.done():
            answered.set_exception(self._why or Refused("the connection has ended"))
            return answered
        self._asked.append(answered)
        self.transport.write(b"PING\r\n")
        return answered

    # what comes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it

    def data_received(self, data: bytes) -> None:
        self.silent = 0
        if self._rest:
            data = self._rest + data
        at = 0
        try:
            while (end := data.find(b"\r\n", at)) >= 0:
                if data.startswith(b"MSG ", at):
                    words = data[at:end].split()
                    begin = end + 2
                    after = begin + int(words[-1])
                    if after < begin:
                        raise ValueError("a length below zero")
                    if len(data) < after + 2:
                        break
                    at = after + 2
                    self._hand_on(int(words[2]), data[begin:after])
                else:
                    line, at = data[at:end], end + 2
                    self._command(line)
        except (ValueError, IndexError, msgspec.MsgspecError):
            self._end(Refused("what answers there is something else than NATS"))
        self._rest = data[at:]
        if not self.first.done() and len(self._rest) > LONGEST:
            self._end(Refused("what answers there is something else than NATS"))

    def _hand_on(self, number: int, data: bytes) -> None:
        try:
            self._heard(number, data)
        except Exception:  # it is not to end the connection
            logger.exception("what NATS has brought could not be dealt with")

    def _command(self, line: bytes) -> None:
        verb = line[:5].upper()
        if verb.startswith(b"INFO"):
            self.info = msgspec.json.decode(line[4:], type=Info)
            if not self.first.done():
                self.first.set_result(self.info)
        elif not self.first.done():
            raise ValueError("NATS speaks first, and of itself")
        elif verb.startswith(b"PING"):
            self.transport.write(b"PONG\r\n")
        elif verb.startswith(b"PONG"):
            if self._asked and not (answered := self._asked.popleft()).done():
                answered.set_result(None)
        elif verb.startswith(b"-ERR"):
            self._complain(line[4:].strip(b" '").decode("utf-8", "replace"))

    def _complain(self, said: str) -> None:
        """Most of what NATS complains of is the end of the connection, which it closes then. What it does not permit is
        not: that is told, once a connection."""
        if said.lower().startswith("permissions violation"):
            if not self._is_bound:
                logger.warning("NATS does not permit all that hubbub needs: %s", said, extra={"event": "bus_forbids"})
            self._is_bound = True
            return
        logger.debug("NATS says: %s", said)
        is_ours = "authorization" in said.lower() or "authentication" in said.lower()
        self._why = NotAccepted(said) if is_ours else Refused(said)

    def _end(self, why: Refused) -> None:
        self._why = self._why or why
        self.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        why = self._why or Refused(getattr(error, "strerror", None) or str(error or "it has closed the connection"))
        waiting: list[asyncio.Future[Any]] = [self.first, *self._asked]
        for waits in waiting:
            if not waits.done():
                waits.set_exception(why)
                waits.exception()  # whoever waited may have given up
        self._asked.clear()
        if not self.over.done():
            self.over.set_result(None)


async def open_wire(place: NatsAddress, name: str, heard: Callable[[int, bytes], object]) -> Wire:
    """A connection that NATS has accepted. Raises Refused, OSError (`ssl.SSLError` among them)."""
    loop = asyncio.get_running_loop()
    try:
        transport, wire = await loop.create_connection(lambda: Wire(heard), place.host, place.port)
    except UnicodeError as error:  # of the encoding for the DNS
        raise Refused(f"no host can be called {place.host}") from error
    try:
        info = await wire.first
        if place.tls and not (info.tls_required or info.tls_available):
            raise Refused("it speaks no TLS, and its address begins with tls://")
        if place.tls or info.tls_required:
            context = ssl.create_default_context()
            over_tls = await loop.start_tls(transport, wire, context, server_hostname=place.certified)
            if over_tls is None:
                raise Refused("it has closed the connection")
            wire.transport = over_tls
        wire.connect(place, name)
        await wire.ask()
    except BaseException:
        wire.transport.abort()
        raise
    return wire
