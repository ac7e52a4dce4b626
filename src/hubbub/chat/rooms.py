"""Rooms: who is in them, who listens, and what they are about."""

from __future__ import annotations

from . import names
from .journal import Journal
from .people import User
from .session import Profile, Session

Listeners = dict[Profile, dict[Session, None]]


class Member:
    """Somebody's standing in one room."""

    __slots__ = ("joined_at", "operator")

    def __init__(self, joined_at: int, operator: bool) -> None:
        self.joined_at = joined_at
        self.operator = operator


class Room(Journal):
    """A room and its log. `listeners` are the members' connections, grouped by what they can read."""

    __slots__ = ("created", "fold", "has_messages", "listeners", "members", "name", "topic", "topic_at", "topic_by")

    def __init__(self, log: int, name: str, created: int, last_seq: int = 0, last_at: int = 0) -> None:
        super().__init__(log, last_seq, last_at)
        self.name = name
        self.fold = names.fold(name)
        self.created = created
        self.topic = self.topic_by = ""
        self.topic_at = 0
        self.has_messages = False
        self.members: dict[User, Member] = {}
        self.listeners: Listeners = {}

    def listen(self, session: Session) -> None:
        """From now on this connection hears what happens here."""
        self.listeners.setdefault(session.profile, {})[session] = None

    def unlisten(self, session: Session) -> None:
        """This connection hears nothing more from here."""
        group = self.listeners.get(session.profile)
        if group is not None:
            group.pop(session, None)
            if not group:
                del self.listeners[session.profile]


class Conversation(Journal):
    """A private conversation of two parties and its log. `names` are the last names they used in it."""

    __slots__ = ("names", "parties")

    def __init__(
        self, log: int, parties: tuple[str, str], names: tuple[str, str], last_seq: int = 0, last_at: int = 0
    ) -> None:
        super().__init__(log, last_seq, last_at)
        self.parties = parties
        self.names = names

    def name(self, party: str, name: str) -> None:
        """The party goes by this name now."""
        first, second = self.names
        self.names = (name if self.parties[0] == party else first, name if self.parties[1] == party else second)

    def other(self, party: str) -> int:
        """The index of the party that is not `party` (of itself, when somebody talks to themselves)."""
        return 1 if self.parties[0] == party else 0
