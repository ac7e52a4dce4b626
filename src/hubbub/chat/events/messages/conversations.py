"""Private conversations: between whom."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.party import Party


class ConversationOpened(Event, frozen=True, kw_only=True):
    """A private conversation between two parties began (`world/people/users.py` tells what a party is)."""

    state: ClassVar[bool] = True
    log: int
    at: int
    parties: tuple[Party, Party]
    names: tuple[str, str]


class ConversationClaimed(Event, frozen=True, kw_only=True):
    """Whoever took the name a conversation was held for is now its second party."""

    state: ClassVar[bool] = True
    log: int
    before: Party
    party: Party
