"""Rooms: joining, leaving, topics, and who is in them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hubbub.chat import names, rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import (
    AwayNotice,
    InvitationNotice,
    Invited,
    InviteSpent,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    RoomCreated,
    RoomEnded,
    TopicChanged,
)
from hubbub.chat.refusals import (
    AlreadyThere,
    BadKey,
    BadRoomName,
    NobodyHere,
    NoSuchRoom,
    NotInRoom,
    NotThere,
    TooManyNewRooms,
    TooManyRooms,
    TooManyTries,
    TopicTooLong,
)
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.people import privacy
from hubbub.commands.rooms import roles
from hubbub.wire.addresses import is_private, network_of
from hubbub.wire.truncate import cut

NEAR = 16  # so many times as much for a private or loopback address, which many may share


class Entered(msgspec.Struct, frozen=True):
    """Reply, for the other connections of who joined a room: what there is to know of it."""

    room: Room


def join(chat: Chat, session: Session, name: str, key: str = "", *, override: bool = False) -> Room | None:
    """Join a room, creating it if there is none of that name. None: was a member already.

    `override`: an operator passes its door, which was checked before.
    """
    user = session.me
    try:
        name = names.check_room(name, chat.policy.room_bytes)
    except names.InvalidRoomName as error:
        raise BadRoomName(name, reason=error.reason) from None
    room = chat.world.room(name)
    if room is not None and room in user.rooms:
        return None
    if len(user.rooms) >= chat.policy.rooms_per_user:
        raise TooManyRooms(name)
    if room is not None and not override:
        _check_door(chat, session, room, key)
    chat.check_space()
    if room is None:
        if not override:
            _count_new(chat, session, name)
        room = create(chat, name)
    enter(chat, user, room, session)
    return room


def _check_door(chat: Chat, session: Session, room: Room, key: str) -> None:
    """A wrong key is a guess, counted by address and room. Raises TooManyTries."""
    guesses = chat.world.local.guesses
    asked = bool(key) and "k" in room.flags and not rights.is_expected(room, session.me)
    wait = guesses.wait_for_key(session.address, room.fold, chat.clock) if asked else 0
    if wait:
        raise TooManyTries(room.name, seconds=str(-(-wait // 1000)))
    try:
        rights.check_join(room, session.me, key)
    except BadKey:
        if asked:
            guesses.wrong_key(session.address, room.fold, chat.clock)
        raise


def enter(chat: Chat, user: User, room: Room, asker: Session | None = None) -> None:
    """Somebody is a member from now on; they may, as was checked before."""
    at = chat.stamp(room)
    silent = user.realname != user.name and rights.enters_silent(chat.world, user, room)
    chat.emit(
        MemberJoined(
            id=chat.ids(),
            at=at,
            log=room.log,
            room=room.name,
            source=user.source,
            realname=user.name if silent else user.realname,
            account=user.account,
        ),
        asker,
    )
    if user.party in room.invited:
        chat.emit(InviteSpent(log=room.log, party=user.party))
    roles.settle(chat, user, room, asker)
    for device in user.sessions:
        if device is not asker:
            device.reply(Entered(room))
    if user.away:
        text = rights.heard(chat.world, user, [room], user.away) or rights.AWAY
        chat.emit(AwayNotice(at=at, log=room.log, source=user.source, text=text), asker)


def _count_new(chat: Chat, session: Session, name: str) -> None:
    """Somebody makes a room, as far as they may make any more today. Raises TooManyNewRooms."""
    user, policy, rooms = session.me, chat.policy, chat.world.local.new_rooms
    if user.operator or not policy.new_rooms_per_day:
        return
    network = network_of(session.address)
    near = NEAR if is_private(session.address) else 1
    of_address = policy.new_rooms_per_address * near
    if rooms.used(user.party, chat.clock) >= policy.new_rooms_per_day:
        raise TooManyNewRooms(name, limit=str(policy.new_rooms_per_day), who="are as many as one person may make")
    if rooms.used(network, chat.clock) >= of_address:
        raise TooManyNewRooms(name, limit=str(of_address), who="are as many as may come from your address")
    rooms.count(user.party, chat.clock)
    rooms.count(network, chat.clock)


def create(chat: Chat, name: str) -> Room:
    """A new room; one of that name that ended earlier was another."""
    chat.emit(RoomCreated(log=chat.world.next_log(), at=chat.now, name=name))
    room = chat.world.room(name)
    assert room is not None
    return room


def leave(chat: Chat, session: Session, name: str, text: str = "") -> Room:
    """Leave a room and stay connected."""
    user, room = member_of(chat, session, name)
    chat.check_space()
    _part(chat, user, room, rights.heard(chat.world, user, [room], text), session)
    return room


def leave_barred(chat: Chat, user: User) -> None:
    """Whose account is about to be another's, or a guest's, leaves the rooms where a ban or mute means them.

    It may mean the account alone, and they would be rid of it.
    """
    for room in tuple(user.rooms):
        if rights.ban_of(room, user) is not None:
            _part(chat, user, room, "Banned or muted here")


def set_topic(chat: Chat, session: Session, name: str, topic: str) -> Room:
    """Say what a room is about; an empty topic takes it away."""
    user, room = member_of(chat, session, name)
    rights.check_topic(room, user)
    rights.check_words(chat.world, user, room)
    limit = chat.policy.topic_bytes
    length = len(topic.encode())
    if length > limit:
        raise TopicTooLong(room.name, limit=str(limit), length=str(length))
    chat.check_space()
    chat.emit(
        TopicChanged(id=chat.ids(), at=chat.stamp(room), log=room.log, room=room.name, source=user.source, topic=topic),
        session,
    )
    return room


def kick(chat: Chat, session: Session, name: str, who: str, text: str = "") -> None:
    """Make somebody leave a room."""
    user, room = member_of(chat, session, name)
    other = chat.world.user(who)
    if other is None:
        raise NobodyHere(who)
    if other not in room.members:
        raise NotThere(other.name, room=room.name)
    rights.check_kick(room, user, other)
    push_out(chat, room, other, user.source, rights.heard(chat.world, user, [room], text), session)


def push_out(chat: Chat, room: Room, other: User, source: str, text: str = "", session: Session | None = None) -> None:
    """A member has to leave a room, says `source`, who may say so. Raises DiskFull."""
    chat.check_space()
    make_leave(chat, room, other, source, text, session)


def make_leave(chat: Chat, room: Room, other: User, source: str, text: str, session: Session | None = None) -> None:
    """The same of what was decided before, whether there is space or not."""
    chat.emit(
        MemberKicked(
            id=chat.ids(),
            at=chat.stamp(room),
            log=room.log,
            room=room.name,
            source=source,
            name=other.name,
            text=cut(text),
        ),
        session,
    )
    roles.end(chat, other, room)
    end_if_forgotten(chat, room)


def invite(chat: Chat, session: Session, who: str, name: str) -> tuple[User, Room]:
    """Let somebody join a room once, and tell them so. Returns whom and where."""
    user, room = member_of(chat, session, name)
    other = chat.world.user(who)
    if other is None:
        raise NobodyHere(who)
    if other in room.members:
        raise AlreadyThere(other.name, room=room.name)
    rights.check_invite(room, user)
    rights.check_words(chat.world, user, room)
    if privacy.is_blocked(user, other):
        return other, room
    chat.emit(
        Invited(
            at=chat.now,
            log=room.log,
            room=room.name,
            source=user.source,
            name=other.name,
            bot=user.is_bot,
            login=user.account,
        )
    )
    chat.emit(InvitationNotice(at=chat.now, log=room.log, room=room.name, source=user.source, name=other.name), session)
    return other, room


def find(chat: Chat, session: Session, name: str) -> Room:
    """The room of that name, given with or without #. Raises NoSuchRoom; for hidden rooms too."""
    room = chat.world.room(name if name.startswith("#") else "#" + name)
    if room is None or not rights.may_see(room, session.user):
        raise NoSuchRoom(name)
    return room


def shown(chat: Chat, session: Session) -> Iterator[Room]:
    """All rooms that the asker may know of, found one after the other; those that sleep are copies, and sleep on."""
    rooms = chat.world.every_room
    found = (rooms.get(log) for log in rooms)
    return (room for room in found if room is not None and rights.may_see(room, session.user))


def member_of(chat: Chat, session: Session, name: str) -> tuple[User, Room]:
    """Who asks, and the room, which they are in. Raises NoSuchRoom or NotInRoom."""
    user = session.me
    room = find(chat, session, name)
    if room not in user.rooms:
        raise NotInRoom(room.name)
    return user, room


def end_if_forgotten(chat: Chat, room: Room) -> None:
    """A room in which nothing was ever said ends with its last member, and a private one in any case.

    What belongs to the owner of an account stays.
    """
    if room.members or room.name == chat.world.lobby or room.is_owned:
        return
    if room.is_private or not room.has_messages:
        chat.emit(RoomEnded(log=room.log))


def _part(chat: Chat, user: User, room: Room, text: str, asker: Session | None = None) -> None:
    event = MemberLeft(
        id=chat.ids(),
        at=chat.stamp(room),
        log=room.log,
        room=room.name,
        source=user.source,
        text=cut(text),
        bot=user.is_bot,
        login=user.account,
    )
    chat.emit(event, asker)
    roles.end(chat, user, room)
    end_if_forgotten(chat, room)
