"""Reactions, in words."""

from __future__ import annotations

from hubbub.chat.events import (
    Event,
    ReactionNotice,
)
from hubbub.chat.world.people.users import name_of
from hubbub.dialects.plain.whereabouts import shown
from hubbub.typed import sentences
from hubbub.wire.sanitize import strip_formatting

from .teller import Teller


def reacted(event: ReactionNotice, lobby: str) -> str:
    reaction, about = strip_formatting(event.reaction), strip_formatting(event.about)
    where = shown(event.target, lobby) if event.target.startswith("#") and event.target != lobby else ""
    return sentences.reacted(name_of(event.source), reaction, about, where, undone=event.undone)


SEEN: dict[type[Event], Teller] = {
    ReactionNotice: reacted,
}
