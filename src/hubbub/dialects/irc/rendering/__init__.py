"""Events as IRC lines. Each function writes the richest line its capabilities can read; an LF separates several.

A pure function of event and capabilities: nothing else may change how an event looks.
"""

from __future__ import annotations

from hubbub.chat.events import Event
from hubbub.chat.world.session import Interest
from hubbub.irc.caps import Cap

from . import editing, messages, people, pinning, privacy, reactions, read_markers, redaction, retention, rooms
from .tagging import Render

INTERESTS = {
    Cap.EXTENDED_MONITOR.value: Interest.WATCHED,
    Cap.INVITE_NOTIFY.value: Interest.INVITATIONS,
    Cap.READ_MARKER.value: Interest.READ_MARKERS,
    Cap.CAP_NOTIFY.value: Interest.OFFERS,
}
"""What those hear more who have these capabilities."""

RENDER: dict[type[Event], Render] = {
    **messages.RENDER,
    **editing.RENDER,
    **reactions.RENDER,
    **redaction.RENDER,
    **retention.RENDER,
    **pinning.RENDER,
    **rooms.RENDER,
    **people.RENDER,
    **read_markers.RENDER,
    **privacy.RENDER,
}
"""Events that are missing here are not shown on IRC."""
