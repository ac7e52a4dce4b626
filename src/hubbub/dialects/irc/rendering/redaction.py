"""Messages that are taken back, removed, or have disappeared."""

from __future__ import annotations

from hubbub.chat.events import Event, MessageExpired, MessageRedacted
from hubbub.chat.world.people.users import name_of

from .caps import MESSAGE_REDACTION
from .tagging import Render, identified, timed


def message_redacted(event: MessageRedacted, caps: int) -> str:
    """For who cannot read REDACT, "the fallback method used (if any) is left up to server implementations"."""
    if not caps & MESSAGE_REDACTION:
        return identified(event, caps, f":{event.source} NOTICE {event.target} :[{removal(event)}]")
    why = f" :{event.text}" if event.text else ""
    return identified(event, caps, f":{event.source} REDACT {event.target} {event.message:x}{why}")


def removal(event: MessageRedacted) -> str:
    """In words, for people: who removed whose message, and why."""
    name = name_of(event.source)
    did = "took back a message" if name == event.author else f"removed a message of {event.author}"
    return f"{name} {did}: {event.text}" if event.text else f"{name} {did}"


def message_expired(event: MessageExpired, caps: int) -> str | None:
    """As if its author had taken it back, for who can read that; for all others it stays where it was shown."""
    if not caps & MESSAGE_REDACTION:
        return None
    return timed(event, caps, f":{event.source} REDACT {event.target} {event.message:x} :expired")


RENDER: dict[type[Event], Render] = {
    MessageRedacted: message_redacted,
    MessageExpired: message_expired,
}
