"""How each event changes the world. Nothing else changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event
from hubbub.chat.world.state import World

from . import accounts, rooms
from .messages import conversations, read_markers, retention, sending
from .moderation import audit, bans, invites, lockdown, reports
from .people import entering, metadata, presence, privacy

APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    **accounts.APPLY,
    **audit.APPLY,
    **bans.APPLY,
    **conversations.APPLY,
    **invites.APPLY,
    **retention.APPLY,
    **lockdown.APPLY,
    **sending.APPLY,
    **metadata.APPLY,
    **entering.APPLY,
    **presence.APPLY,
    **read_markers.APPLY,
    **reports.APPLY,
    **rooms.APPLY,
    **privacy.APPLY,
}
