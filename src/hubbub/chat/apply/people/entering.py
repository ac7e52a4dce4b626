"""How coming, going and names change the world."""

from __future__ import annotations

from hubbub.chat import audience, notices
from hubbub.chat.apply.find import folded
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import (
    AwayChanged,
    AwayNotice,
    ConnectionEnded,
    HostChanged,
    NameCame,
    NameWent,
    RealnameChanged,
    SeemedToJoin,
    SeemedToQuit,
    UserArrived,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    VisitOpened,
    VisitSeen,
)
from hubbub.chat.names import fold
from hubbub.chat.party import guest
from hubbub.chat.world.people.users import User, Visit
from hubbub.chat.world.state import World


def user_arrived(world: World, event: UserArrived) -> None:
    user = User(event.source, event.party, event.at)
    user.realname = event.realname
    account, visit = world.accounts.of_party(event.party), world.visits.get(user.visit)
    if account is not None:
        user.belongs_to(account)
        user.here_at = max(account.seen_at, world.whowas.used.get(account.fold, ("", 0))[1])
    elif visit is not None:
        user.read_until = visit.read_until
        user.left_at, user.cleared, user.here_at = visit.left_at, visit.cleared, visit.seen_at
        user.metadata = visit.metadata
        user.privacy = visit.privacy
    world.add_user(user)
    if event.account:
        world.whowas.note(user.name, event.at)
    else:
        world.whowas.came(user.name, event.at)
    world.name_party(user.party, user.name)
    world.resting.pop(user.visit or user.number, None)


def user_quit(world: World, event: UserQuit) -> None:
    user = world.users[folded(event.source)]
    for room in user.rooms:
        del room.members[user]
        user.leaves(room)
        for session in user.sessions:
            room.unlisten(session)
    user.rooms.clear()
    for session in tuple(user.sessions):
        world.local.detach(session)
    for letter in user.modes:
        world.change_user_mode(user, letter, has=False)
    world.drop_user(user)
    world.whowas.departed.append(user.departed(event.at))
    world.whowas.note(user.name, event.at)
    sender = world.sender(user.party)
    if sender is None:
        world.forget_party(user.party)
    else:
        sender.seen_at = max(sender.seen_at, event.at)
        world.resting[user.visit or user.number] = sender


def connection_ended(world: World, event: ConnectionEnded) -> None:
    world.parties[event.party].here_at = event.at


def user_renamed(world: World, event: UserRenamed) -> None:
    user = world.users[folded(event.source)]
    world.drop_user(user)
    if fold(event.name) != user.fold:
        world.whowas.departed.append(user.departed(event.at))
    user.rename(f"{event.name}!{user.username}@{user.host}")
    for room in user.rooms:
        room.members.renamed()
    world.add_user(user)
    world.whowas.note(user.name, event.at)
    world.name_party(user.party, user.name)


def host_changed(world: World, event: HostChanged) -> None:
    user = world.users[folded(event.source)]
    user.rename(f"{user.name}!{user.username}@{event.host}")
    world.local.note_change(user)


def away_changed(world: World, event: AwayChanged) -> None:
    world.users[folded(event.source)].away = event.text


def user_modes_changed(world: World, event: UserModesChanged) -> None:
    user = world.users[folded(event.source)]
    for change in event.changes:
        world.change_user_mode(user, change.letter, has=change.set)
    user.operator_name = (event.operator or user.operator_name) if user.operator else ""


def realname_changed(world: World, event: RealnameChanged) -> None:
    world.users[folded(event.source)].realname = event.realname


def visit_opened(world: World, event: VisitOpened) -> None:
    visit = Visit(event.visit, event.name, event.token_hash, event.at, fresh=True)
    world.add_visit(visit)
    user = world.parties.get(guest(visit.number))
    if user is not None:
        visit.read_until, visit.left_at, visit.cleared = user.read_until, user.left_at, user.cleared
        visit.metadata = user.metadata
        visit.privacy = user.privacy
    world.let_visits_go(event.at)


def visit_seen(world: World, event: VisitSeen) -> None:
    visit = world.visits[event.visit]
    visit.name = event.name
    world.see_visit(visit, event.at)
    world.let_visits_go(event.at)


RULES: Rules = rules(
    rule(UserArrived, user_arrived, heard=audience.of_presence, heard_after=True, comes_or_goes=True),
    rule(UserQuit, user_quit, heard=audience.of_quit, comes_or_goes=True),
    rule(ConnectionEnded, connection_ended),
    rule(UserRenamed, user_renamed, heard=audience.of_neighbours),
    rule(HostChanged, host_changed, heard=audience.of_acquaintances),
    rule(AwayChanged, away_changed, heard=audience.of_acquaintances),
    rule(UserModesChanged, user_modes_changed, heard=audience.of_oneself),
    rule(RealnameChanged, realname_changed, heard=audience.of_acquaintances),
    rule(VisitOpened, visit_opened),
    rule(VisitSeen, visit_seen),
    rule(AwayNotice, heard=audience.of_room),
    rule(NameCame, heard=audience.of_watchers, told=notices.of_watched),
    rule(NameWent, heard=audience.of_watchers),
    rule(SeemedToJoin),
    rule(SeemedToQuit),
)
