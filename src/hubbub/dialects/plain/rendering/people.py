"""Who comes and goes, and under which name."""

from __future__ import annotations

from hubbub.chat.events import (
    AwayChanged,
    Event,
    LeaveReason,
    UserArrived,
    UserDisconnected,
    UserQuit,
    UserRenamed,
    UserReturned,
)
from hubbub.chat.world.people.users import name_of
from hubbub.typed import sentences
from hubbub.wire.sanitize import strip_formatting

from .teller import Teller

WITH_WORDS = ("quit", "closed")  # the reasons whose words are worth showing


def arrived(event: UserArrived, lobby: str) -> str:
    return sentences.joined(event.name, "", lobby=True)


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


def away_self(event: AwayChanged, lobby: str) -> str:
    return sentences.away_self(strip_formatting(event.text))


def _reason(reason: LeaveReason, text: str) -> str:
    return f"{sentences.WHY_LEFT[reason]}: {text.rstrip('.')}" if text else sentences.WHY_LEFT[reason]


SEEN: dict[type[Event], Teller] = {
    UserArrived: arrived,
    UserQuit: quit_chat,
    UserDisconnected: disconnected,
    UserReturned: returned,
    UserRenamed: renamed,
}
OWN: dict[type[Event], Teller] = {
    UserRenamed: renamed_self,
    AwayChanged: away_self,
}
