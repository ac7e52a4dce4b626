"""Rooms: entering and leaving them, their topics, and which there are."""

from __future__ import annotations

from collections.abc import Awaitable
from itertools import chain

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadKey, BadRoomName, Refusal
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.history import missed
from hubbub.commands.people import profile
from hubbub.commands.rooms import joining, renaming
from hubbub.dialects.plain import history
from hubbub.dialects.plain.messages import pinning, retention
from hubbub.dialects.plain.screen import note, say, say_all
from hubbub.dialects.plain.state import state_of
from hubbub.dialects.plain.whereabouts import current_room, go_astray, must_be_in_room, room_meant, shown
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed import sentences
from hubbub.typed.meanings import Join, Leave, ListRooms, RenameRoom, Topic
from hubbub.wire.sanitize import strip_formatting

SORTED = 1_000  # rooms that are shown by their names


class KeyNeeded(OwnRefusal):
    """It is typed behind the room's name."""

    code = BadKey.code
    sentence = f"{sentences.BAD_KEY} Type it behind the name: /join {{about}} key"


def join(chat: Chat, session: Session, meaning: Join) -> Awaitable[None] | None:
    """Enter a room, or turn to one of those that were entered before. What stands behind its name may be a key, which
    is kept and shown nowhere."""
    name, _, key = meaning.room.replace("\t", " ").partition(" ")
    key = key.strip(" ")
    try:
        _check_key(chat, name, key)
        room = joining.join(chat, session, name, key)
    except Refusal as refusal:
        go_astray(session, name.removeprefix("#"))
        if isinstance(refusal, BadKey):
            raise KeyNeeded(refusal.about, sentences.OTHER_KEY if key else "") from None
        raise
    state_of(session).astray = ""
    if room is None:
        room = joining.find(chat, session, name)
        state_of(session).room = room.name
        note(session, _here(chat, room))
        return None
    state_of(session).room = room.name
    note(session, _here(chat, room))
    if room.topic:
        say(session, _topic(chat, room))
    retention.show_to_newcomer(chat, session, room)
    pinning.show_to_newcomer(chat, session, room)
    return history.show_missed(chat, session, room, missed.gap(chat, session, room))


def _check_key(chat: Chat, name: str, key: str) -> None:
    """Raise BadRoomName where there is no room with a key of that name, or there are more words."""
    room = chat.world.room(name if name.startswith("#") else f"#{name}")
    if key and (room is None or "k" not in room.flags or " " in key):
        raise BadRoomName(f"{name} …", reason="a room name has no spaces")


def leave(chat: Chat, session: Session, meaning: Leave) -> None:
    name = meaning.room if meaning.room is not None else must_be_in_room(session).name
    room = joining.leave(chat, session, name)
    now = current_room(session)
    state_of(session).room = now.name if now else ""
    note(session, sentences.left_self(_shown(chat, room), _shown(chat, now) if now else ""))
    if now is None:
        say(session, sentences.OUTSIDE)


def topic(chat: Chat, session: Session, meaning: Topic) -> None:
    room = room_meant(session, meaning)
    if meaning.text is not None:
        joining.set_topic(chat, session, room.name, meaning.text)
    else:
        note(session, _topic(chat, room))


def rename(chat: Chat, session: Session, meaning: RenameRoom) -> None:
    renaming.rename(chat, session, meaning.room, meaning.name, meaning.text or "")


def list_rooms(chat: Chat, session: Session, meaning: ListRooms) -> None:
    """Those the person is in are marked. A great many are not sorted: they are found as the connection takes them."""
    found = joining.shown(chat, session)
    if len(chat.world.every_room) <= SORTED:
        found = iter(sorted(found, key=lambda room: room.fold))
    first = next(found, None)
    if first is None:
        say(session, sentences.NO_ROOMS)
        return
    mine = session.user.rooms if session.user else {}
    say_all(session, chain([sentences.ROOMS], (_row(room, mine=room in mine) for room in chain([first], found))))


def _here(chat: Chat, room: Room) -> str:
    first, count = profile.members(room).first(sentences.NAMES_AT_ONCE)
    return sentences.here(_shown(chat, room), [user.name for user in first], count - len(first))


def _row(room: Room, *, mine: bool) -> str:
    return sentences.room_row(room.name.removeprefix("#"), len(room.members), strip_formatting(room.topic), mine=mine)


def _topic(chat: Chat, room: Room) -> str:
    return sentences.topic_is(_shown(chat, room), strip_formatting(room.topic))


def _shown(chat: Chat, room: Room) -> str:
    return shown(room.name, chat.world.lobby)
