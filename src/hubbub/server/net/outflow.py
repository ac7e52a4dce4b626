"""What one connection is told and its transport has not taken yet: bytes, and long replies that are made as they are
taken. No sockets."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from hubbub.chat.world.session import Framing, Slices

UNMADE = 512  # bytes that a long reply counts as


class Outflow:
    """`size` is the bytes that wait, in which a reply that is not made yet counts as UNMADE: there may be very many.
    `paused`: the transport is full."""

    __slots__ = ("framing", "paused", "size", "waiting")

    def __init__(self, framing: Framing) -> None:
        self.framing = framing
        self.waiting: deque[bytes | Slices] | None = None  # there is nothing for nearly everybody
        self.size = 0
        self.paused = False

    @property
    def is_ready(self) -> bool:
        """Whether there is something that the transport would take."""
        return self.waiting is not None and not self.paused

    @property
    def is_long(self) -> bool:
        """Whether what comes next is made when it is taken."""
        return self.waiting is not None and not isinstance(self.waiting[0], bytes)

    def add(self, outbox: Sequence[bytes | Slices]) -> int:
        """Let this wait, behind everything else. Returns how many long replies are in it."""
        replies = 0
        for item in outbox:
            if isinstance(item, bytes):
                self.size += len(item)
            else:
                self.size += UNMADE
                replies += 1
        if self.waiting is None:
            self.waiting = deque()
        self.waiting.extend(outbox)
        return replies

    def take(self) -> bytes | None:
        """The next bytes for the transport; None: a long reply has come to its end."""
        assert self.waiting is not None
        item = self.waiting[0]
        if isinstance(item, bytes):
            self.size -= len(item)
            self._taken()
            return item
        lines = next(item, None)
        if lines is None:
            self.size -= UNMADE
            self._taken()
            return None
        return b"".join(map(self.framing, lines))

    def _taken(self) -> None:
        if self.waiting:
            self.waiting.popleft()
        if not self.waiting:
            self.waiting = None

    @property
    def replies(self) -> int:
        """How many long replies wait."""
        return sum(not isinstance(item, bytes) for item in self.waiting or ())

    def clear(self) -> None:
        """Nobody will read it."""
        self.waiting = None
        self.size = 0
        self.paused = False
