"""What happened, as a line on the screens of those who hear it, and on that of who caused it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import (
    AwayChanged,
    Event,
    Invited,
    LeaveReason,
    LockdownSet,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MessageEdited,
    MessagePinned,
    MessageRedacted,
    MessageSent,
    MessageUnpinned,
    ModesChanged,
    ReactionNotice,
    ReportMade,
    RetentionChanged,
    RoomRenamed,
    ServerSaid,
    StatusSent,
    TopicChanged,
    UserArrived,
    UserDisconnected,
    UserQuit,
    UserRenamed,
    UserReturned,
)
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.session import Profile, Session
from hubbub.irc.ctcp import action_of
from hubbub.irc.modes import PREFIXES, written
from hubbub.typed import sentences
from hubbub.typed.durations import moment
from hubbub.wire.sanitize import strip_formatting

from .messages.display import spoken
from .screen import as_line, clock, lobby_of
from .state import shown

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


def to_some(event: StatusSent, lobby: str) -> str | None:
    """What is said to those with a standing in a room, in one line."""
    if not event.text:
        return None
    standing = next(mode.help for mode in PREFIXES if mode.symbol == event.target[0])
    where = shown(event.target[1:], lobby)
    text = strip_formatting(event.text.replace("\n", " "))
    answers = f" (to {strip_formatting(event.answers)})" if event.answers else ""
    return f"{name_of(event.source)}{answers} to everybody in {where} who is {standing} or more: {text}"


def arrived(event: UserArrived, lobby: str) -> str:
    return sentences.joined(event.name, "", lobby=True)


def joined(event: MemberJoined, lobby: str) -> str:
    return sentences.joined(name_of(event.source), shown(event.room, lobby), lobby=event.room == lobby)


def left(event: MemberLeft, lobby: str) -> str:
    text, where = strip_formatting(event.text), shown(event.room, lobby)
    return sentences.left(name_of(event.source), where, text, lobby=event.room == lobby)


def quit_chat(event: UserQuit, lobby: str) -> str:
    text = strip_formatting(event.text) if event.reason in WITH_WORDS else ""
    return sentences.gone(name_of(event.source), _reason(event.reason, text))


def disconnected(event: UserDisconnected, lobby: str) -> str:
    return sentences.disconnected(name_of(event.source), strip_formatting(event.text))


def returned(event: UserReturned, lobby: str) -> str:
    return sentences.returned(name_of(event.source))


def renamed(event: UserRenamed, lobby: str) -> str:
    return sentences.renamed(name_of(event.source), event.name)


def renamed_self(event: UserRenamed, lobby: str) -> str:
    return sentences.renamed_self(event.name)


def kicked(event: MemberKicked, lobby: str) -> str:
    text = strip_formatting(event.text)
    return sentences.kicked(event.name, shown(event.room, lobby), name_of(event.source), text)


def reacted(event: ReactionNotice, lobby: str) -> str:
    reaction, about = strip_formatting(event.reaction), strip_formatting(event.about)
    where = shown(event.target, lobby) if event.target.startswith("#") and event.target != lobby else ""
    return sentences.reacted(name_of(event.source), reaction, about, where, undone=event.undone)


def redacted(event: MessageRedacted, lobby: str) -> str:
    name, text = name_of(event.source), strip_formatting(event.text)
    did = "took back a message" if name == event.author else f"removed a message of {event.author}"
    where = shown(event.target, lobby) if event.target.startswith("#") else "a private conversation"
    return f"* {name} {did} in {where}{f': {text}' if text else '.'}"


def modes_changed(event: ModesChanged, lobby: str) -> str:
    modes, until = " ".join(written(event.changes)), moment(event.until) if event.until else ""
    where, why = shown(event.room, lobby), strip_formatting(event.why)
    return sentences.modes_changed(name_of(event.source), where, modes, until, why)


def lockdown_set(event: LockdownSet, lobby: str) -> str:
    return f"* {event.level.sentence}"


def server_said(event: ServerSaid, lobby: str) -> str:
    where = f" to {shown(event.target, lobby)}" if event.target.startswith("#") else ""
    return f"* The server says{where}: {strip_formatting(event.text)}"


def report_made(event: ReportMade, lobby: str) -> str:
    return f"* {event.report.told}"


def invited(event: Invited, lobby: str) -> str:
    return sentences.invited(name_of(event.source), event.room.removeprefix("#"))


def room_renamed(event: RoomRenamed, lobby: str) -> str:
    before, name, text = shown(event.room, lobby), shown(event.name, lobby), strip_formatting(event.text)
    return sentences.room_renamed(name_of(event.source), before, name, text)


def room_renamed_self(event: RoomRenamed, lobby: str) -> str:
    return sentences.room_renamed_self(shown(event.room, lobby), shown(event.name, lobby))


def retention_changed(event: RetentionChanged, lobby: str) -> str:
    name = name_of(event.source)
    room = event.target.startswith("#")
    where = shown(event.target, lobby) if room else f"the conversation of {name} and {event.target}"
    return f"* {sentences.retention_changed(name, f'in {where}', event.what, event.length)}."


def pinned(event: MessagePinned, lobby: str) -> str:
    about, where = strip_formatting(event.about), f"in {shown(event.room, lobby)}"
    return f"* {sentences.pinned(name_of(event.source), event.author, about, where)}."


def unpinned(event: MessageUnpinned, lobby: str) -> str:
    about, where = strip_formatting(event.about), f"in {shown(event.room, lobby)}"
    return f"* {sentences.unpinned(name_of(event.source), event.author, about, where)}."


def topic_changed(event: TopicChanged, lobby: str) -> str:
    return sentences.topic_changed(name_of(event.source), shown(event.room, lobby), strip_formatting(event.topic))


def topic_changed_self(event: TopicChanged, lobby: str) -> str:
    return sentences.topic_changed_self(shown(event.room, lobby), strip_formatting(event.topic))


def away_self(event: AwayChanged, lobby: str) -> str:
    return sentences.away_self(strip_formatting(event.text))


def edited_self(event: MessageEdited, lobby: str) -> str:
    action = action_of(event.text)
    text = strip_formatting(event.text if action is None else action)
    return sentences.edited_self(text, actor="" if action is None else name_of(event.source))


def delivered(event: MessageSent, lobby: str) -> str | None:
    """The sender sees what they typed in a room already; a kept private message gets a reply of its own."""
    if event.target.startswith("#") or event.held_for:
        return None
    return sentences.private(f"to {event.target} delivered", strip_formatting(event.text))


def _reason(reason: LeaveReason, text: str) -> str:
    return f"{REASONS[reason]}: {text.rstrip('.')}" if text else REASONS[reason]


Teller = Callable[[Any, str], str | None]
SEEN: dict[type[Event], Teller] = {
    UserArrived: arrived,
    MemberJoined: joined,
    MemberLeft: left,
    UserQuit: quit_chat,
    UserDisconnected: disconnected,
    UserReturned: returned,
    UserRenamed: renamed,
    MemberKicked: kicked,
    MessageRedacted: redacted,
    ReactionNotice: reacted,
    ModesChanged: modes_changed,
    RetentionChanged: retention_changed,
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    Invited: invited,
    LockdownSet: lockdown_set,
    ReportMade: report_made,
    ServerSaid: server_said,
    StatusSent: to_some,
    TopicChanged: topic_changed,
    RoomRenamed: room_renamed,
}
OWN: dict[type[Event], Teller] = {
    RetentionChanged: retention_changed,
    MessagePinned: pinned,
    MessageUnpinned: unpinned,
    MessageSent: delivered,
    MessageEdited: edited_self,
    UserRenamed: renamed_self,
    TopicChanged: topic_changed_self,
    MemberKicked: kicked,
    ModesChanged: modes_changed,
    RoomRenamed: room_renamed_self,
    AwayChanged: away_self,
}
