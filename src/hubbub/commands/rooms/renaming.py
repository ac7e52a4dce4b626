"""Rooms get another name, and stay what they are."""

from __future__ import annotations

import msgspec

from hubbub.chat import names, rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import RoomRenamed
from hubbub.chat.refusals import BadRoomName, CannotRename, RoomNameInUse
from hubbub.chat.rights import Action
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.wire.truncate import cut

from .joining import member_of

MOST = 200  # members of a room that may be renamed: who cannot read a renaming is told of each of them
REST = 30_000  # milliseconds between two renamings of a room: who cannot read them hears all its names again


class Moved(msgspec.Struct, frozen=True):
    """Reply, for every connection in a room: it has another name now than `before`; `text` says why."""

    room: Room
    before: str
    text: str


def rename(chat: Chat, session: Session, name: str, to: str, text: str = "") -> Room:
    """Give a room another name; members, topic, modes and history stay.

    Raises RoomNameInUse or CannotRename, among others.
    """
    user, room, to = check(chat, session, name, to)
    before = room.name
    text = cut(text)
    chat.emit(
        RoomRenamed(
            id=chat.ids(), at=chat.stamp(room), log=room.log, room=before, source=user.source, name=to, text=text
        ),
        session,
    )
    for member in room.members:
        for device in member.sessions:
            device.reply(Moved(room, before, text))
    return room


def check(chat: Chat, session: Session, name: str, to: str) -> tuple[User, Room, str]:
    """Who asks, the room, and the new name as it will be written. Raises why it cannot be given."""
    user, room = member_of(chat, session, name)
    rights.check(Action.RENAME_ROOM, user, room)
    rights.check_speak(chat.world.lockdown, user, room.name)  # both the name and the reason are words
    to = _checked(chat, room, to)
    chat.check_space()
    return user, room, to


def _checked(chat: Chat, room: Room, to: str) -> str:
    """The new name as it will be written."""
    try:
        name = names.check_room(to, chat.policy.room_bytes)
    except names.InvalidRoomName as error:
        raise BadRoomName(to, reason=error.reason) from None
    if room.name == chat.world.lobby:
        raise CannotRename(room.name, name=name, reason="everybody knows the lobby by its name")
    if len(room.members) > MOST:
        reason = f"more than {MOST} are in it, and many of them would be told again who all these are"
        raise CannotRename(room.name, name=name, reason=reason)
    if name == room.name:
        raise CannotRename(room.name, name=name, reason="that is its name already")
    if chat.world.room(name) not in (None, room):
        raise RoomNameInUse(room.name, name=name)
    local = chat.world.local
    wait = local.renamed.get(room.log, local.clock - REST) + REST - local.clock
    if wait > 0:
        reason = f"it was renamed just now, try again in {-(-wait // 1000)} seconds"
        raise CannotRename(room.name, name=name, reason=reason)
    return name
