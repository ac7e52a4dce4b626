"""A session without a socket: for bots in the process, and for interfaces that speak for somebody.

Everything else is a connection's: its lines are handled one after the other, it hears what its user may hear once the
log has it, and it ends with the server. It has a dialect of its own, which need not be one of those that clients speak.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from hubbub.chat.events import LeaveReason
from hubbub.chat.world.session import Dialect, Framing, Session, text_line
from hubbub.server.core.engine import Engine

from .connection import Connection
from .peer import INSIDE, Peer

HERE = "127.0.0.1"


class InProcess(asyncio.Transport):
    """Implements `LowerLayer`, and the transport below it. `told` gets the lines that the session is told, a turn's at
    a time; `ended` is called once it is over, whoever ended it."""

    framing: Framing = staticmethod(text_line)
    in_line = False
    connection: Connection

    def __init__(
        self,
        engine: Engine,
        dialect: Dialect,
        told: Callable[[list[bytes]], None],
        ended: Callable[[], None] = lambda: None,
        address: str = HERE,
    ) -> None:
        super().__init__()
        self.engine = engine
        self.told = told
        self.ended = ended
        self.over = False
        self.why_over = ""  # in words, if the server has ended it
        peer = Peer(address, 0, secure=True, kind=INSIDE, carrier=INSIDE)
        self.connection = Connection(engine, peer, dialect, self, self)

    @property
    def session(self) -> Session:
        """The session, for commands to be called with."""
        return self.connection.session

    def say(self, *lines: str) -> None:
        """These lines are said; the dialect knows what they mean."""
        if not self.over:
            self.engine.begin()
            self.connection.hear(lines)

    def leave(self, text: str = "") -> None:
        """Say goodbye; others see the text."""
        if not self.over:
            self.engine.begin()
            self.connection.close("quit", text)

    # the layer below the connection

    def end(self, reason: LeaveReason, text: str) -> None:
        self.why_over = text
        self.abort()

    # the transport

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self.over:
            self.told(bytes(data).removesuffix(b"\r\n").split(b"\r\n"))

    def abort(self) -> None:
        if not self.over:
            self.over = True
            self.engine.loop.call_soon(self._lost)

    close = abort

    def is_closing(self) -> bool:
        return self.over

    def get_write_buffer_size(self) -> int:
        return 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing waits here."""

    def pause_reading(self) -> None:
        """What is said meanwhile waits at the connection."""

    def read_on(self) -> None:
        """It did."""

    def _lost(self) -> None:
        self.connection.lost(None)
        del self.connection  # no cycle keeps what is gone
        self.ended()
