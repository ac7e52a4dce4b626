"""What happened, as a line on the screens of those who hear it, and on that of who caused it."""

from __future__ import annotations

from hubbub.chat.events import Event, MessageEdited, MessageSent
from hubbub.chat.world.session import Profile, Session
from hubbub.dialects.plain.messages.display import spoken
from hubbub.dialects.plain.screen import as_line, clock, lobby_of

from . import messages, moderation, people, reactions, rooms
from .teller import Teller

SEEN: dict[type[Event], Teller] = {
    **people.SEEN,
    **rooms.SEEN,
    **messages.SEEN,
    **reactions.SEEN,
    **moderation.SEEN,
}
"""As others see it. Events that are missing here are not shown in plain text."""

OWN: dict[type[Event], Teller] = {**people.OWN, **rooms.OWN, **messages.OWN}
"""As the one sees it who caused it."""


def render(event: Event, profile: Profile) -> list[bytes]:
    """The event as others see it; nothing when they are not shown it."""
    if isinstance(event, MessageSent | MessageEdited):
        time = clock(event.at)
        return [as_line(time + text) for text in spoken(event, lobby_of(profile))]
    teller = SEEN.get(event.__class__)
    text = teller(event, lobby_of(profile)) if teller else None
    return [] if text is None else [as_line(clock(event.at) + text)]  # type: ignore[attr-defined]


def own(event: Event, session: Session) -> list[bytes]:
    """The event as the one sees it who caused it. Nothing for what their terminal shows already."""
    teller = OWN.get(event.__class__)
    text = teller(event, lobby_of(session.profile)) if teller else None
    return [] if text is None else [as_line(clock(event.at) + text)]  # type: ignore[attr-defined]
