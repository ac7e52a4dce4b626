"""What happened, as a line on the screens of those who hear it, and on that of who caused it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import (
    AwayChanged,
    Event,
    Invited,
    LeaveReason,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MessageRedacted,
    MessageSent,
    ModesChanged,
    TopicChanged,
    UserArrived,
    UserQuit,
    UserRenamed,
)
from hubbub.chat.people import name_of
from hubbub.chat.session import Profile, Session
from hubbub.irc.modes import written
from hubbub.wire.visible import strip_formatting

from .screen import as_line, clock, lobby_of
from .sentences import sentences
from .standing import shown

REASONS: dict[LeaveReason, str] = {
    "left": "left",
    "quit": "quit",
    "lost": "connection lost",
    "timeout": "timed out",
    "closed": "closed by the server",
    "killed": "removed by an operator",
    "stopped": "the server stopped",
}
WITH_WORDS = ("quit", "closed")  # the reasons whose words are worth showing


def render(event: Event, profile: Profile) -> list[bytes]:
    """The event as others see it; nothing when they are not shown it."""
    if isinstance(event, MessageSent):
        time = clock(event.at)
        return [as_line(time + text) for text in sentences(event, lobby_of(profile))]
    teller = SEEN.get(event.__class__)
    text = teller(event, lobby_of(profile)) if teller else None
    return [] if text is None else [as_line(clock(event.at) + text)]  # type: ignore[attr-defined]


def own(event: Event, session: Session) -> list[bytes]:
    """The event as the one sees it who caused it. Nothing for what their terminal shows already."""
    teller = OWN.get(event.__class__)
    text = teller(event, lobby_of(session.profile)) if teller else None
    return [] if text is None else [as_line(clock(event.at) + text)]  # type: ignore[attr-defined]


def arrived(event: UserArrived, lobby: str) -> str:
    return f"* {event.name} has joined the chat."


def joined(event: MemberJoined, lobby: str) -> str:
    where = "the chat" if event.room == lobby else shown(event.room, lobby)
    return f"* {name_of(event.source)} has joined {where}."


def left(event: MemberLeft, lobby: str) -> str:
    """Who leaves the lobby is still there, so the reason is said."""
    text = strip_formatting(event.text)
    if event.room == lobby:
        return f"* {name_of(event.source)} has left the chat ({_reason('left', text)})."
    return f"* {name_of(event.source)} has left {shown(event.room, lobby)}{f' ({text})' if text else ''}."


def quit_chat(event: UserQuit, lobby: str) -> str:
    text = strip_formatting(event.text) if event.reason in WITH_WORDS else ""
    return f"* {name_of(event.source)} has left the chat ({_reason(event.reason, text)})."


def renamed(event: UserRenamed, lobby: str) -> str:
    return f"* {name_of(event.source)} is now known as {event.name}."


def renamed_self(event: UserRenamed, lobby: str) -> str:
    return f"You are now known as {event.name}."


def kicked(event: MemberKicked, lobby: str) -> str:
    text = f": {strip_formatting(event.text)}" if event.text else ""
    return f"* {event.name} was removed from {shown(event.room, lobby)} by {name_of(event.source)}{text}"


def redacted(event: MessageRedacted, lobby: str) -> str:
    name, text = name_of(event.source), strip_formatting(event.text)
    did = "took back a message" if name == event.author else f"removed a message of {event.author}"
    where = shown(event.target, lobby) if event.target.startswith("#") else "a private conversation"
    return f"* {name} {did} in {where}{f': {text}' if text else '.'}"


def modes_changed(event: ModesChanged, lobby: str) -> str:
    return (
        f"* {name_of(event.source)} changed the modes of {shown(event.room, lobby)}: {' '.join(written(event.changes))}"
    )


def invited(event: Invited, lobby: str) -> str:
    room = event.room.removeprefix("#")
    return f"* {name_of(event.source)} invites you to {room}. To join, type: /join {room}"


def topic_changed(event: TopicChanged, lobby: str) -> str:
    where, topic = shown(event.room, lobby), strip_formatting(event.topic)
    if not topic:
        return f"* {name_of(event.source)} took the topic of {where} away."
    return f"* {name_of(event.source)} changed the topic of {where} to: {topic}"


def topic_changed_self(event: TopicChanged, lobby: str) -> str:
    return f"The topic of {shown(event.room, lobby)} is now: {strip_formatting(event.topic)}"


def away_self(event: AwayChanged, lobby: str) -> str:
    return f"You are away now: {strip_formatting(event.text)}" if event.text else "You are back."


def delivered(event: MessageSent, lobby: str) -> str | None:
    """The sender sees what they typed in a room already; a kept private message gets a reply of its own."""
    if event.target.startswith("#") or event.held_for:
        return None
    return f"Private message to {event.target} delivered: {strip_formatting(event.text)}"


def _reason(reason: LeaveReason, text: str) -> str:
    return f"{REASONS[reason]}: {text.rstrip('.')}" if text else REASONS[reason]


Teller = Callable[[Any, str], str | None]
SEEN: dict[type[Event], Teller] = {
    UserArrived: arrived,
    MemberJoined: joined,
    MemberLeft: left,
    UserQuit: quit_chat,
    UserRenamed: renamed,
    MemberKicked: kicked,
    MessageRedacted: redacted,
    ModesChanged: modes_changed,
    Invited: invited,
    TopicChanged: topic_changed,
}
OWN: dict[type[Event], Teller] = {
    MessageSent: delivered,
    UserRenamed: renamed_self,
    TopicChanged: topic_changed_self,
    AwayChanged: away_self,
}
