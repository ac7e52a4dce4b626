"""Reactions, for those who have asked for no tags: in words."""

from __future__ import annotations

from hubbub.chat.events import Event, ReactionNotice
from hubbub.chat.world.people.users import name_of

from .caps import MESSAGE_TAGS
from .tagging import Render, timed


def reaction_notice(event: ReactionNotice, caps: int) -> str | None:
    if caps & MESSAGE_TAGS:
        return None
    return timed(event, caps, f":{event.source} NOTICE {event.target} :[{reaction(event)}]")


def reaction(event: ReactionNotice) -> str:
    """In words, for people: who reacted to what."""
    did = f"took {event.reaction} back from" if event.undone else f"reacted with {event.reaction} to"
    return f"{name_of(event.source)} {did} {quoted(event.about)}"


def quoted(about: str) -> str:
    return f"'{about}'" if about else "an earlier message"


RENDER: dict[type[Event], Render] = {
    ReactionNotice: reaction_notice,
}
