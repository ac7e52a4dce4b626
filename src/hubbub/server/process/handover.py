"""Everything that one process hands to the next, so that nobody is disconnected: sockets by number, and what there is
to know of each of them.

`pack` is the old process's part, `adopt` the new one's. What crosses is MessagePack in a file that both have open,
in which sockets are places in a list that goes beside it (`channel`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

import hubbub
from hubbub.chat.restoring.handed import hand, hand_session, take_session
from hubbub.chat.world.session import Nowhere, Profile, Session, text_line
from hubbub.commands.sessions import staying
from hubbub.dialects.handed import HandedIrc, hand_state, take_state
from hubbub.dialects.plain.state import PlainState
from hubbub.dialects.table import DIALECTS
from hubbub.server.core.engine import Engine
from hubbub.server.entrance.door import Admission, FirstByte
from hubbub.server.entrance.sniffing import OpeningProtocol
from hubbub.server.http.web import Web
from hubbub.server.net.connection import Connection, LowerLayer
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import Peer
from hubbub.server.net.phases import COMING_BACK, DEAF, OPEN, never_came_back
from hubbub.settings import Listener, parse_listener
from hubbub.wire.addresses import is_loopback
from hubbub.wire.telnet import Telnet

from .handed import HandedConnection, HandedListener, HandedOpening, Handover

if TYPE_CHECKING:
    from hubbub.server.http.websocket import ResumedSocket

    from .server import Bound, Server

logger = logging.getLogger(__name__)

# of what is in it; another one is not read. A decider leaves the same to the next: see `cluster.messages.Forms`
FORMAT = 2
LARGEST = 1 << 30


class CannotTakeOver(Exception):
    """What was handed over cannot be read: it is of a hubbub that is too different."""


# the old process


class Packer:
    """Packs what is there, when nothing is read and nothing accepted any more. `sockets` are the numbers of those that
    go with it. For a `rehearsal` nothing changes."""

    def __init__(self, server: Server, *, rehearsal: bool = False) -> None:
        self.server = server
        self.rehearsal = rehearsal
        self.sockets: list[int] = []

    def pack(self) -> Handover:
        engine = self.server.engine
        connections = {connection.session: connection for connection in engine.connections}
        here = [session for user in engine.chat.world.users.values() for session in user.sessions]
        nobody = [session for session in connections if session.user is None]
        handed = [self._connection(session, connections.get(session)) for session in (*here, *nobody)]
        return Handover(
            format=FORMAT,
            version=hubbub.__version__,
            listeners=[
                HandedListener(
                    str(listener), [self._place(sock.fileno()) for sock in sockets], listener in self.server.opened
                )
                for listener, sockets in self.server.bound
            ],
            world=hand(engine.chat.world),
            connections=[one for one in handed if one.socket >= 0 or one.session.party or one.deaf],
            openings=list(self._openings()),
            addresses=self.server.addresses.hand(),
            shared={account: bucket.level for account, bucket in engine.shared.items()},
        )

    def _connection(self, session: Session, connection: Connection | None) -> HandedConnection:
        told = hand_connection(session, connection)
        if connection is not None and can_be_handed(connection):
            told.socket = self._place(connection.transport.get_extra_info("socket").fileno())
            told.unsent = b"" if self.rehearsal else b"".join(_drained(connection))
        return told

    def keep(self, packed: Handover) -> Handover:
        """The same for this very process, when nobody else goes on: copies of the sockets stay open when the loop that
        has them closes. What there is no room for is lost."""
        copies = []
        for number in self.sockets:
            try:
                copies.append(os.dup(number))
            except OSError:
                copies.append(-1)
        settle(packed, copies)
        return packed

    def _place(self, number: int) -> int:
        self.sockets.append(number)
        return len(self.sockets) - 1

    def _openings(self) -> Iterator[HandedOpening]:
        for kept in self.server.openings:
            yield msgspec.structs.replace(kept, socket=self._place(kept.socket))
        for one in self.server.entrance.waiting:
            if isinstance(one, FirstByte):
                number, banned, received = one.sock.fileno(), one.banned, b""
            elif isinstance(one, OpeningProtocol) and one.peer.carrier == "tcp":
                number, banned, received = one.transport.get_extra_info("socket").fileno(), "", bytes(one.buffer)
            else:
                continue
            yield HandedOpening(
                socket=self._place(number),
                address=one.peer.address,
                port=one.peer.port,
                kind=one.peer.kind,
                counted=one.peer.counted.address,
                banned=banned,
                received=received,
                outside=is_loopback(one.peer.address) and not one.peer.secure,
            )


def hand_connection(session: Session, connection: Connection | None) -> HandedConnection:
    """What there is to know of a session, and of its connection where somebody can go on with that."""
    state = hand_state(session) if session.dialect.name in ("irc", "plain") else None
    told = HandedConnection(
        session=hand_session(session),
        dialect=session.dialect.name,
        caps=session.profile.caps,
        irc=state if isinstance(state, HandedIrc) else None,
        plain=state if isinstance(state, PlainState) else None,
    )
    if connection is None:
        return told
    peer = connection.peer
    told.framing = framing_of(connection)
    told.address, told.port, told.secure = peer.address, peer.port, peer.secure
    told.kind, told.carrier, told.counted = peer.kind, peer.carrier, peer.counted.address
    if isinstance(connection.below, LineProtocol):
        told.received = connection.below.reader.waiting
        told.telnet = connection.below.telnet.heard if connection.below.telnet is not None else None
    told.lines = connection.unhandled
    told.deaf = connection.end_reason if connection.phase is DEAF and not peer.is_trusted else ""
    told.allowance = connection.intake.allowance.level if connection.intake.allowance is not None else None
    return told


def is_plain(connection: Connection) -> bool:
    """Whether its bytes are on the wire as they are: what TLS keeps of a connection cannot be handed over."""
    return connection.transport.get_extra_info("ssl_object") is None and not connection.peer.is_trusted


def can_be_handed(connection: Connection) -> bool:
    """Whether another process can go on with it, right now."""
    if connection.phase is not OPEN or not is_plain(connection) or connection.transport.is_closing():
        return False
    if connection.working or connection.transport.get_write_buffer_size():
        return False
    return framing_of(connection) == "lines" or is_between_messages(connection)


def framing_of(connection: Connection) -> str:
    if connection.below.framing is text_line:
        return "lines"
    return "binary" if connection.below.framing.__name__ == "frame_binary" else "text"  # type: ignore[attr-defined]


def is_between_messages(connection: Connection) -> bool:
    """Of a WebSocket: whether all that was received are whole messages."""
    from hubbub.server.http import websocket

    below = connection.below
    if not isinstance(below, websocket.WebSocketProtocol):
        return False
    return websocket.is_between_messages(below.protocol, below.message)


def _drained(connection: Connection) -> Iterator[bytes]:
    """What waits for the reader; long replies are made to their end."""
    outflow = connection.outflow
    while outflow.waiting:
        data = outflow.take()
        if data is not None:
            yield data


def write(handover: Handover) -> int:
    """Put it into a file without a name; the number of that."""
    data = msgspec.msgpack.encode(handover)
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("hubbub-handover")
    else:
        import tempfile

        with tempfile.TemporaryFile() as file:
            number = os.dup(file.fileno())
    with os.fdopen(os.dup(number), "wb") as file:
        file.write(data)
    return number


# the new process


def read(number: int) -> Handover:
    """What is in the file of that number, which stays open. Raises CannotTakeOver."""
    try:
        data = os.pread(number, LARGEST, 0)
        told = msgspec.msgpack.decode(data, type=_Beginning)
        if told.format != FORMAT:
            raise CannotTakeOver(f"hubbub {told.version} hands over in another way (format {told.format})")
        return msgspec.msgpack.decode(data, type=Handover)
    except (OSError, msgspec.MsgspecError) as error:
        raise CannotTakeOver(f"what was handed over cannot be read: {error}") from error


class _Beginning(msgspec.Struct):
    format: int
    version: str


def settle(handover: Handover, sockets: Sequence[int]) -> None:
    """The sockets by their numbers in this process, in place of their places in that list. -1: it is lost."""
    for listener in handover.listeners:
        listener.sockets = [sockets[place] for place in listener.sockets if sockets[place] >= 0]
    for one in handover.connections:
        one.socket = sockets[one.socket] if one.socket >= 0 else -1
    for two in handover.openings:
        two.socket = sockets[two.socket]
    handover.openings = [one for one in handover.openings if one.socket >= 0]


def bound_by(handover: Handover, wanted: Sequence[Listener]) -> dict[str, Bound]:
    """The listeners of these settings that are bound already, and those that systemd opened; the sockets of others are
    closed."""
    found: dict[str, Bound] = {}
    for known in handover.listeners:
        listener = next((one for one in wanted if str(one) == known.place), None)
        if known.opened:
            listener = parse_listener(known.place)
        sockets = [socket.socket(fileno=number) for number in known.sockets]
        if listener is None:
            for sock in sockets:
                sock.close()
        else:
            for sock in sockets:
                sock.setblocking(False)
            found[known.place] = (listener, sockets)
    return found


async def adopt(server: Server, handover: Handover, *, stands_in: bool = False) -> None:
    """Go on with all connections. To be called before anything happens: whoever is told of it has to be there again.

    Who only stands in leaves those alone who have not said yet what they are.
    """
    engine = server.engine
    engine.begin()
    server.addresses.take(handover.addresses)
    for account, level in handover.shared.items():
        engine.allowance_of(account).go_on(level)
    deaf = [_hear_out(server, told) for told in handover.connections if told.deaf]
    for told in handover.connections:
        if told.socket < 0 and not told.deaf:
            _expect(engine, told)
    here = [told for told in handover.connections if told.socket >= 0]
    connections = await asyncio.gather(*(_adopt(server, told) for told in here))
    engine.begin()
    for told in handover.connections:  # of whoever is gone with all connections meanwhile, others are told
        user = engine.chat.world.parties.get(told.session.party)
        if user is not None and not user.sessions:
            staying.end(engine.chat, user, "lost")
    for connection in filter(None, (*connections, *deaf)):
        connection.go_on()
    if stands_in:
        server.openings = handover.openings
        return
    for opening in handover.openings:
        await _adopt_opening(server, opening)
    logger.info(
        "%d connections go on, from hubbub %s",
        len(here),
        handover.version,
        extra={"event": "taken_over", "connections": len(here), "before": handover.version},
    )


def _expect(engine: Engine, told: HandedConnection) -> None:
    """Somebody who had to be disconnected, and is here for as long as coming back may take."""
    state = told.irc or told.plain
    if told.session.party not in engine.chat.world.parties or state is None:
        return
    profile = Profile.of(DIALECTS[told.dialect], told.caps, text_line)
    session = Session(engine.chat, profile, Nowhere(), told.session.address, told.session.secure)
    session.state = take_state(engine.chat, state)
    take_session(engine.chat.world, session, told.session)
    engine.loop.call_later(COMING_BACK, never_came_back, engine, session)


class _Ended(asyncio.Transport):
    """Of a connection that has ended before this process began."""

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing waits here."""

    def is_closing(self) -> bool:
        return True


def _hear_out(server: Server, told: HandedConnection) -> Connection | None:
    """Whoever has ended, and whose lines are still to be done, no faster than they may talk."""
    protocol = ResumedLines(server.engine, _peer_of(server, told), told)
    protocol.connection_made(_Ended())
    connection = protocol.resumed
    protocol.connection_lost(None)
    if connection is not None and told.deaf:
        connection.end_reason = told.deaf
    return connection


def _peer_of(server: Server, told: HandedConnection) -> Peer:
    """Counted here, too."""
    entrance = server.entrance
    entrance.count += 1
    entrance.addresses.readmit(told.counted)
    return Peer(
        told.address,
        told.port,
        told.secure,
        told.kind,
        told.carrier,
        cookie=told.session.cookie,
        counted=Admission(entrance, told.counted),
    )


async def _adopt(server: Server, told: HandedConnection) -> Connection | None:
    engine = server.engine
    sock = socket.socket(fileno=told.socket)
    sock.setblocking(False)
    peer = _peer_of(server, told)
    protocol = protocol_of(engine, server.web, peer, told)
    try:
        await engine.loop.connect_accepted_socket(lambda: protocol, sock)
    except OSError:
        sock.close()
        peer.counted.gone()
        return None
    return protocol.resumed


def protocol_of(engine: Engine, web: Web, peer: Peer, told: HandedConnection) -> ResumedLines | ResumedSocket:
    """What goes on with a connection. It is there once it has a transport."""
    if told.framing == "lines":
        return ResumedLines(engine, peer, told)
    from hubbub.server.http.websocket import ResumedSocket, open_protocol

    protocol = open_protocol(web.limits.websocket_bytes, binary=told.framing == "binary")
    return ResumedSocket(engine, peer, protocol, lambda transport, below: resume(engine, peer, transport, below, told))


class ResumedLines(LineProtocol):
    """A LineProtocol that goes on where another process has stopped."""

    resumed: Connection | None = None

    def __init__(self, engine: Engine, peer: Peer, told: HandedConnection) -> None:
        super().__init__(engine, peer, told.dialect)
        self.told: HandedConnection | None = told
        self.reader.resume(told.received)
        if self.telnet is not None and told.telnet is not None:
            self.telnet = Telnet(told.telnet)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        told, self.told = self.told, None
        assert told is not None
        self.transport = transport  # type: ignore[assignment]  # uvloop's are no subclass of asyncio's
        self.connection = self.resumed = resume(self.engine, self.peer, self.transport, self, told)

    def connection_lost(self, error: Exception | None) -> None:
        self.resumed = None
        super().connection_lost(error)


def resume(
    engine: Engine, peer: Peer, transport: asyncio.Transport, below: LowerLayer, told: HandedConnection
) -> Connection:
    """The connection as it was. What it says waits until everybody is there again (`Connection.go_on`)."""
    dialect = DIALECTS[told.dialect]
    connection = Connection(engine, peer, dialect, transport, below, greet=False)
    session, state = connection.session, told.irc or told.plain
    session.profile = Profile.of(dialect, told.caps, below.framing)
    if state is not None:
        session.state = take_state(engine.chat, state)
    take_session(engine.chat.world, session, told.session)
    connection.intake.hold()
    connection.intake.add(told.lines)
    if told.allowance is not None and connection.intake.allowance is not None:
        connection.intake.allowance.go_on(told.allowance)
    if told.unsent:
        transport.write(told.unsent)
    return connection


async def _adopt_opening(server: Server, told: HandedOpening) -> None:
    entrance = server.entrance
    sock = socket.socket(fileno=told.socket)
    sock.setblocking(False)
    entrance.addresses.readmit(told.counted)
    if not told.received:
        entrance.welcome(sock, told.address, told.port, told.kind, told.banned, outside=told.outside)
        return
    entrance.count += 1
    counted = Admission(entrance, told.counted)
    secure = is_loopback(told.address) and not told.outside
    peer = Peer(told.address, told.port, secure, told.kind, counted=counted)
    opening = OpeningProtocol(entrance, peer)
    try:
        await server.engine.loop.connect_accepted_socket(lambda: opening, sock)
    except OSError:
        sock.close()
        counted.gone()
    else:
        opening.data_received(told.received)
