"""How each event changes the world. Nothing else changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event
from hubbub.chat.world import World

from . import (
    accounts,
    acts,
    bans,
    conversations,
    invites,
    keeping,
    lockdown,
    messages,
    metadata,
    people,
    presence,
    reading,
    reports,
    rooms,
    shield,
)

APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    **accounts.APPLY,
    **acts.APPLY,
    **bans.APPLY,
    **conversations.APPLY,
    **invites.APPLY,
    **keeping.APPLY,
    **lockdown.APPLY,
    **messages.APPLY,
    **metadata.APPLY,
    **people.APPLY,
    **presence.APPLY,
    **reading.APPLY,
    **reports.APPLY,
    **rooms.APPLY,
    **shield.APPLY,
}
