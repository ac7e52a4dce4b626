"""How many messages of each room and conversation came since the person last looked."""

from __future__ import annotations

from hubbub.irc import casemap

from .events import Message


class Unread:
    """Counts by room or person, folded. What one says oneself counts as having looked."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def count(self, target: str) -> int:
        return self._counts.get(casemap.lower(target), 0)

    def add(self, message: Message, looking_at: str | None) -> None:
        """One more message was shown while the person looked at that room."""
        if message.own or casemap.lower(message.target) == casemap.lower(looking_at or ""):
            self.read(message.target)
        else:
            self._counts[casemap.lower(message.target)] = self.count(message.target) + 1

    def read(self, target: str) -> None:
        """The person looked."""
        self._counts.pop(casemap.lower(target), None)

    def rename(self, before: str, name: str) -> None:
        """The other person of a conversation has another name now."""
        count = self._counts.pop(casemap.lower(before), 0)
        if count:
            self._counts[casemap.lower(name)] = self.count(name) + count
