"""The decider's end of a connection whose socket a node has: a transport that collects what is written to it.

What it collects leaves with the next commit, so the protocols above work as over a socket, and nothing leaves before
the log has what it tells of.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Any, cast

from hubbub.server.net.connection import Connection
from hubbub.server.net.peer import Peer

from .far import Far, Key
from .messages import Closed, Ended, Item, Opened, Received, Taken, Wrote

if TYPE_CHECKING:
    from .carrier import Carrier

logger = logging.getLogger(__name__)

HIGH_WATER = 64 * 1024  # bytes that the node has not written yet, before a protocol that never said otherwise is paused


class Handshake:
    """What the node knows of a connection's TLS, as `ssl.SSLObject` says it."""

    def __init__(self, host: str, certificate: bytes) -> None:
        self.asked_host = host
        self._certificate = certificate

    def getpeercert(self, *, binary_form: bool) -> bytes | None:
        return self._certificate or None


class Carried(asyncio.Transport):
    """The transport of one connection. Offsets are those of `messages`.

    `heard`: up to where its input has come; `received`: up to where the protocol has it; `taken`: up to where the node
    was told that it need not say it again. `sent` and `written` are of its output since this decider has it, `sure` is
    that all of it was kept by the log. `peer`: as it was admitted.
    """

    __slots__ = (
        "carrier", "closing", "end", "engine", "far", "heard", "high", "key", "number", "opened", "paused", "peer",
        "protocol", "reading", "received", "sent", "sure", "taken", "waiting", "watched", "written",
    )  # fmt: skip

    def __init__(self, carrier: Carrier, far: Far, opened: Opened, peer: Peer) -> None:
        super().__init__()
        self.carrier = carrier
        self.engine = carrier.entrance.engine
        self.far = far
        self.number = opened.number
        self.key = Key(far.node, far.epoch, opened.number)
        self.opened = opened
        self.peer = peer
        self.heard = self.received = self.sent = self.written = 0
        self.taken = -1  # not even that it was opened
        self.waiting: deque[bytes] = deque()  # what came while nobody reads
        self.end: Ended | None = None  # what comes behind that
        self.reading = True
        self.closing = self.paused = self.watched = False
        self.sure = True
        self.high = HIGH_WATER
        self.protocol: asyncio.Protocol = asyncio.Protocol()

    # what the node says

    def hear(self, call: Received | Ended | Wrote) -> None:
        """What came twice, or before what belongs before it, is passed over: the node says it again."""
        if call.__class__ is Received:
            self._hear_bytes(call)
        elif call.__class__ is Wrote:
            self.wrote(call.offset)
        elif call.offset == self.heard and not self.closing:
            self._hear_end(cast(Ended, call))

    def _hear_bytes(self, call: Received) -> None:
        known = self.heard - call.offset
        if known < 0 or known >= len(call.data) or self.closing or self.end is not None:
            return
        self.heard += len(call.data) - known
        self.waiting.append(call.data[known:] if known else call.data)
        self.deliver()

    def _hear_end(self, call: Ended) -> None:
        if self.end is None or self.end.how == "eof" != call.how:
            self.end = call
            self.heard += call.how == "eof"
            self.deliver()

    def wrote(self, offset: int) -> None:
        """The node's kernel has taken everything before that. It may have taken more: the node says so by quarters of
        what may wait, and does not see at once what its loop keeps."""
        if offset <= self.written:
            return
        self.written = min(offset, self.sent)
        drained = self.sent == self.written
        if (self.paused and self.sent - self.written <= self.high // 2) or (self.watched and drained):
            self.paused = self.watched = False
            self._call(self.protocol.resume_writing)

    def deliver(self) -> None:
        """Give the protocol what waits, as long as it reads."""
        self.carrier.touched.add(self)
        self.carrier.begin()
        while self.waiting and self.reading and not self.closing:
            data = self.waiting.popleft()
            self.received += len(data)
            self._call(self.protocol.data_received, data)
        if self.end is None or self.waiting or not self.reading or self.closing:
            return
        if self.end.how == "eof":
            if self.received < self.heard:
                self.received = self.heard
                if not self._call(self.protocol.eof_received) or self.opened.tls:
                    self.close()
        else:
            self.lose(TimeoutError() if self.end.how == "timeout" else None)

    def lose(self, error: Exception | None) -> None:
        """The node has lost the connection, or we have lost the node."""
        if not self.closing:
            self.closing = True
            self._gone("abort")
            self._call(self.protocol.connection_lost, error)

    def _call(self, method: Any, *given: Any) -> Any:
        try:
            return method(*given)
        except Exception:
            logger.exception("a bug in hubbub: the connection that met it is closed")
            self.abort()

    # what the protocol asks

    def catch_up(self) -> None:
        """It has all of the turn that is being handed out: whatever is said to it next comes behind that."""
        if self.carrier.pending and (connection := connection_of(self)) is not None:
            self.carrier.hand_out(connection.session)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self.carrier.is_next:
            self.catch_up()
        if self.closing or not data:
            return
        self.sent += len(data)
        if not self.engine.begun:
            self.engine.begin()
        self.far.write(self.number, data if data.__class__ is bytes else bytes(data))
        if self.sent - self.written > self.high and not self.paused:
            self.paused = True
            self._call(self.protocol.pause_writing)

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def can_write_eof(self) -> bool:
        return not self.opened.tls

    def write_eof(self) -> None:
        self.catch_up()
        if not self.closing:
            self._say(Closed(self.opened.number, "end"))

    def close(self) -> None:
        self.catch_up()
        if not self.closing:
            self.closing = True
            self._gone("close")
            self.carrier.loop.call_soon(self._call, self.protocol.connection_lost, None)

    def abort(self) -> None:
        self.catch_up()
        if not self.closing:
            self.closing = True
            self._gone("abort")
            self.carrier.loop.call_soon(self._call, self.protocol.connection_lost, None)

    def _gone(self, how: Any) -> None:
        self._say(Closed(self.opened.number, how))
        self.waiting.clear()
        self.far.forget(self.opened.number)
        self.carrier.connections.pop(self.key, None)

    def _say(self, item: Item) -> None:
        self.carrier.touched.add(self)
        self.carrier.begin()
        self.far.say(item)

    def take(self, offset: int) -> None:
        """What came before that is dealt with: the node is told so with the next commit."""
        if offset > self.taken and not self.closing:
            self.taken = offset
            self._say(Taken(self.opened.number, offset))

    def is_closing(self) -> bool:
        return self.closing

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        if not self.reading:
            self.reading = True
            if self.waiting or self.end is not None:
                self.carrier.loop.call_soon(self.deliver)

    def is_reading(self) -> bool:
        return self.reading and not self.closing

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Who speaks lines is never paused before it is too slow by the limits: what waits here could not be handed to
        the next decider, and the node has it already."""
        self.high = max(high or HIGH_WATER, self.carrier.entrance.engine.limits.send_queue_bytes)

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return self.high // 2, self.high

    def get_write_buffer_size(self) -> int:
        """What the node has not written yet. Who asks is told by `resume_writing` once that is nothing."""
        self.watched = self.sent > self.written
        return self.sent - self.written

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        if name == "ssl_object" and self.opened.tls:
            return Handshake(self.opened.host, self.opened.certificate)
        if name == "peername":
            return self.peer.address, self.peer.port
        return default

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = cast(asyncio.Protocol, protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self.protocol


def connection_of(carried: Carried) -> Connection | None:
    """Whoever speaks lines there."""
    connection = getattr(carried.protocol, "connection", None)
    return connection if isinstance(connection, Connection) else None
