"""All connections that nodes carry to who decides: whose they are, how they come and end, and what they are told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import cast

from hubbub.chat.world.session import Outbox, Session
from hubbub.server.core.outboxes import Outboxes
from hubbub.server.entrance.door import SILENCE, Admission
from hubbub.server.entrance.refusing import refusal, refusal_of_banned
from hubbub.server.entrance.sniffing import Entrance
from hubbub.server.net import phases
from hubbub.server.net.addresses import LIMITS
from hubbub.server.net.peer import Peer

from .carried import Carried, connection_of
from .far import Differed, Far, Key
from .messages import Call, Calls, Closed, Ended, Item, NodeBeat, Opened, Received, Wrote

logger = logging.getLogger(__name__)

AT_ONCE = 10  # connections that end in one go


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
