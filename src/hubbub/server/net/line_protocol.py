"""Lines on a stream of bytes, with and without TLS: what persons, IRC clients and the console speak."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from hubbub.chat.events import LeaveReason
from hubbub.chat.world.session import Framing, text_line
from hubbub.dialects.plain.questions import interrupted
from hubbub.dialects.table import DIALECTS
from hubbub.server.core.engine import Engine
from hubbub.wire.lines import BadLine, LineReader
from hubbub.wire.telnet import Telnet, rubbed_out

from .closing import linger
from .connection import Connection
from .peer import Peer
from .phases import LINGER, OPEN
from .reading import LITTLE, ReadingProtocol, Rest

PEOPLE = "plain"  # the dialect that is typed
ENDLESS = (PEOPLE, "console")  # dialects whose last line may lack its end
AT_ONCE = 8 * 1024  # bytes that are taken in one go, of so many lines at most: 64 bytes are a short message
LINES = 128


class LineProtocol(ReadingProtocol):
    """Implements `LowerLayer`. `kind` is the name of the dialect to begin with."""

    __slots__ = ("__weakref__", "engine", "kind", "lingering", "peer", "reader", "telnet")

    framing: Framing = staticmethod(text_line)

    def __init__(self, engine: Engine, peer: Peer, kind: str) -> None:
        self.engine = engine
        self.peer = peer
        self.kind = kind
        self.reader = LineReader(engine.limits.read_queue_bytes)
        self.telnet = Telnet() if kind == PEOPLE else None  # until they turn out to be a program
        self.rest: Rest | None = None
        self.at_end = self.lingering = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        self.connection = Connection(self.engine, self.peer, DIALECTS[self.kind], self.transport, self)

    def take(self, data: bytes) -> None:
        """Hear the lines that these bytes complete."""
        connection = self.connection
        if connection.phase is OPEN or connection.is_handled:
            self.engine.begin()
            connection.hear(self.reader.feed(data) if self.telnet is None else self._typed(data))
            if self.reader.overfull:
                connection.close("closed", "The line is too long")

    def _typed(self, data: bytes) -> Sequence[str | BadLine]:
        """The lines of a person, who may have come by telnet."""
        telnet, session = self.telnet, self.connection.session
        assert telnet is not None
        if session.dialect.name != PEOPLE:
            self.telnet = None
            return self.reader.feed(data)
        lines = self.reader.feed(telnet.feed(data))
        if telnet.excessive:
            self.connection.close("closed", "Too many commands of telnet")
            return []
        if telnet.spoken:
            session.state.width = telnet.width
            if telnet.answers:
                session.send(bytes(telnet.answers))
                telnet.answers.clear()
            if telnet.interrupted:
                telnet.interrupted = False
                interrupted(session)
        return [rubbed_out(line) if isinstance(line, str) else line for line in lines]

    def at_once(self, data: bytes) -> int:
        """As much as a client says in one go, unless its lines are very short: each may be one that is refused."""
        return AT_ONCE if data.count(b"\n", 0, AT_ONCE) <= LINES else LITTLE

    @property
    def in_halves(self) -> bool:
        return self.peer.carrier != "tls"

    def end_of_input(self) -> bool:
        """Of people the last line needs no end (`printf hello | nc -N`); of programs it may be half of one."""
        connection = self.connection
        if connection.is_handled and connection.session.dialect.name in ENDLESS:
            self.engine.begin()
            lines = [] if self.telnet is None else self._typed(self.telnet.finish())
            connection.hear([*lines, *self.reader.finish()])
        connection.hear_no_more(answers=self.in_halves)
        return self.in_halves and not self.lingering

    def pause_writing(self) -> None:
        self.connection.pause_writing()

    def resume_writing(self) -> None:
        self.connection.resume_writing()

    @property
    def in_line(self) -> bool:
        """Of people nobody awaits the end: who reads for an hour behind half a line is there all the same."""
        return bool(self.reader.buffered) and self.connection.session.dialect.name != PEOPLE

    def end(self, reason: LeaveReason, text: str) -> None:
        """The client may still be talking."""
        if self.at_end or not self.transport.can_write_eof():
            self.transport.close()
        else:
            self.lingering = True
            linger(self.engine.loop, self.transport, LINGER)
