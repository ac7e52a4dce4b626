"""How what happens to rooms and their members changes the world."""

from __future__ import annotations

from hubbub.chat import audience, audit, notices
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import (
    InvitationNotice,
    Invited,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    ModesChanged,
    RoleChanged,
    RoleNotice,
    RoomClosed,
    RoomClosing,
    RoomCreated,
    RoomEnded,
    RoomRenamed,
    TopicChanged,
)
from hubbub.chat.names import fold
from hubbub.chat.world.moderation.closing import Closing
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Member, Room
from hubbub.chat.world.state import World
from hubbub.irc.modes import ROOM_MODES, Kind

from .find import folded, note_words, room_of


def member_joined(world: World, event: MemberJoined) -> None:
    room = room_of(world, event.log)
    user = world.users[folded(event.source)]
    makes_it = room.last_seq == 1 and room.name != world.lobby
    prefixes = ("qo" if user.number else "o") if makes_it else ""
    room.members[user] = Member(event.at, prefixes, user.left_at.pop(room.log, 0))
    user.first_joined.setdefault(room.log, room.last_seq)
    user.rooms[room] = None
    for session in user.sessions:
        room.listen(session)


def member_left(world: World, event: MemberLeft) -> None:
    if event.text:
        note_words(world, event.log, event.source)
    _leave(room_of(world, event.log), world.users[folded(event.source)])


def member_kicked(world: World, event: MemberKicked) -> None:
    _leave(room_of(world, event.log), world.users[fold(event.name)])


def modes_changed(world: World, event: ModesChanged) -> None:
    room = room_of(world, event.log)
    for change in event.changes:
        if ROOM_MODES[change.letter].kind is not Kind.PREFIX:
            room.change_mode(change, event.source, event.begun, event.until, event.why)
            if ROOM_MODES[change.letter].kind is Kind.LIST:
                world.masked.changed(room, change.argument)
            if event.until and change.set:
                world.will_end(room, change, event.until)
        elif (user := world.user(change.argument)) is not None and user in room.members:
            room.members.change(user, change.letter, has=change.set)


def role_changed(world: World, event: RoleChanged) -> None:
    world.give_role(room_of(world, event.log), event.account, event.prefixes)


def role_notice(world: World, event: RoleNotice) -> None:
    room = room_of(world, event.log)
    for change in event.changes:
        room.members.change(world.users[fold(change.argument)], change.letter, has=change.set)


def invited(world: World, event: Invited) -> None:
    user = world.user(event.name)
    if user is not None:
        world.invite(room_of(world, event.log), user.party)


def topic_changed(world: World, event: TopicChanged) -> None:
    room = room_of(world, event.log)
    room.topic = event.topic
    room.topic_by, room.topic_at = (event.source, event.at) if event.topic else ("", 0)
    note_words(world, event.log, event.source)


def room_renamed(world: World, event: RoomRenamed) -> None:
    room = room_of(world, event.log)
    world.rename_room(room, event.name)
    world.local.renamed[room.log] = world.local.clock


def room_created(world: World, event: RoomCreated) -> None:
    world.add_room(Room(event.log, event.name, event.at))


def room_ended(world: World, event: RoomEnded) -> None:
    world.drop_room(room_of(world, event.log))


def room_closing(world: World, event: RoomClosing) -> None:
    world.closing[event.log] = Closing(event.log, event.at, event.source, event.why)


def room_closed(world: World, event: RoomClosed) -> None:
    del world.closing[event.log]


def _leave(room: Room, user: User) -> None:
    del room.members[user]
    del user.rooms[room]
    user.leaves(room)
    for session in user.sessions:
        room.unlisten(session)


RULES: Rules = rules(
    rule(
        MemberJoined,
        member_joined,
        heard=audience.of_room,
        heard_after=True,
        told=notices.of_newcomer,
        comes_or_goes=True,
    ),
    rule(MemberLeft, member_left, heard=audience.of_room, comes_or_goes=True),
    rule(MemberKicked, member_kicked, heard=audience.of_kicked, act=audit.kicked),
    rule(ModesChanged, modes_changed, heard=audience.of_room, act=audit.modes_changed),
    rule(RoleChanged, role_changed),
    rule(RoleNotice, role_notice, heard=audience.of_room),
    rule(Invited, invited, heard=audience.of_the_named),
    rule(TopicChanged, topic_changed, heard=audience.of_room, act=audit.topic_changed),
    rule(RoomRenamed, room_renamed, heard=audience.of_room, act=audit.renamed),
    rule(RoomCreated, room_created),
    rule(RoomEnded, room_ended),
    rule(RoomClosing, room_closing),
    rule(RoomClosed, room_closed),
    rule(InvitationNotice, heard=audience.of_inviters),
)
