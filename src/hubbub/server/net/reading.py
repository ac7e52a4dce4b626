"""How much of what has come is taken in one go: nobody else has a turn while it is cut into lines or frames."""

from __future__ import annotations

import asyncio
import ssl
from abc import ABC, abstractmethod
from contextlib import suppress

from .connection import Connection

LITTLE = 2 * 1024  # bytes: the worst, each line of two of them and none that is one, take some milliseconds


class ReadingProtocol(asyncio.Protocol, ABC):
    """Takes what has come, a little in each turn, and hears of the end of it when all is taken.

    `rest` is what it has not taken yet; nothing more is read meanwhile. `at_end`: nothing more comes.
    """

    __slots__ = ("at_end", "connection", "rest", "transport")

    transport: asyncio.Transport
    connection: Connection
    rest: Rest | None
    at_end: bool

    @abstractmethod
    def take(self, data: bytes) -> None:
        """Take these bytes, which are all that came or a little of it."""

    @abstractmethod
    def end_of_input(self) -> bool:
        """All was taken, and nothing more comes. Whether what is still to be said can go out."""

    @property
    @abstractmethod
    def in_halves(self) -> bool:
        """Whether one half of the connection may end before the other: TLS has no such thing."""

    def at_once(self, data: bytes) -> int:
        """How many of these bytes are taken in one go."""
        return LITTLE

    def lost(self, error: Exception | None) -> None:
        """All was taken, and the transport is gone."""
        self.connection.lost(error)
        del self.connection  # no cycle keeps what is gone

    def read_on(self) -> None:
        """All that was heard is handled."""
        if self.rest is not None:
            self.rest.go_on()
        elif not self.at_end and not self.transport.is_closing():
            self.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self.rest is not None:
            self.rest.add(data)
        elif len(data) > LITTLE and len(data) > self.at_once(data):
            self.rest = Rest(self, data)
        else:
            self.take(data)

    def eof_received(self) -> bool:
        self.at_end = True
        if self.rest is None:
            return self.end_of_input()
        self.rest.ended = True
        if not self.in_halves:
            self.connection.answer_no_more(None)
        return self.in_halves

    def connection_lost(self, error: Exception | None) -> None:
        if self.connection.is_handled and (left := left_in_tls(self.transport)):
            self.connection.answer_no_more(error)
            self.data_received(left)
        if self.rest is None:
            self.lost(error)
        else:
            self.connection.answer_no_more(error)
            self.rest.lost = (error,)
            self.rest.go_on()


class Rest:
    """What has come at once and is too much for one turn. It waits while lines that were cut from it do.

    Behind it is what comes meanwhile: `ended`, that nothing more does; `lost`, that the transport is gone, and why.
    """

    __slots__ = ("_below", "_data", "_due", "ended", "lost")

    def __init__(self, below: ReadingProtocol, data: bytes) -> None:
        self._below = below
        self._data = b""
        self._due = self.ended = False
        self.lost: tuple[Exception | None] | None = None
        self.add(data)
        self.go_on()

    def __len__(self) -> int:
        return len(self._data)

    def add(self, data: bytes) -> None:
        """That came behind it, for somebody has had reading go on."""
        self._data += data
        with suppress(RuntimeError):  # it is closing
            self._below.transport.pause_reading()

    def finish(self) -> None:
        """Take all of it now: another process goes on."""
        self._take(len(self._data))

    def go_on(self) -> None:
        """Take a little of it, in a turn of its own."""
        if not self._due:
            self._due = True
            self._below.connection.engine.loop.call_soon(self._turn)

    def _turn(self) -> None:
        self._due = False
        below = self._below
        if below.rest is not self or (below.connection.held_reading and below.connection.is_handled):
            return
        self._take(below.at_once(self._data))
        if below.rest is self:
            self.go_on()
        elif not self.lost and not below.connection.held_reading:
            below.read_on()

    def _take(self, most: int) -> None:
        below = self._below
        some, self._data = self._data[:most], self._data[most:]
        if not self._data:
            below.rest = None
        below.take(some)
        if below.rest is not None:
            return
        if self.ended and not below.end_of_input() and not self.lost:
            below.transport.close()
        if self.lost:
            below.lost(*self.lost)


def finish(below: object) -> None:
    """Take now what is left of that, if anything is: another process goes on."""
    rest: Rest | None = getattr(below, "rest", None)
    if rest is not None:
        rest.finish()


def left_in_tls(transport: asyncio.Transport) -> bytes:
    """What had come over TLS when its connection ended, and was not to be read yet: uvloop would forget it."""
    handshake = transport.get_extra_info("ssl_object")
    parts = list[bytes]()
    if isinstance(handshake, ssl.SSLObject):
        with suppress(ssl.SSLError):
            while part := handshake.read(64 * 1024):
                parts.append(part)
    return b"".join(parts)
