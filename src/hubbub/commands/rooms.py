"""Rooms: joining, leaving, topics, and who is in them."""

from __future__ import annotations

from hubbub.chat import names
from hubbub.chat.events import MemberJoined, MemberLeft, RoomCreated, RoomEnded, TopicChanged
from hubbub.chat.people import User
from hubbub.chat.refusals import BadRoomName, DiskFull, NoSuchRoom, NotInRoom, TooManyRooms, TopicTooLong
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


def join(turn: Turn, session: Session, name: str) -> Room | None:
    """Join a room, creating it if there is none of that name. None: was a member already."""
    user = session.user
    assert user is not None
    try:
        name = names.check_room(name)
    except names.BadRoomName as error:
        raise BadRoomName(name, reason=error.reason) from None
    room = turn.world.room(name)
    if room is not None and room in user.rooms:
        return None
    if len(user.rooms) >= turn.policy.rooms_per_user:
        raise TooManyRooms(name)
    if turn.disk_full:
        raise DiskFull
    if room is None:
        room = create(turn, name)
    at = turn.stamp(room)
    turn.emit(MemberJoined(turn.ids(), at, room.log, room.name, user.source, user.realname), session)
    return room


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
    turn.emit(MemberLeft(turn.ids(), turn.stamp(room), room.log, room.name, user.source, text), session)
    end_if_forgotten(turn, room)
    return room


def set_topic(turn: Turn, session: Session, name: str, topic: str) -> Room:
    """Say what a room is about; an empty topic takes it away."""
    user, room = member_of(turn, session, name)
    limit = turn.policy.topic_bytes
    length = len(topic.encode())
    if length > limit:
        raise TopicTooLong(room.name, limit=str(limit), length=str(length))
    if turn.disk_full:
        raise DiskFull
    turn.emit(TopicChanged(turn.ids(), turn.stamp(room), room.log, room.name, user.source, topic), session)
    return room


def find(turn: Turn, name: str) -> Room:
    """The room of that name, given with or without #. Raises NoSuchRoom."""
    room = turn.world.room(name if name.startswith("#") else "#" + name)
    if room is None:
        raise NoSuchRoom(name)
    return room


def member_of(turn: Turn, session: Session, name: str) -> tuple[User, Room]:
    """Who asks, and the room, which they are in. Raises NoSuchRoom or NotInRoom."""
    user = session.user
    assert user is not None
    room = find(turn, name)
    if room not in user.rooms:
        raise NotInRoom(room.name)
    return user, room


def end_if_forgotten(turn: Turn, room: Room) -> None:
    """A room in which nothing was ever said ends with its last member."""
    if not room.members and not room.has_messages and room.name != turn.world.lobby:
        turn.emit(RoomEnded(room.log))
