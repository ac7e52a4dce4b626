"""The decider's end of connections whose sockets a node has: transports that collect what is written to them.

What they collect leaves with the next commit, so the protocols above work as over a socket, and nothing leaves before
the log has what it tells of.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, cast

from hubbub.chat.world.session import Outbox, Session
from hubbub.server.core.commits import Outboxes
from hubbub.server.entrance.door import SILENCE, Admission
from hubbub.server.entrance.refusing import refusal, refusal_of_banned
from hubbub.server.entrance.sniffing import Entrance
from hubbub.server.net import phases
from hubbub.server.net.addresses import LIMITS
from hubbub.server.net.connection import Connection
from hubbub.server.net.peer import Peer

from .comparing import Pictures
from .messages import Call, Calls, Closed, Ended, Item, NodeBeat, Opened, Output, Picture, Received, Taken, Told, Wrote

logger = logging.getLogger(__name__)

HIGH_WATER = 64 * 1024  # bytes that the node has not written yet, before a protocol that never said otherwise is paused
AT_ONCE = 10  # connections that end in one go
REMEMBERED = 65_536  # numbers of connections that have ended: calls that come late or twice do not open them again


class Key(NamedTuple):
    """A connection of the cluster."""

    node: str
    epoch: int
    number: int


class Differed(NamedTuple):
    """How many connections a node has said were not as its decider had them, in one epoch."""

    epoch: int
    connections: int


class Handshake:
    """What the node knows of a connection's TLS, as `ssl.SSLObject` says it."""

    def __init__(self, host: str, certificate: bytes) -> None:
        self.asked_host = host
        self._certificate = certificate

    def getpeercert(self, *, binary_form: bool) -> bytes | None:
        return self._certificate or None


class Far:
    """One node in one epoch: its connections, and what it is to be told with the next commit."""

    def __init__(self, node: str, epoch: int) -> None:
        self.node = node
        self.epoch = epoch
        self.last = self.kept = 0  # the position of the last part for it, and of the last that the log has
        self.beat = 0  # the number of the last one that was heard
        self.told: NodeBeat | None = None
        self.heard_at = 0.0
        self.connections: dict[int, Carried] = {}
        self.is_lost = False  # nothing more is said to it
        self.items: list[Item] = []
        self.pictures = Pictures()
        self.differed_at = 0.0  # when it said last that a connection was not as we have it; 0: never
        self._data: bytes | None = None  # of the last item, if that is Output
        self._numbers: list[int] = []  # and its numbers
        self._aside: tuple[list[Item], bytes | None, list[int]] = ([], None, [])
        self._ended: deque[int] = deque()
        self._has_ended: set[int] = set()

    def write(self, number: int, data: bytes) -> None:
        """What several connections get in a row crosses once: the very same bytes, as a turn hands them to members."""
        if data is self._data:
            self._numbers.append(number)
        elif not self.is_lost:
            self._data, self._numbers = data, [number]
            self.items.append(Output(self._numbers, data))

    def say(self, item: Item) -> None:
        """Something else, behind all that was written."""
        if not self.is_lost:
            self.items.append(item)
            self._data = None

    def turn_over(self) -> None:
        """What is said from now on belongs to another commit; called once more, to this one again."""
        aside, self._aside = self._aside, (self.items, self._data, self._numbers)
        self.items, self._data, self._numbers = aside

    def take(self) -> list[Item]:
        items, self.items, self._data = self.items, [], None
        if items:
            self.pictures.said()
        return items

    def take_output(self) -> list[Item]:
        """What connections are told alone, and nobody keeps; what else there is stays for the next commit."""
        output: list[Item] = [item for item in self.items if isinstance(item, Output)]
        for number in {number for item in output if isinstance(item, Output) for number in item.numbers}:
            if (carried := self.connections.get(number)) is not None:
                carried.sure = False
        self.items, self._data = [item for item in self.items if not isinstance(item, Output)], None
        return output

    def picture(self, clock: float) -> Picture | None:
        """For the node to compare itself with, behind all items that were taken; None: there is none now."""
        return self.pictures.take(clock, self._told, self.connections) if self.pictures.is_due(clock) else None

    def _told(self, number: int) -> Told | None:
        carried = self.connections.get(number)
        if carried is None or (carried.taken < 0 and not carried.sent):
            return None
        return Told(number, carried.sent, carried.sure)

    def forget(self, number: int) -> None:
        """The connection has ended."""
        if self.connections.pop(number, None) is None and number in self._has_ended:
            return
        self._ended.append(number)
        self._has_ended.add(number)
        if len(self._ended) > REMEMBERED:
            self._has_ended.discard(self._ended.popleft())

    def has_ended(self, number: int) -> bool:
        return number in self._has_ended


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


class Carrier:
    """All connections that nodes carry to this decider. `generation`: of the decider, which calls are for.

    `touched`: those that have said something, that came or ended since the last commit; whoever commits clears it.
    `differed`: by node, as it was heard last, by the decider before, too: what that one has told of is not told again.
    `pending`: what a turn tells very many, of which some have it already.
    """

    def __init__(self, entrance: Entrance, generation: int) -> None:
        self.entrance = entrance
        self.generation = generation
        self.loop = entrance.engine.loop
        self.begin = entrance.engine.begin
        self.nodes: dict[str, Far] = {}
        self.connections: dict[Key, Carried] = {}
        self.touched: set[Carried] = set()
        self.differed: dict[str, Differed] = {}
        self.pending: dict[Session, Outbox] = {}
        self.is_next = False  # what is said belongs to the turn behind that
        self.flush: Callable[[Outboxes], object] = lambda outboxes: None

    def begin_next(self) -> None:
        """A turn is handed out from now on: what is said belongs to the next one."""
        self.is_next = True
        self._turn_over()

    @contextmanager
    def in_that_turn(self) -> Iterator[None]:
        """What is said here belongs to the turn that is handed out."""
        was_next, self.is_next = self.is_next, False
        if was_next:
            self._turn_over()
        try:
            yield
        finally:
            if was_next:
                self._turn_over()
            self.is_next = was_next

    def _turn_over(self) -> None:
        for far in self.nodes.values():
            far.turn_over()

    def hand_out(self, session: Session) -> None:
        """What this one is told in that turn, before anything else is."""
        if (outbox := self.pending.pop(session, None)) is not None:
            with self.in_that_turn():
                self.flush([(session, outbox)])

    def hear(self, calls: Calls) -> Iterator[None]:
        """What a node says, while it lives: a step for each call."""
        far = self.far(calls.node, calls.epoch)
        if far is None:
            return
        if calls.beat is not None:
            self.note_beat(far, calls.beat)
        if calls.generation != self.generation:
            return
        for call in calls.calls:
            self._hear(far, call)
            yield
        for number, offset in calls.beat.wrote if calls.beat is not None else ():
            if (carried := far.connections.get(number)) is not None:
                carried.wrote(offset)
                yield
        for number in calls.beat.unknown if calls.beat is not None else ():
            if (carried := far.connections.get(number)) is not None:
                carried.lose(None)
                yield
        if calls.leaving:
            self._send_away(far, calls.leaving)

    def note_beat(self, far: Far, beat: NodeBeat) -> None:
        """How the node is, whatever it has said that is still to be heard."""
        if beat.number <= far.beat:
            return
        before = self.differed.get(far.node)
        if beat.differed > (before.connections if before is not None and before.epoch == far.epoch else 0):
            far.differed_at = self.loop.time()
        self.differed[far.node] = Differed(far.epoch, beat.differed)
        far.beat, far.told, far.heard_at = beat.number, beat, self.loop.time()

    def far(self, node: str, epoch: int) -> Far | None:
        """The node in that epoch; None: there is a later one. An earlier one's connections are lost."""
        far = self.nodes.get(node)
        if far is None or far.epoch < epoch:
            if far is not None:
                self.lose(far)
            far = self.nodes[node] = Far(node, epoch)
        return far if far.epoch == epoch else None

    def lose(self, far: Far) -> None:
        """The node is no more: so are all its connections."""
        far.take()
        far.is_lost = True
        if self.nodes.get(far.node) is far:
            del self.nodes[far.node]
        self.lose_all(tuple(far.connections.values()))

    def lose_all(self, lost: Sequence[Carried]) -> None:
        """All of these are lost."""
        self._end_all(lost, _hear_no_more, _lose)

    def _end_all(
        self, them: Sequence[Carried], before: Callable[[Carried], object], end: Callable[[Carried], object]
    ) -> None:
        """Of many some end in a turn. What happens `before`, to all of them, is that they hear nothing more: of the end
        of all the others ten thousand would hear a hundred million times."""
        if len(them) > AT_ONCE:
            self.entrance.engine.in_turns(chain(map(before, them), map(end, them)))
            return
        for carried in them:
            end(carried)

    def take(self, clock: float, *, pictures: bool = True) -> dict[Far, list[Item]]:
        """What each node is to be told, of those that are to be told something or to compare themselves."""
        return {
            far: far.take() for far in self.nodes.values() if far.items or (pictures and far.pictures.is_due(clock))
        }

    def _hear(self, far: Far, call: Call) -> None:
        carried = far.connections.get(call.number)
        if call.__class__ is Opened:
            if carried is None and not far.has_ended(call.number):
                self._open(far, call)
        elif carried is not None:
            carried.hear(cast("Received | Ended | Wrote", call))

    def _send_away(self, far: Far, words: str) -> None:
        """A node stops: its people may come back elsewhere as who they are."""
        self.begin()
        self._end_all(tuple(far.connections.values()), _hold, partial(_send_away, words))

    def _open(self, far: Far, opened: Opened) -> None:
        if opened.taken:
            logger.info("a connection of %s goes on that nobody here knows: it is closed", far.node)
            self.begin()
            far.forget(opened.number)
            far.say(Closed(opened.number, "close", cut=True))
            return
        entrance, address = self.entrance, opened.address
        counted = address not in entrance.gateways
        full = entrance.addresses.admit(address) if counted else None
        entrance.count += 1
        admission = Admission(entrance, address if counted and full is None else "")
        peer = peer_of(opened, admission)
        banned = entrance.why_not(address) if counted else ""
        protocol: asyncio.Protocol
        if full is not None or banned:
            entrance.host.turned_away.note("ban" if full is None else LIMITS[full], address)
            protocol = TurnedAway(entrance, peer, full or "", banned)
        else:
            browser = opened.kind == "any" and entrance.addresses.speaks_http(address)
            protocol = entrance.first_protocol(peer, opened.silent and not browser)
        self.connect(far, opened, peer, protocol)

    def resume(self, far: Far, opened: Opened, peer: Peer, protocol: asyncio.Protocol, received: int) -> Carried:
        """A connection of the decider before, which has dealt with all that came before `received`."""
        return self.connect(far, opened, peer, protocol, received)

    def connect(self, far: Far, opened: Opened, peer: Peer, protocol: asyncio.Protocol, received: int = 0) -> Carried:
        """A connection, and who speaks on it."""
        carried = Carried(self, far, opened, peer)
        carried.protocol = protocol
        if received:
            carried.heard = carried.received = carried.taken = received
        self.connections[carried.key] = far.connections[opened.number] = carried
        self.touched.add(carried)
        self.begin()
        carried._call(protocol.connection_made, carried)
        return carried


def connection_of(carried: Carried) -> Connection | None:
    """Whoever speaks lines there."""
    connection = getattr(carried.protocol, "connection", None)
    return connection if isinstance(connection, Connection) else None


def _hear_no_more(carried: Carried) -> None:
    if (connection := connection_of(carried)) is not None:
        connection.hear_nothing()


def _hold(carried: Carried) -> None:
    if (connection := connection_of(carried)) is not None:
        connection.hold()


def _lose(carried: Carried) -> None:
    carried.lose(None)


def _send_away(words: str, carried: Carried) -> None:
    if (connection := connection_of(carried)) is not None:
        phases.send_away(connection, words)
    if not hasattr(carried.protocol, "framing"):  # nobody speaks lines there
        carried.close()


def peer_of(opened: Opened, admission: Admission) -> Peer:
    carrier = "tls" if opened.tls else "tcp"
    return Peer(opened.address, opened.port, opened.secure, opened.kind, carrier, counted=admission)


class TurnedAway(asyncio.Protocol):
    """Who may not come in is told so in the words of what they speak: once they have begun, or after a silence."""

    transport: asyncio.Transport

    def __init__(self, entrance: Entrance, peer: Peer, full: str, banned: str) -> None:
        self.entrance = entrance
        self.peer = peer
        self.full = full
        self.banned = banned

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.silence = self.entrance.host.loop.call_later(SILENCE, self.data_received, b"")

    def data_received(self, data: bytes) -> None:
        if not self.transport.is_closing():
            words = (
                refusal_of_banned(data, self.entrance.name, self.banned) if self.banned else refusal(data, self.full)
            )
            self.transport.write(words)
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.silence.cancel()
        self.peer.counted.gone()
