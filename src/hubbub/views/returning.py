"""After a lost connection: how many messages came meanwhile, and how many of one's own have gone out since."""

from __future__ import annotations

from hubbub.client import changes as c
from hubbub.client.events import CaughtUp, Disconnected, Ready

from .strip import back


class Returning:
    """Hears all that a visit tells."""

    def __init__(self) -> None:
        self._unsent: set[str] = set()  # ids of what is not accepted
        self._waited: set[str] = set()  # those of it that had waited for the connection
        self._fetched: int | None = None  # None: what was missed is not all there
        self._sent = 0

    def hear(self, event: object) -> str:
        """What there is to say now, which is more than before; '' for nothing new."""
        match event:
            case Disconnected():
                self._waited, self._fetched, self._sent = set(), None, 0
            case Ready(again=True):
                self._waited = set(self._unsent)
            case CaughtUp():
                self._fetched = event.messages
                return self._words()
            case c.MessageQueued():
                self._unsent.add(event.id)
            case c.MessageDiscarded() | c.MessageChanged(change="failed" | "unsure"):
                self._over(event.id)
            case c.MessageAdded() if event.message.client_id and self._over(event.message.client_id):
                self._sent += 1
                return self._words()
            case _:
                pass
        return ""

    def _over(self, id: str) -> bool:
        """It waits no longer; whether it had waited for the connection."""
        waited = id in self._waited
        self._unsent.discard(id)
        self._waited.discard(id)
        return waited

    def _words(self) -> str:
        return "" if self._fetched is None else back(self._fetched, self._sent)
