"""What is said, corrected, taken back and pinned, and how long it stays."""

from __future__ import annotations

from hubbub.chat.events import (
    Event,
    MessageEdited,
    MessagePinned,
    MessageRedacted,
    MessageSent,
    MessageUnpinned,
    RetentionChanged,
    StatusSent,
)
from hubbub.chat.world.people.users import name_of
from hubbub.dialects.plain.whereabouts import shown
from hubbub.irc.ctcp import action_of
from hubbub.irc.modes import PREFIXES
from hubbub.typed import sentences
from hubbub.wire.sanitize import strip_formatting

from .teller import Teller


def to_some(event: StatusSent, lobby: str) -> str | None:
    """What is said to those with a standing in a room, in one line."""
    if not event.text:
        return None
    standing = next(mode.help for mode in PREFIXES if mode.symbol == event.target[0])
    where = shown(event.target[1:], lobby)
    text = strip_formatting(event.text.replace("\n", " "))
    answers = f" (to {strip_formatting(event.answers)})" if event.answers else ""
    return f"{name_of(event.source)}{answers} to everybody in {where} who is {standing} or more: {text}"


def redacted(event: MessageRedacted, lobby: str) -> str:
    name, text = name_of(event.source), strip_formatting(event.text)
    did = "took back a message" if name == event.author else f"removed a message of {event.author}"
    where = shown(event.target, lobby) if event.target.startswith("#") else "a private conversation"
    return f"* {name} {did} in {where}{f': {text}' if text else '.'}"


def pinned(event: MessagePinned, lobby: str) -> str:
    about, where = strip_formatting(event.about), f"in {shown(event.room, lobby)}"
    return f"* {sentences.pinned(name_of(event.source), event.author, about, where)}."


def unpinned(event: MessageUnpinned, lobby: str) -> str:
    about, where = strip_formatting(event.about), f"in {shown(event.room, lobby)}"
    return f"* {sentences.unpinned(name_of(event.source), event.author, about, where)}."


def retention_changed(event: RetentionChanged, lobby: str) -> str:
    name = name_of(event.source)
    room = event.target.startswith("#")
    where = shown(event.target, lobby) if room else f"the conversation of {name} and {event.target}"
    return f"* {sentences.retention_changed(name, f'in {where}', event.what, event.length)}."


def delivered(event: MessageSent, lobby: str) -> str | None:
    """The sender sees what they typed in a room already; a kept private message gets a reply of its own."""
    if event.target.startswith("#") or event.held_for:
        return None
    return sentences.private(f"to {event.target} delivered", strip_formatting(event.text))


def edited_self(event: MessageEdited, lobby: str) -> str:
    action = action_of(event.text)
    text = strip_formatting(event.text if action is None else action)
    return sentences.edited_self(text, actor="" if action is None else name_of(event.source))


SEEN: dict[type[Event], Teller] = {
    StatusSent: to_some,
    MessageRedacted: redacted,
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    RetentionChanged: retention_changed,
}
OWN: dict[type[Event], Teller] = {
    MessageSent: delivered,
    MessageEdited: edited_self,
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    RetentionChanged: retention_changed,
}
