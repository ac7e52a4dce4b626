"""Rooms: joining, leaving, topics, and who is in them."""

from __future__ import annotations

import msgspec

from hubbub.chat import names, rights
from hubbub.chat.events import (
    AwayTold,
    InvitationTold,
    Invited,
    InviteSpent,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    RoomCreated,
    RoomEnded,
    TopicChanged,
)
from hubbub.chat.people import User
from hubbub.chat.refusals import (
    AlreadyThere,
    BadRoomName,
    DiskFull,
    NobodyNamed,
    NoSuchRoom,
    NotInRoom,
    NotThere,
    TooManyRooms,
    TopicTooLong,
)
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.people import blocking, metadata
from hubbub.commands.rooms import standing
from hubbub.wire.cutting import cut


class Entered(msgspec.Struct, frozen=True):
    """Reply, for the other connections of who joined a room: what there is to know of it."""

    room: Room


def join(turn: Turn, session: Session, name: str, key: str = "", *, override: bool = False) -> Room | None:
    """Join a room, creating it if there is none of that name. None: was a member already.

    `override`: an operator passes its door, which was checked before.
    """
    user = session.user
    assert user is not None
    try:
        name = names.check_room(name, turn.policy.room_bytes)
    except names.BadRoomName as error:
        raise BadRoomName(name, reason=error.reason) from None
    room = turn.world.room(name)
    if room is not None and room in user.rooms:
        return None
    if len(user.rooms) >= turn.policy.rooms_per_user:
        raise TooManyRooms(name)
    if room is not None and not override:
        rights.check_join(room, user, key)
    if turn.disk_full:
        raise DiskFull
    if room is None:
        room = create(turn, name)
    enter(turn, user, room, session)
    return room


def enter(turn: Turn, user: User, room: Room, asker: Session | None = None) -> None:
    """Somebody is a member from now on; they may, as was checked before."""
    at = turn.stamp(room)
    turn.emit(MemberJoined(turn.ids(), at, room.log, room.name, user.source, user.realname, user.account), asker)
    if user.party in room.invited:
        turn.emit(InviteSpent(room.log, user.party))
    standing.settle(turn, user, room, asker)
    metadata.joined(turn, user, room)
    for device in user.sessions:
        if device is not asker:
            device.dialect.reply(device, Entered(room))
    if user.away:
        turn.emit(AwayTold(at, room.log, user.source, user.away), asker)


def create(turn: Turn, name: str) -> Room:
    """A new room; one of that name that ended earlier was another."""
    turn.world.last_log += 1
    turn.emit(RoomCreated(turn.world.last_log, turn.now, name))
    room = turn.world.room(name)
    assert room is not None
    return room


def leave(turn: Turn, session: Session, name: str, text: str = "") -> Room:
    """Leave a room and stay connected."""
    user, room = member_of(turn, session, name)
    if turn.disk_full:
        raise DiskFull
    _part(turn, user, room, text, session)
    return room


def leave_barred(turn: Turn, user: User) -> None:
    """Whose account is about to be another's, or a guest's, leaves the rooms where a ban or mute means them.

    It may mean the account alone, and they would be rid of it.
    """
    for room in tuple(user.rooms):
        if rights.ban_of(room, user) is not None:
            _part(turn, user, room, "Banned or muted here")


def set_topic(turn: Turn, session: Session, name: str, topic: str) -> Room:
    """Say what a room is about; an empty topic takes it away."""
    user, room = member_of(turn, session, name)
    rights.check_topic(room, user)
    rights.check_speak(turn.world.lockdown, user, room.name)
    limit = turn.policy.topic_bytes
    length = len(topic.encode())
    if length > limit:
        raise TopicTooLong(room.name, limit=str(limit), length=str(length))
    if turn.disk_full:
        raise DiskFull
    turn.emit(TopicChanged(turn.ids(), turn.stamp(room), room.log, room.name, user.source, topic), session)
    return room


def kick(turn: Turn, session: Session, name: str, who: str, text: str = "") -> None:
    """Make somebody leave a room."""
    user, room = member_of(turn, session, name)
    other = turn.world.user(who)
    if other is None:
        raise NobodyNamed(who)
    if other not in room.members:
        raise NotThere(other.name, room=room.name)
    rights.check_kick(room, user, other)
    if turn.disk_full:
        raise DiskFull
    turn.emit(
        MemberKicked(turn.ids(), turn.stamp(room), room.log, room.name, user.source, other.name, cut(text)), session
    )
    standing.end(turn, other, room)
    end_if_forgotten(turn, room)


def invite(turn: Turn, session: Session, who: str, name: str) -> tuple[User, Room]:
    """Let somebody join a room once, and tell them so. Returns whom and where."""
    user, room = member_of(turn, session, name)
    other = turn.world.user(who)
    if other is None:
        raise NobodyNamed(who)
    if other in room.members:
        raise AlreadyThere(other.name, room=room.name)
    rights.check_invite(room, user)
    if blocking.is_blocked(user, other):
        return other, room
    turn.emit(Invited(turn.now, room.log, room.name, user.source, other.name, bot=user.is_bot, login=user.account))
    turn.emit(InvitationTold(turn.now, room.log, room.name, user.source, other.name), session)
    return other, room


def find(turn: Turn, session: Session, name: str) -> Room:
    """The room of that name, given with or without #. Raises NoSuchRoom; for hidden rooms too."""
    room = turn.world.room(name if name.startswith("#") else "#" + name)
    if room is None or not rights.may_see(room, session.user):
        raise NoSuchRoom(name)
    return room


def shown(turn: Turn, session: Session) -> list[Room]:
    """All rooms that the asker may know of."""
    return [room for room in turn.world.rooms.values() if rights.may_see(room, session.user)]


def member_of(turn: Turn, session: Session, name: str) -> tuple[User, Room]:
    """Who asks, and the room, which they are in. Raises NoSuchRoom or NotInRoom."""
    user = session.user
    assert user is not None
    room = find(turn, session, name)
    if room not in user.rooms:
        raise NotInRoom(room.name)
    return user, room


def end_if_forgotten(turn: Turn, room: Room) -> None:
    """A room in which nothing was ever said ends with its last member, and a private one in any case.

    What belongs to the owner of an account stays.
    """
    if room.members or room.name == turn.world.lobby or room.is_owned:
        return
    if room.is_private or not room.has_messages:
        turn.emit(RoomEnded(room.log))


def _part(turn: Turn, user: User, room: Room, text: str, asker: Session | None = None) -> None:
    event = MemberLeft(
        turn.ids(),
        turn.stamp(room),
        room.log,
        room.name,
        user.source,
        cut(text),
        bot=user.is_bot,
        login=user.account,
    )
    turn.emit(event, asker)
    standing.end(turn, user, room)
    end_if_forgotten(turn, room)
