"""How much of what has come is taken in one go: nobody else has a turn while it is cut into lines or frames."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Protocol

from .connection import Connection

LITTLE = 4 * 1024  # bytes: the worst, each line of two of them and none that is one, take some milliseconds


class Taker(Protocol):
    """A protocol that takes what has come; `rest` is what it has not taken yet."""

    transport: asyncio.Transport
    connection: Connection
    rest: Rest | None

    def take(self, data: bytes) -> None:
        """Take these bytes."""


class Rest:
    """What has come at once and is too much for one turn: a little in each. Nothing more is read meanwhile.

    Not of TLS: whoever ends that without a farewell would lose what was not read.
    """

    __slots__ = ("_below", "_data")

    def __init__(self, below: Taker, data: bytes) -> None:
        self._below = below
        self._data = b""
        below.rest = self
        self.add(data)
        self._later()

    def add(self, data: bytes) -> None:
        """That came behind it, for somebody has had reading go on."""
        self._data += data
        with suppress(RuntimeError):  # it is closing
            self._below.transport.pause_reading()

    def finish(self) -> None:
        """Take all of it now: nothing comes behind it, or another process goes on."""
        below, data = self._below, self._data
        below.rest = None
        below.take(data)

    def _later(self) -> None:
        self._below.connection.engine.loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        below = self._below
        if below.rest is not self:
            return
        some, self._data = self._data[:LITTLE], self._data[LITTLE:]
        if self._data:
            self._later()
        else:
            below.rest = None
        below.take(some)
        if below.rest is None and not below.connection.held_reading and not below.transport.is_closing():
            below.transport.resume_reading()


def finish(below: object) -> None:
    """Take now what is left of that, if anything is: another process goes on."""
    rest: Rest | None = getattr(below, "rest", None)
    if rest is not None:
        rest.finish()
