"""From whom people take private messages."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.party import Party


class Silenced(Event, frozen=True, kw_only=True):
    """Somebody blocks whom a mask means, or does so no more. Not kept; their own connections hear it alone.

    `party`, and `account` (its number; 0 for a guest), are of who blocks.
    """

    state: ClassVar[bool] = True
    at: int
    source: str
    party: Party
    account: int
    mask: str
    on: bool


class PrivacyChanged(Event, frozen=True, kw_only=True):
    """Somebody says who may send them private messages (`world.people.privacy.LETTERS`). Not kept, and told to nobody.

    `party`, and `account` (its number; 0 for a guest), are theirs.
    """

    at: int
    party: Party
    account: int
    letters: str

    def changes_state(self) -> bool:
        """What guests want holds as long as they are known."""
        return self.account != 0
