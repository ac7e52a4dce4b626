"""What was done with a message that was said before: reacted to, taken back."""

from __future__ import annotations

from hubbub.chat.events import Event, MessageRedacted, ReactionTold
from hubbub.chat.people import name_of

from .caps import MESSAGE_REDACTION, MESSAGE_TAGS
from .tagging import Render, identified, timed


def reaction_told(event: ReactionTold, caps: int) -> str | None:
    if caps & MESSAGE_TAGS:
        return None
    return timed(event, caps, f":{event.source} NOTICE {event.target} :[{reaction(event)}]")


def reaction(event: ReactionTold) -> str:
    """In words, for people: who reacted to what."""
    did = f"took {event.reaction} back from" if event.undone else f"reacted with {event.reaction} to"
    return f"{name_of(event.source)} {did} {quoted(event.about)}"


def quoted(about: str) -> str:
    return f"'{about}'" if about else "an earlier message"


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


RENDER: dict[type[Event], Render] = {
    ReactionTold: reaction_told,
    MessageRedacted: message_redacted,
}
