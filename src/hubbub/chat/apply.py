"""How each event changes the world. Nothing else changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.irc.modes import ROOM_MODES, Kind

from .accounts import Account
from .events import (
    AccountChanged,
    AccountCreated,
    AwayChanged,
    ConversationClaimed,
    ConversationOpened,
    EntryErased,
    Event,
    HeldDelivered,
    Invited,
    LoggedIn,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MessageSent,
    ModesChanged,
    ReactionTold,
    RealnameChanged,
    RoomCreated,
    RoomEnded,
    TopicChanged,
    UserArrived,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    VisitOpened,
    VisitSeen,
)
from .names import fold
from .people import User, Visit, name_of
from .rooms import Conversation, Member, Room
from .world import World


def message_sent(world: World, event: MessageSent) -> None:
    journal = world.journals[event.log]
    if journal.__class__ is Room:
        journal.has_messages = True
    if event.held_for:
        world.held.setdefault(event.held_for, {})[event.id] = event.log
    if event.client_id:
        sender = world.sender(event.party)
        if sender is not None:
            sender.remember(event)


def member_joined(world: World, event: MemberJoined) -> None:
    room = _room(world, event.log)
    user = world.users[_fold(event.source)]
    makes_it = room.last_seq == 1 and room.name != world.lobby
    room.members[user] = Member(event.at, "o" if makes_it else "")
    user.first_joined.setdefault(room.log, room.last_seq)
    room.invited.pop(user.party, None)
    user.rooms[room] = None
    for session in user.sessions:
        room.listen(session)


def member_left(world: World, event: MemberLeft) -> None:
    _leave(_room(world, event.log), world.users[_fold(event.source)])


def member_kicked(world: World, event: MemberKicked) -> None:
    _leave(_room(world, event.log), world.users[fold(event.name)])


def modes_changed(world: World, event: ModesChanged) -> None:
    room = _room(world, event.log)
    for change in event.changes:
        if ROOM_MODES[change.letter].kind is not Kind.PREFIX:
            room.change_mode(change, event.source, event.at)
        elif (user := world.user(change.argument)) is not None and user in room.members:
            room.members[user].change(change.letter, has=change.set)


def invited(world: World, event: Invited) -> None:
    user = world.user(event.name)
    if user is not None:
        _room(world, event.log).invited[user.party] = None


def _leave(room: Room, user: User) -> None:
    del room.members[user]
    del user.rooms[room]
    for session in user.sessions:
        room.unlisten(session)


def user_arrived(world: World, event: UserArrived) -> None:
    user = User(event.source, event.party, event.at)
    user.realname = event.realname
    account = world.accounts.of_party(event.party)
    if account is not None:
        user.belongs_to(account)
    world.add_user(user)
    world.note_seen(user.name, event.at)
    world.name_party(user.party, user.name)
    world.resting.pop(user.visit or user.number, None)


def user_quit(world: World, event: UserQuit) -> None:
    user = world.users[_fold(event.source)]
    for room in user.rooms:
        del room.members[user]
        for session in user.sessions:
            room.unlisten(session)
    user.rooms.clear()
    for session in tuple(user.sessions):
        world.detach(session)
    for letter in user.modes:
        world.change_user_mode(user, letter, has=False)
    world.drop_user(user)
    world.departed.append(user.departed(event.at))
    world.note_seen(user.name, event.at)
    sender = world.sender(user.party)
    if sender is None:
        world.forget_party(user.party)
    else:
        sender.seen_at = max(sender.seen_at, event.at)
        world.resting[user.visit or user.number] = sender


def user_renamed(world: World, event: UserRenamed) -> None:
    user = world.users[_fold(event.source)]
    world.drop_user(user)
    if fold(event.name) != user.fold:
        world.departed.append(user.departed(event.at))
    user.rename(f"{event.name}!{user.username}@{user.host}")
    world.add_user(user)
    world.note_seen(user.name, event.at)
    world.name_party(user.party, user.name)


def topic_changed(world: World, event: TopicChanged) -> None:
    room = _room(world, event.log)
    room.topic = event.topic
    room.topic_by, room.topic_at = (event.source, event.at) if event.topic else ("", 0)


def user_modes_changed(world: World, event: UserModesChanged) -> None:
    user = world.users[_fold(event.source)]
    for change in event.changes:
        world.change_user_mode(user, change.letter, has=change.set)
    user.operator_name = (event.operator or user.operator_name) if user.operator else ""


def away_changed(world: World, event: AwayChanged) -> None:
    world.users[_fold(event.source)].away = event.text


def realname_changed(world: World, event: RealnameChanged) -> None:
    world.users[_fold(event.source)].realname = event.realname


def room_created(world: World, event: RoomCreated) -> None:
    world.add_room(Room(event.log, event.name, event.at))


def room_ended(world: World, event: RoomEnded) -> None:
    world.drop_room(_room(world, event.log))


def reaction_told(world: World, event: ReactionTold) -> None:
    world.users[_fold(event.source)].reaction_told_at = event.at


def entry_erased(world: World, event: EntryErased) -> None:
    """No path leads to what the entry said any more: not the recent entries, what is held, nor what was sent."""
    world.erase(event.log, event.id)
    if event.held_for:
        held_delivered(world, HeldDelivered(event.held_for, (event.id,)))
    sender = world.sender(event.party)
    if event.client_id and sender is not None:
        sender.forget(event.client_id)


def conversation_opened(world: World, event: ConversationOpened) -> None:
    world.add_conversation(Conversation(event.log, event.parties, event.names))


def conversation_claimed(world: World, event: ConversationClaimed) -> None:
    talk = world.journals[event.log]
    assert isinstance(talk, Conversation)
    recent = tuple(talk.recent)
    world.drop_conversation(talk)
    first, second = (event.party if party == event.before else party for party in talk.parties)
    talk.parties = (first, second)
    world.add_conversation(talk)
    if event.party in world.parties:
        talk.name(event.party, world.parties[event.party].name)
    if not world.is_reachable(talk):
        world.drop_conversation(talk)
        return
    for entry in recent:
        world.append(talk, entry)


def held_delivered(world: World, event: HeldDelivered) -> None:
    waiting = world.held.get(event.name, {})
    for id in event.ids:
        waiting.pop(id, None)
    if not waiting:
        world.held.pop(event.name, None)


def visit_opened(world: World, event: VisitOpened) -> None:
    world.add_visit(Visit(event.visit, event.name, event.token_hash, event.at, fresh=True))
    world.let_visits_go(event.at)


def visit_seen(world: World, event: VisitSeen) -> None:
    visit = world.visits[event.visit]
    visit.name = event.name
    world.see_visit(visit, event.at)
    world.let_visits_go(event.at)


def account_created(world: World, event: AccountCreated) -> None:
    world.accounts.add(Account(event.account, event.name, event.at, event.credentials, fresh=True))


def account_changed(world: World, event: AccountChanged) -> None:
    world.accounts.numbers[event.account].credentials = event.credentials


def logged_in(world: World, event: LoggedIn) -> None:
    world.log_in(world.users[_fold(event.source)], world.accounts.numbers[event.account])


def _fold(source: str) -> str:
    return fold(name_of(source))


def _room(world: World, log: int) -> Room:
    room = world.journals[log]
    assert isinstance(room, Room)
    return room


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    MessageSent: message_sent,
    MemberJoined: member_joined,
    MemberLeft: member_left,
    MemberKicked: member_kicked,
    ModesChanged: modes_changed,
    Invited: invited,
    UserArrived: user_arrived,
    UserQuit: user_quit,
    UserRenamed: user_renamed,
    TopicChanged: topic_changed,
    ReactionTold: reaction_told,
    AwayChanged: away_changed,
    UserModesChanged: user_modes_changed,
    RealnameChanged: realname_changed,
    RoomCreated: room_created,
    RoomEnded: room_ended,
    EntryErased: entry_erased,
    ConversationOpened: conversation_opened,
    ConversationClaimed: conversation_claimed,
    HeldDelivered: held_delivered,
    VisitOpened: visit_opened,
    VisitSeen: visit_seen,
    AccountCreated: account_created,
    AccountChanged: account_changed,
    LoggedIn: logged_in,
}
