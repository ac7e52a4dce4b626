"""Tokens for files, in this process only: a connection's, with which it uploads and fetches, and links to one file."""

from __future__ import annotations

from hashlib import sha256
from typing import Generic, TypeVar

from .session import Session

LASTS_MS = 10 * 60_000
MOST = 100_000

T = TypeVar("T")


class FileTokens:
    """`of_sessions`: whose connection a token is of; `links`: the id of the file that a link is for."""

    def __init__(self) -> None:
        self.of_sessions: Lasting[Session] = Lasting()
        self.links: Lasting[str] = Lasting()


class Lasting(Generic[T]):
    """What is known by a secret for ten minutes, by its hash. It may be used any number of times."""

    def __init__(self) -> None:
        self.known: dict[bytes, tuple[T, int]] = {}

    def offer(self, secret: str, what: T, now: int) -> None:
        while self.known:
            oldest = next(iter(self.known))
            if self.known[oldest][1] > now and len(self.known) < MOST:
                break
            del self.known[oldest]
        self.known[_hash(secret)] = (what, now + LASTS_MS)

    def find(self, secret: str, now: int) -> T | None:
        what, until = self.known.get(_hash(secret), (None, 0))
        return what if now < until else None


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
