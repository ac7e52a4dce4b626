"""Tickets: for a minute, whoever has one may have a connection's login kept by their browser. In this process only."""

from __future__ import annotations

from hashlib import sha256

from .session import Session

LASTS_MS = 60_000
MOST = 10_000


class Tickets:
    """By the hash of the ticket: the connection that asked for it, and until when it is good."""

    def __init__(self) -> None:
        self._tickets: dict[bytes, tuple[Session, int]] = {}

    def offer(self, session: Session, ticket: str, now: int) -> None:
        """Whoever has the ticket has this connection's trust, once."""
        kept = {key: one for key, one in self._tickets.items() if one[0] is not session and one[1] > now}
        while len(kept) >= MOST:
            del kept[next(iter(kept))]
        self._tickets = kept | {sha256(ticket.encode()).digest(): (session, now + LASTS_MS)}

    def take(self, ticket: str, now: int) -> Session | None:
        """The connection that it is of; None: it is no good. It is used up."""
        session, until = self._tickets.pop(sha256(ticket.encode()).digest(), (None, 0))
        return session if now < until else None
