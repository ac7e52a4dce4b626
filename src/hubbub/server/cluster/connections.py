"""A node's connections: their sockets are here, and what they mean is the decider's business.

What a client says is kept until the decider has dealt with it, and said again to a decider that may not have heard it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Literal, cast

from msgspec import structs

from hubbub.server.net.closing import finish
from hubbub.server.net.peer import Peer
from hubbub.server.net.reading import left_in_tls
from hubbub.wire.sniff import Opening, decide

from .messages import Call, Closed, Ended, Item, Opened, Output, Received, Taken, Wrote

logger = logging.getLogger(__name__)

REPORT = 16 * 1024  # bytes that the kernel has taken before the decider is told: who answers requests waits for that
LINGER = 10.0  # seconds that the last words may take
ASK_AGAIN = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
    b"Content-Type: text/plain\r\nContent-Length: 31\r\n\r\nAnother machine decides: again\n"
)


class Connections:
    """Those of one node in one epoch. `say` takes a call for the decider, in order.

    `window`: bytes of one client that may be on their way to the decider; then it is read no more until some are taken.
    `report`: as REPORT for whoever speaks lines, of whom the decider lets much more wait.
    `spoke_http` is told an address that has made a request.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        window: int,
        report: int,
        say: Callable[[Call], object],
        spoke_http: Callable[[str], object],
    ) -> None:
        self.loop = loop
        self.window = window
        self.report = report
        self.say = say
        self.spoke_http = spoke_http
        self.by_number: dict[int, NodeConnection] = {}
        self.unconfirmed: set[NodeConnection] = set()  # those whose latest `wrote` no decider is known to have heard
        self.differed = 0  # so many were not as the decider had them (`comparing`)
        self.unknown: list[int] = []  # those of the last picture that are not here
        self.number = 0
        self._gone = asyncio.Event()

    def __len__(self) -> int:
        return len(self.by_number)

    def add(self, peer: Peer, *, silent: bool) -> NodeConnection:
        """A protocol for a new connection."""
        self.number += 1
        return NodeConnection(self, self.number, peer, silent=silent)

    def apply(self, items: list[Item]) -> Iterator[None]:
        """What the decider says to them, a step for each. A fault of one connection is not the others'."""
        for item in items:
            if item.__class__ is Output:
                data = item.data
                for number in item.numbers:
                    if (connection := self.by_number.get(number)) is not None:
                        connection.write(data)
                        yield
            elif item.__class__ is Taken:
                if (connection := self.by_number.get(item.number)) is not None:
                    connection.take(item.offset)
            elif item.__class__ is Closed and (connection := self.by_number.get(item.number)) is not None:
                if item.cut and connection.owes_answer:
                    connection.write(ASK_AGAIN)
                connection.end(item.how)
            yield

    def apply_loose(self, items: list[Item]) -> Iterator[None]:
        """The same of what nobody keeps: a picture that waits for the log meanwhile does not know of it."""
        yield from self.apply(items)
        for item in items:
            for number in item.numbers if item.__class__ is Output else ():
                if (connection := self.by_number.get(number)) is not None:
                    connection.is_loose = True

    def _each(self) -> Iterator[NodeConnection]:
        """Those that are there, whoever comes or goes meanwhile."""
        for connection in tuple(self.by_number.values()):
            if connection.number in self.by_number:
                yield connection

    def say_again(self) -> Iterator[None]:
        """Somebody else decides: it hears of every connection, and of all that was not taken; a step for each."""
        for connection in self._each():
            connection.say_again()
            yield

    def say_waiting(self) -> Iterator[None]:
        """There was no contact: what was not taken may have been lost."""
        for connection in self._each():
            if connection.is_waiting:
                connection.say_again()
                yield

    def say_late(self) -> Iterator[None]:
        """What was not taken for long is said again: it may have been lost."""
        for connection in self._each():
            if connection.is_waiting and connection.is_late():
                connection.say_again()
                yield

    def begin_counting(self) -> None:
        """A new decider counts what it tells each of them from 0."""
        self.unconfirmed.clear()
        for connection in self.by_number.values():
            connection.told = connection.said = 0
            connection.is_loose = False

    def wrote(self) -> Iterator[tuple[int, int]]:
        """For beats: how much the kernel has taken of each where that has changed."""
        for connection in tuple(self.unconfirmed):
            yield connection.number, connection.wrote

    def confirmed(self, wrote: list[tuple[int, int]]) -> Iterator[None]:
        """The decider has heard that beat; a step for each."""
        for number, offset in wrote:
            connection = self.by_number.get(number)
            if connection is not None and connection.wrote == offset:
                self.unconfirmed.discard(connection)
            yield

    async def all_gone(self) -> None:
        """Wait until there are none."""
        while self.by_number:
            self._gone.clear()
            await self._gone.wait()

    def forget(self, connection: NodeConnection) -> None:
        """The decider has done with it."""
        self.by_number.pop(connection.number, None)
        self.unconfirmed.discard(connection)
        self._gone.set()

    def close(self, words: Callable[[NodeConnection], bytes]) -> None:
        """All of them end, with last words of ours."""
        for connection in list(self.by_number.values()):
            connection.write(words(connection))
            connection.end("close")
        self.unconfirmed.clear()


class NodeConnection(asyncio.Protocol):
    """One connection. Offsets are those of `messages`.

    `taken`: up to where the decider has dealt with what came, `untaken` is behind that. `told`: bytes that the decider
    has told the client; `said`: as many of them as it was last told that the kernel has taken."""

    __slots__ = (
        "asked", "at_end", "connections", "how", "is_loose", "is_socket", "known", "late", "missed", "number", "opened",
        "opening", "peer", "reading", "report", "said", "silent", "taken", "told", "transport", "untaken", "wait",
    )  # fmt: skip

    def __init__(self, connections: Connections, number: int, peer: Peer, *, silent: bool) -> None:
        self.connections = connections
        self.number = number
        self.peer = peer
        self.silent = silent
        self.transport: asyncio.Transport | None = None
        self.at_end = False  # nothing more is said to it
        self.known = False  # the decider has said something of it
        self.is_loose = False  # it was told what nobody keeps, since a picture knew of that
        self.missed = False  # it was not in the last picture where it belongs
        self.taken = self.told = self.said = 0
        self.untaken = bytearray()
        self.asked = False  # something came since it was told anything
        self.is_socket = False  # a WebSocket is spoken
        self.opening = Opening.MORE  # what the first bytes say
        self.how: list[Literal["eof", "lost", "timeout"]] = []  # how it ended: first one half perhaps, then the other
        self.reading = True
        self.report = REPORT
        self.late, self.wait = 0, 1  # beats since something was said or taken, and how many are waited for

    # the socket

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        peer, handshake = self.peer, transport.get_extra_info("ssl_object")
        tls = handshake is not None
        self.opened = Opened(
            self.number,
            peer.address,
            peer.port,
            peer.kind,
            peer.secure,
            tls,
            self.silent,
            handshake.asked_host if tls else "",
            (handshake.getpeercert(binary_form=True) or b"") if tls else b"",
        )
        self.connections.by_number[self.number] = self
        self.connections.say(self.opened)

    def data_received(self, data: bytes) -> None:
        if self.how:
            return
        offset = self.taken + len(self.untaken)
        if self.opening is Opening.MORE:
            self.opening = decide(bytes(self.untaken) + data)
            if self.opening is Opening.HTTP:
                self.connections.spoke_http(self.peer.address)
            elif self.opening is not Opening.MORE:
                self.report = self.connections.report
        self.untaken += data
        self.asked = True
        self.late = 0
        self.connections.say(Received(self.number, offset, bytes(data)))
        if len(self.untaken) > self.connections.window and self.reading and self.transport is not None:
            self.reading = False
            self.transport.pause_reading()

    def eof_received(self) -> bool:
        """Whether the client may still be told something: TLS has no half of a connection."""
        self._has_ended("eof")
        return not self.opened.tls

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport is not None and (left := left_in_tls(self.transport)):
            self.data_received(left)
        self.transport = None
        self.peer.counted.gone()
        if self.number in self.connections.by_number:
            self._has_ended("timeout" if isinstance(error, TimeoutError) else "lost")

    def _has_ended(self, how: Literal["eof", "lost", "timeout"]) -> None:
        self.how.append(how)
        self.late = 0
        self.connections.say(self._end(how))

    def _end(self, how: Literal["eof", "lost", "timeout"]) -> Ended:
        behind = how != "eof" and "eof" in self.how
        return Ended(self.number, self.taken + len(self.untaken) + behind, how)

    def pause_writing(self) -> None:
        """The decider sees by what it is told how much waits."""

    def resume_writing(self) -> None:
        self._report()

    # the decider

    def write(self, data: bytes) -> None:
        self.known = True
        self.asked = False
        if self.opening is Opening.HTTP and data.startswith(b"HTTP/1.1 101"):
            self.is_socket = True
            self.report = self.connections.report
        self.told += len(data)
        transport = self.transport
        if transport is not None and not self.at_end:
            try:
                transport.write(data)
            except (OSError, RuntimeError):  # the loop has not told us yet that it is gone
                logger.debug("a connection could not be written to", exc_info=True)
            self.connections.unconfirmed.add(self)
            if self.told - self.said >= self.report:
                self._report()

    @property
    def owes_answer(self) -> bool:
        """Whether a request over HTTP was not answered yet, not even in part."""
        return self.asked and self.opening is Opening.HTTP and not self.is_socket

    @property
    def wrote(self) -> int:
        """How much of what it was told the kernel has taken."""
        waiting = self.transport.get_write_buffer_size() if self.transport is not None else 0
        return max(0, self.told - waiting)

    def _report(self) -> None:
        wrote = self.wrote
        if wrote - self.said >= self.report:
            self.said = wrote
            self.connections.say(Wrote(self.number, wrote))

    def take(self, offset: int) -> None:
        self.known = True
        self.late, self.wait = 0, 1
        offset = min(offset, self.taken + len(self.untaken))  # that it ended is said until it is closed
        if offset <= self.taken:
            return
        del self.untaken[: offset - self.taken]
        self.taken = offset
        if not self.reading and len(self.untaken) <= self.connections.window // 2:
            self.reading = True
            if self.transport is not None and not self.transport.is_closing():
                self.transport.resume_reading()

    def part(self, words: bytes) -> None:
        """Close it with words of ours, although the decider has not said so: that hears that it is lost."""
        transport, self.at_end = self.transport, True
        if transport is not None and not transport.is_closing():
            transport.write(words)
            finish(self.connections.loop, transport, LINGER)

    def end(self, how: Literal["end", "close", "abort"]) -> None:
        transport = self.transport
        if how == "end":
            self.at_end = True
            if transport is not None and not transport.is_closing() and transport.can_write_eof():
                transport.write_eof()
            return
        self.connections.forget(self)
        if transport is None:
            return
        if how == "abort":
            transport.abort()
        else:
            finish(self.connections.loop, transport, LINGER)

    # what is said again

    @property
    def is_waiting(self) -> bool:
        """Whether the decider owes it an answer."""
        return not self.known or bool(self.untaken) or bool(self.how)

    def is_late(self) -> bool:
        """Whether it has waited for long; asked at every beat. Each time it takes longer: half a line may wait long."""
        self.late += 1
        if self.late < self.wait:
            return False
        self.late, self.wait = 0, min(2 * self.wait, 32)
        return True

    def say_again(self) -> None:
        say = self.connections.say
        say(structs.replace(self.opened, taken=self.taken))
        if self.untaken:
            say(Received(self.number, self.taken, bytes(self.untaken)))
        for how in self.how:
            say(self._end(how))
