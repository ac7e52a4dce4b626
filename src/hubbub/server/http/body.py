"""The body of a request on its way from the socket to whoever handles the request, no faster than that one takes it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from .framing import BodyFraming
from .refused import Refused

HIGH_WATER = 256 * 1024  # bytes that wait for the handler before nothing more is read


class BodyLimits(msgspec.Struct, frozen=True):
    """How large a body may be, in bytes, and how slow: it has `seconds`, and one more for every `rate` bytes of it."""

    most: int = 0
    seconds: float = 10.0
    rate: float = 16 * 1024


NO_BODY = BodyLimits()


class Source(Protocol):
    """Where a body comes from."""

    def hold(self) -> None:
        """Read nothing more for now."""

    def go_on(self) -> None:
        """Read again."""

    def wanted(self) -> None:
        """Somebody waits for it."""


class Body:
    """One body, of at most so many bytes."""

    def __init__(self, source: Source, framing: BodyFraming, most: int) -> None:
        self.received = 0  # bytes of content
        self.held = False
        self._source = source
        self._framing = framing
        self._most = most
        self._parts: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    @property
    def whole(self) -> bool:
        """Whether all of it has come."""
        return self._framing.done

    @property
    def more(self) -> bool:
        """Whether more of it has come than could be taken in one go."""
        return self._framing.more and self._error is None

    # from the connection

    def feed(self, buffer: bytearray) -> None:
        """Take what belongs to the body from the front of `buffer`. Raises Refused, and whoever waits gets the same."""
        try:
            part = self._framing.take(buffer)
            self.received += len(part)
            if self.received > self._most:
                raise too_large(self._most)
        except Refused as refused:
            self.fail(refused)
            raise
        if part:
            self._parts.append(part)
            self._waiting_bytes += len(part)
        if self._waiting_bytes > HIGH_WATER and not self.held:
            self.held = True
            self._source.hold()
        self._wake()

    def fail(self, error: Exception) -> None:
        """Nothing more will come, because of that, and what has come is of no use. Once it is whole, it is."""
        if not self.whole and self._error is None:
            self._error = error
            self._parts.clear()
            self._wake()

    # from the handler

    async def part(self) -> bytes:
        """The next bytes; empty at the end. Raises Refused or Gone when the rest does not come."""
        while not self._parts:
            if self._error is not None:
                raise self._error
            if self.whole:
                return b""
            await self._more()
        part = self._parts.popleft()
        self._waiting_bytes -= len(part)
        if self.held and self._waiting_bytes <= HIGH_WATER // 2:
            self.held = False
            self._source.go_on()
        return part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while part := await self.part():
            yield part

    async def read(self) -> bytes:
        """All of it."""
        return b"".join([part async for part in self])

    async def _more(self) -> None:
        self._source.wanted()
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def too_large(most: int) -> Refused:
    """The body has more bytes than may come here."""
    return Refused(413, f"A body may have {most} bytes here." if most else "Nothing here takes a request with a body.")
