"""Who hears an event: connections grouped by what they can read, each connection once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hubbub.chat.events import ReactionSent

from .events import (
    Event,
    InvitationNotice,
    Invited,
    LockdownSet,
    MemberKicked,
    MessageEdited,
    MessageRedacted,
    MessageSent,
    NameCame,
    NameWent,
    ReadMarked,
    ReportMade,
    ServerSaid,
    StatusSent,
    TagsKept,
    TagsSent,
    UserDisconnected,
    UserKilled,
    UserQuit,
    UserReturned,
    Wallops,
)
from .names import fold
from .rights import ROLES_BY_SYMBOL, handlers, role_of
from .world.moderation.lockdown import Lockdown
from .world.people.users import name_of
from .world.rooms import Conversation, Heard, Listeners, Room, Several
from .world.session import Interest, Session
from .world.state import World, grouped

NOBODY: Listeners = {}


class Own(NamedTuple):
    """Who sees an event as its author does, besides the asker: `sessions`. `comes_back`: the asker hears it as others
    do, too, beside the echo."""

    sessions: Sequence[Session]
    comes_back: bool = False


TO_ONESELF = Own((), comes_back=True)


def to_nobody(world: World, event: Event) -> Listeners:
    return NOBODY


def of_room(world: World, event: Any) -> Listeners:
    """The room's members, or both sides of a private conversation."""
    journal = world.journal(event.log)
    if isinstance(journal, Room):
        return journal.listeners
    return of_pair(world, event)


def of_kicked(world: World, event: MemberKicked) -> Listeners:
    """The room's members; where all have to leave, each of them hears of themselves alone: of all the others would be
    as many times as much. Who has come meanwhile, and stays, hears of all."""
    came = world.local.came_meanwhile
    if came is None:
        return of_room(world, event)
    users = (world.users[fold(event.name)], *came)
    return grouped(session for user in users for session in user.sessions)


def of_pair(world: World, event: MessageSent | TagsSent) -> Listeners:
    sessions = []
    source = name_of(event.source)
    for name in dict.fromkeys((source, event.target)):
        user = world.user(name)
        if user is not None and not (isinstance(event, MessageSent) and event.held_for and name == event.target):
            own = name == source and name != event.target
            sessions += [session for session in user.sessions if session.dialect.knows_own or not own]
    return grouped(sessions)


def own_of_message(world: World, event: MessageSent) -> Own | None:
    """Of a private message: the sender's connections that would take it for another one's; or all there is of one to
    oneself, which arrives like what anybody else says."""
    if event.target[0] == "#":
        return None
    if _is_to_oneself(event):
        return TO_ONESELF
    user = world.user(name_of(event.source))
    return Own([one for one in user.sessions if not one.dialect.knows_own]) if user else None


def own_of_tags(world: World, event: TagsSent | TagsKept | ReactionSent) -> Own | None:
    """What one says to oneself arrives like what anybody else says."""
    return TO_ONESELF if event.target[0] != "#" and _is_to_oneself(event) else None


def _is_to_oneself(event: MessageSent | TagsSent | TagsKept | ReactionSent) -> bool:
    return event.target == name_of(event.source)


def of_parties(world: World, event: Any) -> Listeners:
    """The room's members, or the two parties of a private conversation under whatever names they have now.

    Without a conversation it only seems to happen, to who did it.
    """
    journal = world.journal(event.log)
    if not isinstance(journal, Conversation):
        return journal.listeners if journal else of_oneself(world, event)
    users = [world.parties[party] for party in dict.fromkeys(journal.parties) if party in world.parties]
    return grouped(session for user in users for session in user.sessions)


def of_redacted(world: World, event: MessageRedacted) -> Listeners:
    """As `of_parties`, but for who is shown it apart."""
    heard = of_parties(world, event)
    if not event.apart:
        return heard
    user = world.user(name_of(event.source))
    return grouped(session for sessions in heard.values() for session in sessions if session.user is not user)


def of_readers(world: World, event: MessageEdited) -> Listeners:
    """As `of_parties`, but for one's own connections that would take it for another one's message."""
    journal = world.journal(event.log)
    if not isinstance(journal, Conversation):
        return journal.listeners if journal else NOBODY
    users = [(party, world.parties[party]) for party in dict.fromkeys(journal.parties) if party in world.parties]
    return grouped(
        session
        for party, user in users
        for session in user.sessions
        if session.dialect.knows_own or party != event.party or journal.parties[0] == journal.parties[1]
    )


def of_neighbours(world: World, event: Any) -> Heard:
    """Everybody who shares a room with the one it is about."""
    user = world.user(name_of(event.source))
    return world.neighbours(user) if user else NOBODY


def of_acquaintances(world: World, event: Any) -> Heard:
    """Who shares a room with the one it is about, and who watches their name and asked for more than its coming."""
    watching = world.local.watchers.of(fold(name_of(event.source)))
    closely = [session for session in watching if Interest.WATCHED in session.interests]
    if not closely:
        return of_neighbours(world, event)
    heard = of_neighbours(world, event)
    watchers = grouped(closely)
    both = {profile: Several([heard[profile], group]) for profile, group in watchers.items() if profile in heard}
    return {**watchers, **heard, **both}


def of_acquaintances_at_once(world: World, event: UserDisconnected | UserReturned) -> Heard:
    """The same, unless they are told later."""
    return NOBODY if event.quiet else of_acquaintances(world, event)


def of_watchers(world: World, event: NameCame | NameWent) -> Listeners:
    name = event.name if isinstance(event, NameWent) else name_of(event.source)
    return grouped(world.local.watchers.of(fold(name)))


def of_presence(world: World, event: Any) -> Listeners:
    """Without a lobby, coming and going concerns everybody."""
    return world.local.everybody if not world.lobby else NOBODY


def of_quit(world: World, event: UserQuit) -> Heard:
    """Without a lobby, also everybody whose dialect tells of people that one shares no room with."""
    heard = of_neighbours(world, event)
    if world.lobby:
        return heard
    everybody = {
        profile: group for profile, group in world.local.everybody.items() if profile.dialect.tells_of_strangers
    }
    return {**heard, **everybody}


def of_oneself(world: World, event: Any) -> Listeners:
    user = world.user(name_of(event.source))
    return grouped(user.sessions) if user else NOBODY


def of_wallops(world: World, event: Wallops) -> Listeners:
    return grouped(session for user in world.with_mode("w") for session in user.sessions)


def of_those_told(world: World, event: ServerSaid) -> Listeners:
    """Everybody, a room's members, or somebody's connections."""
    if not event.target:
        return world.local.everybody
    if event.target.startswith("#"):
        room = world.room(event.target)
        return room.listeners if room else NOBODY
    user = world.user(event.target)
    return grouped(user.sessions) if user else NOBODY


def of_locked_down(world: World, event: LockdownSet) -> Listeners:
    """Everybody where nobody may speak, or might not so far; else guests and operators."""
    if Lockdown.READ_ONLY in (event.level, event.before):
        return world.local.everybody
    concerned: Listeners = {}
    for profile, group in world.local.everybody.items():  # there may be ten thousand
        some = {one: None for one in group if (user := one.user) and (not user.account or user.operator)}
        if some:
            concerned[profile] = some
    return concerned


def of_handlers(world: World, event: ReportMade) -> Listeners:
    """Those who may handle the report."""
    return grouped(session for user in handlers(world, event.report) for session in user.sessions)


def of_inviters(world: World, event: InvitationNotice) -> Listeners:
    """The room's members who asked for it."""
    room = world.journal(event.log)
    if not isinstance(room, Room):
        return NOBODY
    return grouped(
        session for group in room.listeners.values() for session in group if Interest.INVITATIONS in session.interests
    )


def of_reader(world: World, event: ReadMarked) -> Listeners:
    """The reader's own connections that asked for it."""
    user = world.parties.get(event.party)
    sessions = user.sessions if user else ()
    return grouped(session for session in sessions if Interest.READ_MARKERS in session.interests)


def of_role(world: World, event: StatusSent) -> Listeners:
    """The members who have that standing in the room, or a higher one, and the sender."""
    room, sender = world.journal(event.log), world.user(name_of(event.source))
    if not isinstance(room, Room):
        return NOBODY
    needed = ROLES_BY_SYMBOL[event.target[0]]
    users = [user for user in room.members if user is sender or role_of(room, user) >= needed]
    return grouped(session for user in users for session in user.sessions)


def of_the_named(world: World, event: Invited | UserKilled) -> Listeners:
    user = world.user(event.name)
    return grouped(user.sessions) if user else NOBODY
