"""What the next decider has to know, written down with each commit: of every connection that nodes carry, and of the
people behind them (`chat/restoring/keeping`). And the beginning of a decider, with what the one before has written."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from hubbub.chat.chat import Batch
from hubbub.chat.events import ServerBanned
from hubbub.chat.ports import Begun, KeptState
from hubbub.chat.restoring.handed import HandedWorld
from hubbub.chat.restoring.handed_limits import HandedLimits
from hubbub.chat.restoring.keeping import SERVER, Keeping, kept_world
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import bans
from hubbub.commands.sessions import staying
from hubbub.log.errors import CannotOpen
from hubbub.server.entrance.door import Admission
from hubbub.server.entrance.sniffing import OpeningProtocol
from hubbub.server.net.connection import Connection
from hubbub.server.net.peer import Peer
from hubbub.server.net.phases import OPEN
from hubbub.server.net.reading import Rest
from hubbub.server.process.handed import HandedConnection
from hubbub.server.process.handover import framing_of, hand_connection, is_between_messages, protocol_of
from hubbub.server.process.server import Server

from .carried import Carried
from .carrier import Carrier, TurnedAway
from .far import Differed, Key
from .messages import OURS, Closed, Forms, Opened
from .secrets import holds_secret
from .standing import NODE, KeptNode, known_nodes

logger = logging.getLogger(__name__)

CONNECTION = "connection"  # the kind of its states
CLOCK, ALIVE, FORM, ENDING = "clock", "alive", "form", "ending"  # keys of those of the server
NEAR = 1.0  # seconds that the clocks of two machines may differ by, to be taken for one
AGAIN = 32  # people who are looked at once more with each beat
SILENT = 3  # seconds without a beat of a node before that is told
MOST = 10_000  # states of the beginning in one commit, which may take three seconds: that many take half of one
BEAT = 1.0  # seconds between two commits, also when nothing happens: who waits for our place sees that we live


class KeptConnection(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A connection. `received`: up to where its input is dealt with. Without `told` nobody can go on with it, as with
    one that holds a secret."""

    opened: Opened
    received: int
    told: HandedConnection | None = None


class States:
    """Of one decider. `carrier` has its connections; `begun` is what the log had at the start."""

    def __init__(self, server: Server, carrier: Carrier, begun: Begun) -> None:
        self.server = server
        self.engine = server.engine
        self.carrier = carrier
        self.begun = begun
        self.keeping = Keeping(self.engine.chat.world, begun.states)
        self._kept: dict[Key, int] = {}  # hashes of what stands there
        self._restless: set[Carried] = set()  # where more may happen without anything that comes
        self._dropped: list[KeptState] = []
        self._first: Iterator[KeptState] | None = None  # what is still to be kept of the beginning
        self._known = {one.key: one.body or b"" for one in begun.states if one.kind == NODE}
        for name, node in known_nodes(begun.states).items():
            carrier.differed[name] = Differed(node.epoch, node.differed)
        self._ending = _ending(begun.states)  # bans of which some connections are to be ended still
        self._is_looking = bool(self._ending)  # for those
        self._beat_at = 0.0
        self.differed = 0  # so many people were not what the next decider would have made of them
        self.same_clock = is_same_clock(begun.states)

    def of(self, batch: Batch) -> list[KeptState]:
        """What is different after a batch. What came of connections, and is part of it, counts as taken."""
        carrier = self.carrier
        states = [*self._beginning(), *self._dropped, *self._bans(batch), *self.keeping.of(batch)]
        self._dropped.clear()
        changed = carrier.touched | self._restless
        for party in self.keeping.named:
            user = self.engine.chat.world.parties.get(party)
            changed.update(_carried_of(user.sessions) if user is not None else ())
        for carried in changed:
            carried.catch_up()  # how it stands behind that
        carrier.touched.clear()
        for carried in changed:
            states += self._connection(carried)
        clock = self.engine.loop.time()
        if clock >= self._beat_at:
            self._beat_at = clock + BEAT
            states += [*self._nodes(), *self.keeping.rest(), KeptState(SERVER, ALIVE, b"%d" % self.engine.chat.now)]
            if self._first is None:
                states += self._again()
        return states

    def _bans(self, batch: Batch) -> Iterable[KeptState]:
        """A ban of many ends them in turns that come behind its own, and perhaps only with the next decider."""
        targets: set[str] = set()
        if self.engine.ending or self._is_looking:
            made = (event.target for event in batch.of((ServerBanned,)) if isinstance(event, ServerBanned))
            targets = self._ending.union(made)
        if targets != self._ending:
            self._ending = targets
            yield KeptState(SERVER, ENDING, msgspec.msgpack.encode(sorted(targets)) if targets else None)

    def _beginning(self) -> list[KeptState]:
        """The next of it. With the last of it the next decider knows in which form everything is."""
        if self._first is None:
            return []
        states = list(islice(self._first, MOST))
        if len(states) < MOST:
            self._first = None
            states.append(KeptState(SERVER, FORM, b"%d" % OURS.newest))
        return states

    def keep_everything_next(self) -> None:
        """What is kept every so often is kept with the next batch: it is the last one, or there may be no other."""
        self._beat_at = 0.0

    def _again(self) -> list[KeptState]:
        """Whether some people are still what the next decider would begin with; what is different is written anew."""
        states, wrong = self.keeping.again(AGAIN)
        if wrong:
            self.differed += len(wrong)
            names = sorted(user.name for party in wrong if (user := self.engine.chat.world.parties.get(party)))
            logger.error(
                "the next decider would have been wrong about %d people (%s): what it begins with is mended",
                len(wrong),
                ", ".join(names) or "not here",
                extra={"event": "state_differs", "people": len(wrong)},
            )
        return states

    def _nodes(self) -> Iterable[KeptState]:
        """What is known of the nodes, for those who ask how it stands."""
        known: dict[str, bytes] = {}
        clock = self.engine.loop.time()
        for name, far in self.carrier.nodes.items():
            if (told := far.told) is not None:
                silent = int(clock - far.heard_at)
                node = KeptNode(
                    far.epoch,
                    told.version,
                    told.applied,
                    far.last,
                    told.connections,
                    told.differed,
                    silent if silent >= SILENT else 0,
                )
                known[name] = msgspec.msgpack.encode(node)
        for name in self._known.keys() - known.keys():
            yield KeptState(NODE, name, None)
        for name, body in known.items():
            if self._known.get(name) != body:
                yield KeptState(NODE, name, body)
        self._known = known

    def _everything(self) -> Iterator[KeptState]:
        """The beginning: by which clock this machine goes, which connections are over, and what there is of people."""
        yield KeptState(SERVER, CLOCK, msgspec.msgpack.encode(_clock()))
        yield from (one for one in self.begun.states if one.kind == CONNECTION and one.body is None)
        yield from self.keeping.everybody()

    def resume(self) -> int:
        """Go on with all connections that the decider before had; how many. Nodes say again what came since."""
        engine, found = self.engine, []
        for state in self.begun.states:
            if state.kind == CONNECTION and state.body is not None:
                found.append((_key(state.key), msgspec.msgpack.decode(state.body, type=KeptConnection)))
                self._kept[found[-1][0]] = hash(state.body)
        self._first = self._everything()
        engine.begin()
        connections = [self._resume(key, kept) for key, kept in sorted(found, key=_order)]
        engine.begin()
        for user in tuple(engine.chat.world.users.values()):
            if not user.sessions and not user.away:
                staying.end(engine.chat, user, "lost")
        if self._is_looking:
            engine.spawn(self._go_on_banning(), "bans")
        for connection in connections:
            if connection is not None:
                connection.go_on()
        return len(connections) - connections.count(None)

    async def _go_on_banning(self) -> None:
        await bans.go_on(self.engine.chat, sorted(self._ending))
        self._is_looking = False

    def _resume(self, key: Key, kept: KeptConnection) -> Connection | None:
        carrier, told = self.carrier, kept.told
        far = carrier.far(key.node, key.epoch)
        if far is None or told is None:
            self._dropped.append(KeptState(CONNECTION, _text(key), None))
            self._kept.pop(key, None)
            if far is not None:
                far.forget(key.number)
                far.say(Closed(key.number, "close", cut=True))
            return None
        entrance = self.server.entrance
        entrance.count += 1
        entrance.addresses.readmit(told.counted)
        peer = Peer(
            told.address,
            told.port,
            told.secure,
            told.kind,
            told.carrier,
            cookie=told.session.cookie,
            counted=Admission(entrance, told.counted),
        )
        if not self.same_clock:
            told.allowance = None
        protocol = protocol_of(self.engine, self.server.web, peer, told)
        carrier.resume(far, kept.opened, peer, protocol, kept.received)
        return protocol.resumed

    def _connection(self, carried: Carried) -> Iterable[KeptState]:
        key = carried.key
        self._restless.discard(carried)
        if carried.closing:
            if self._kept.pop(key, None) is not None:
                yield KeptState(CONNECTION, _text(key), None)
            return
        if isinstance(carried.protocol, OpeningProtocol | TurnedAway):
            return  # all that came is said again to the next one, for whom it is new
        kept = KeptConnection(
            opened=msgspec.structs.replace(carried.opened, certificate=b""), received=carried.received
        )
        connection = getattr(carried.protocol, "connection", None)
        if isinstance(connection, Connection) and connection.phase is OPEN:
            kept.received -= _has_ended(carried)  # the next one is told of the end once more
            rest: Rest | None = getattr(connection.below, "rest", None)
            kept.received -= 0 if rest is None else len(rest)  # and what no line was cut from is said again
            replies = connection.outflow.waiting is not None
            if replies or connection.intake.lines or connection.working or rest is not None:
                self._restless.add(carried)
            if not replies and (framing_of(connection) == "lines" or is_between_messages(connection)):
                told = hand_connection(connection.session, connection)
                if holds_secret(told):
                    self._restless.add(carried)  # until it does no more
                else:
                    kept.told = told
        carried.take(kept.received)
        body = msgspec.msgpack.encode(kept)
        if self._kept.get(key) != hash(body):
            self._kept[key] = hash(body)
            yield KeptState(CONNECTION, _text(key), body)


def understood(begun: Begun, forms: Forms = OURS) -> Begun:
    """What a decider can begin with. Raises CannotOpen where a newer one has decided, whose states it cannot read.

    Those of one that is too old are dropped: all connections end, and people come back as who the tables say they are.
    """
    form = next((int(one.body or 1) for one in begun.states if (one.kind, one.key) == (SERVER, FORM)), 1)
    if form > forms.newest:
        raise CannotOpen(
            "A newer hubbub has decided in this cluster, and this one may not after it: upgrade this machine."
        )
    if form >= forms.oldest:
        return begun
    logger.warning(
        "the decider before was too old: all connections end, and people come back", extra={"event": "begun_anew"}
    )
    return msgspec.structs.replace(begun, states=[KeptState(one.kind, one.key, None) for one in begun.states])


def begun_world(begun: Begun) -> HandedWorld | None:
    """What the decider before has left of the world. On another machine all limits begin anew: its clock is another."""
    handed = kept_world(begun.states)
    if handed is not None and not is_same_clock(begun.states):
        handed = msgspec.structs.replace(handed, limits=HandedLimits())
    return handed


def is_same_clock(states: Sequence[KeptState]) -> bool:
    """Whether the clock that never goes back is that of the decider before."""
    found = next((one.body for one in states if (one.kind, one.key) == (SERVER, CLOCK)), None)
    return found is not None and abs(msgspec.msgpack.decode(found, type=float) - _clock()) < NEAR


def _ending(states: Sequence[KeptState]) -> set[str]:
    found = next((one.body for one in states if (one.kind, one.key) == (SERVER, ENDING)), None)
    return set() if found is None else set(msgspec.msgpack.decode(found, type=list[str]))


def _clock() -> float:
    """When this machine began to count, in seconds since 1970."""
    return time.time() - time.monotonic()


def _has_ended(carried: Carried) -> bool:
    """Whether the protocol was told that nothing more comes, which counts as a byte."""
    end = carried.end
    return end is not None and end.how == "eof" and carried.received == carried.heard


def _carried_of(sessions: Iterable[Session]) -> Iterator[Carried]:
    for session in sessions:
        transport = getattr(session.endpoint, "transport", None)
        if isinstance(transport, Carried):
            yield transport


def _order(found: tuple[Key, KeptConnection]) -> tuple[int, int, Key]:
    """Earlier starts of a node first; the connections of a person as they came."""
    key, kept = found
    return key.epoch, kept.told.session.signed_on if kept.told else 0, key


def _text(key: Key) -> str:
    return f"{key.node}/{key.epoch}/{key.number}"


def _key(text: str) -> Key:
    node, epoch, number = text.rsplit("/", 2)
    return Key(node, int(epoch), int(number))
