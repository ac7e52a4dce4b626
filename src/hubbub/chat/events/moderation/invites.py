"""Invitations that are handed on as a code."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.party import Party


class InviteMade(Event, frozen=True, kw_only=True):
    """Whoever shows the code of this hash may come in (see `chat.invites.Invite`). Told to nobody."""

    state: ClassVar[bool] = True
    number: int
    at: int
    code_hash: bytes
    until: int
    uses: int
    source: str  # nick!user@host of who made it
    log: int
    admits: bool


class InviteUsed(Event, frozen=True, kw_only=True):
    """A party came by an invitation, and may join its room once, whatever its modes say. Told to nobody."""

    state: ClassVar[bool] = True
    number: int
    at: int
    party: Party


class InviteSpent(Event, frozen=True, kw_only=True):
    """A party that was invited into a room, in whatever way, has joined it, and may not again. Told to nobody."""

    state: ClassVar[bool] = True
    log: int
    party: Party


class InviteRevoked(Event, frozen=True, kw_only=True):
    """An invitation is none any more. Told to nobody."""

    state: ClassVar[bool] = True
    number: int
    at: int
