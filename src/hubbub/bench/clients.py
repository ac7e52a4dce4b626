"""The clients of the load generator: coming in, then counting as cheaply as they can."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections import Counter
from collections.abc import Callable, Sequence
from time import perf_counter_ns
from typing import cast

import msgspec

from .works import ALL_CAPS, Carrier

ARRIVING = 100  # connections that come in at the same time
ADDRESSES = 50  # loopback addresses that they come from, for each has no more than 28,000 ports

MARK = b"{"
"""Stands once in every message of ours and in nothing else a server sends, so that counting it counts messages, however
the bytes are cut. (A WebSocket frame would have it in its head if its payload had 123 bytes; ours have more.)"""

_STAMP = re.compile(rb"\{(\d+) (\d+)\}")


class Target(msgspec.Struct, frozen=True):
    """The server to measure. `pid` 0: not known. `plain_port`: where people without a protocol are greeted.

    Of a cluster, `pid` is who decides; `others` processes whose CPU counts by itself, `ports` where clients come
    in, one after the other."""

    host: str
    port: int
    pid: int = 0
    plain_port: int = 0
    others: tuple[int, ...] = ()
    ports: tuple[int, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """Bytes to send, and what the answer must contain before the next step."""

    say: bytes
    until: bytes


def text(talker: int, size: int) -> bytes:
    """A message of `size` bytes that says who sent it and when."""
    return (b"{%d %d}" % (talker, perf_counter_ns())).ljust(size, b".")


def frame(line: bytes) -> bytes:
    """A WebSocket text frame from a client (RFC 6455, 5.2); its masking key is zero, which changes nothing."""
    size = len(line)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + line


def wrapped(carrier: Carrier, line: bytes) -> bytes:
    """One line as it goes over the wire."""
    return frame(line) if carrier == "ws" else line + b"\r\n"


def coming_in(carrier: Carrier, host: str, name: str, room: str, caps: Sequence[str] = ()) -> list[Step]:
    """What a client says to get a name and, unless `room` is empty, into a room. In plain text that is the lobby."""
    if carrier == "plain":
        return [Step(f"{name}\r\n".encode(), b"/help")]
    hello = [f"CAP REQ :{' '.join(caps)}"] if caps else []
    hello += [f"NICK {name}", f"USER {name} 0 * :{name}"]
    hello += ["CAP END"] if caps else []
    steps = [Step(_upgrade(host), b"\r\n\r\n")] if carrier == "ws" else []
    steps.append(Step(b"".join(wrapped(carrier, line.encode()) for line in hello), b" 001 "))
    if room:
        steps.append(Step(wrapped(carrier, f"JOIN {room}".encode()), b" 366 "))
    return steps


def _upgrade(host: str) -> bytes:
    key = base64.b64encode(b"sixteen bytes !!").decode()
    return (
        f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: text.ircv3.net\r\n\r\n"
    ).encode()


class Arriving(asyncio.Protocol):
    """Goes through the steps; `arrived` gets the transport after the last one."""

    def __init__(self, steps: Sequence[Step], arrived: asyncio.Future[asyncio.Transport]) -> None:
        self.steps = iter(steps)
        self.arrived = arrived
        self.until = b""
        self.seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._go_on()

    def data_received(self, data: bytes) -> None:
        self.seen = self.seen[-200:] + data
        if not self.arrived.done() and self.until in self.seen:
            self.seen = b""
            self._go_on()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.arrived.done():
            last = self.seen[-200:].decode(errors="replace").strip()
            self.arrived.set_exception(ConnectionError(f"the server closed the connection, last saying: {last}"))

    def _go_on(self) -> None:
        step = next(self.steps, None)
        if step is None:
            self.arrived.set_result(self.transport)
        else:
            self.until = step.until
            self.transport.write(step.say)


class Listener(asyncio.Protocol):
    """Counts the messages that arrive."""

    def __init__(self) -> None:
        self.got = 0
        self.lost = False

    def data_received(self, data: bytes) -> None:
        self.got += data.count(MARK)

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True


class Witness(Listener):
    """Reads the messages too: how long each took (nanoseconds), and whose it was, so that they send the next."""

    def __init__(self, seen: Callable[[int, int], None]) -> None:
        super().__init__()
        self.seen = seen
        self.took: list[int] = []
        self.rest = b""

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        now = perf_counter_ns()
        data = self.rest + data
        end = 0
        talkers: Counter[int] = Counter()
        for message in _STAMP.finditer(data):
            talkers[int(message[1])] += 1
            self.took.append(now - int(message[2]))
            end = message.end()
        self.rest = data[end:]
        for talker, count in talkers.items():
            self.seen(talker, count)


def all_caps(*, echo_only: bool = False) -> tuple[str, ...]:
    return ("echo-message",) if echo_only else ALL_CAPS


class Door:
    """Lets clients in, a hundred at a time, from many addresses where the server is on loopback."""

    def __init__(self, target: Target, carrier: Carrier = "tcp", at_once: int = ARRIVING) -> None:
        self.host = target.host
        self.ports = target.ports or (target.plain_port if carrier == "plain" else target.port,)
        self.carrier = carrier
        self.chat = asyncio.Semaphore(at_once)
        self.tls = _trusting() if carrier == "tls" else None
        self.numbers = 0

    async def come_in(self, name: str, room: str, caps: Sequence[str] = ()) -> asyncio.Transport:
        """A new client. Raises OSError when the server does not take it."""
        loop = asyncio.get_running_loop()
        arrived: asyncio.Future[asyncio.Transport] = loop.create_future()
        source, port = self._source(), self.ports[self.numbers % len(self.ports)]
        steps = coming_in(self.carrier, f"{self.host}:{port}", name, room, caps)
        async with self.chat:
            await loop.create_connection(
                lambda: Arriving(steps, arrived), self.host, port, ssl=self.tls, local_addr=source
            )
            return await asyncio.wait_for(arrived, 60)

    def _source(self) -> tuple[str, int] | None:
        self.numbers += 1
        if not self.host.startswith("127."):
            return None
        return f"127.0.1.{1 + self.numbers % ADDRESSES}", 0


def _trusting() -> ssl.SSLContext:
    """The server's certificate is its own; who it is does not matter here."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
