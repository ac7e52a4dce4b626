"""From whom people take private messages."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event


class Silenced(Event, frozen=True, kw_only=True):
    """Somebody blocks whom a mask means, or does so no more. Not kept; their own connections hear it alone.

    `party`, and `account` (its number; 0 for a guest), are of who blocks.
    """

    state: ClassVar[bool] = True
    at: int
    source: str
    party: str
    account: int
    mask: str
    on: bool


class PrivacyChanged(Event, frozen=True, kw_only=True):
    """The owner of an account says who may send them private messages (letters of `chat.shield.LETTERS`). Not kept."""

    state: ClassVar[bool] = True
    at: int
    account: int
    letters: str
