"""Rooms: who enters and leaves them, what they are like."""

from __future__ import annotations

from hubbub.chat.events import (
    Event,
    Invited,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    ModesChanged,
    RoomRenamed,
    TopicChanged,
)
from hubbub.chat.world.people.users import name_of
from hubbub.dialects.plain.whereabouts import shown
from hubbub.irc.modes import written
from hubbub.typed import sentences
from hubbub.typed.durations import moment
from hubbub.wire.sanitize import strip_formatting

from .teller import Teller


def joined(event: MemberJoined, lobby: str) -> str:
    return sentences.joined(name_of(event.source), shown(event.room, lobby), lobby=event.room == lobby)


def left(event: MemberLeft, lobby: str) -> str:
    text, where = strip_formatting(event.text), shown(event.room, lobby)
    return sentences.left(name_of(event.source), where, text, lobby=event.room == lobby)


def kicked(event: MemberKicked, lobby: str) -> str:
    text = strip_formatting(event.text)
    return sentences.kicked(event.name, shown(event.room, lobby), name_of(event.source), text)


def modes_changed(event: ModesChanged, lobby: str) -> str:
    modes, until = " ".join(written(event.changes)), moment(event.until) if event.until else ""
    where, why = shown(event.room, lobby), strip_formatting(event.why)
    return sentences.modes_changed(name_of(event.source), where, modes, until, why)


def invited(event: Invited, lobby: str) -> str:
    return sentences.invited(name_of(event.source), event.room.removeprefix("#"))


def topic_changed(event: TopicChanged, lobby: str) -> str:
    return sentences.topic_changed(name_of(event.source), shown(event.room, lobby), strip_formatting(event.topic))


def room_renamed(event: RoomRenamed, lobby: str) -> str:
    before, name, text = shown(event.room, lobby), shown(event.name, lobby), strip_formatting(event.text)
    return sentences.room_renamed(name_of(event.source), before, name, text)


def topic_changed_self(event: TopicChanged, lobby: str) -> str:
    return sentences.topic_changed_self(shown(event.room, lobby), strip_formatting(event.topic))


def room_renamed_self(event: RoomRenamed, lobby: str) -> str:
    return sentences.room_renamed_self(shown(event.room, lobby), shown(event.name, lobby))


SEEN: dict[type[Event], Teller] = {
    MemberJoined: joined,
    MemberLeft: left,
    MemberKicked: kicked,
    ModesChanged: modes_changed,
    Invited: invited,
    TopicChanged: topic_changed,
    RoomRenamed: room_renamed,
}
OWN: dict[type[Event], Teller] = {
    MemberKicked: kicked,
    ModesChanged: modes_changed,
    TopicChanged: topic_changed_self,
    RoomRenamed: room_renamed_self,
}
