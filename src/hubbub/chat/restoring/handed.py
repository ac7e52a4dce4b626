"""What one process hands to the next beside the state tables, so that nobody who is here notices the change: who is
here at all, as guest or owner of an account, in which rooms, and as what.

`hand` and `take` are the two ends. Fields may be added with a default; what has another meaning gets another name.
"""

from __future__ import annotations

import msgspec

from hubbub.chat.party import NO_PARTY, Party, guest
from hubbub.chat.world.accounts import Account, Sender
from hubbub.chat.world.people.privacy import Privacy
from hubbub.chat.world.people.users import Departed, User, Visit
from hubbub.chat.world.rooms import Conversation, Member, Members, Room
from hubbub.chat.world.session import Interest, Session, in_one_set
from hubbub.chat.world.state import World

from .handed_limits import HandedLimits, hand_limits, take_limits


class HandedUser(msgspec.Struct, kw_only=True):
    """Somebody who is here (`User`). `rooms`: their logs, in the order of joining."""

    source: str
    party: Party
    account: str
    arrived: int
    away: str
    realname: str
    modes: str
    operator_name: str
    here_at: int
    reaction_told_at: int
    rooms: list[int]
    first_joined: dict[int, int]
    read_until: dict[int, int]
    left_at: dict[int, int]
    cleared: dict[int, int]
    metadata: dict[str, str]
    privacy: str
    blocked: list[str]


class HandedMember(msgspec.Struct, array_like=True):
    party: Party
    joined_at: int
    prefixes: str
    left: int


class HandedRoom(msgspec.Struct, kw_only=True):
    log: int
    members: list[HandedMember]
    invited: list[Party]
    readers: list[Party] = []


class HandedSender(msgspec.Struct, kw_only=True):
    """An account or a visit, here or not: what of it no table has."""

    number: int
    seen_at: int
    left_at: dict[int, int]
    cleared: dict[int, int]
    read_until: dict[int, int]
    metadata: dict[str, str]
    privacy: str
    blocked: list[str]
    logouts: int = 0
    first_joined: dict[int, int] = {}


class HandedWorld(msgspec.Struct, kw_only=True):
    users: list[HandedUser]
    rooms: list[HandedRoom]
    accounts: list[HandedSender]
    visits: list[HandedSender]
    conversations: dict[int, tuple[str, str]]  # by log: the names of both
    departed: list[Departed]
    operator_code: bytes
    most_users: int
    limits: HandedLimits = HandedLimits()
    called: dict[Party, str] = {}  # otherwise than their conversations say that sleep


class HandedSession(msgspec.Struct, kw_only=True):
    """One connection, as the chat sees it. `party`: whose it is, empty for nobody's yet."""

    party: Party
    address: str
    secure: bool
    cloak: str
    direct: bool
    signed_on: int
    last_active: int
    interests: list[Interest]
    subscribed: list[str]
    watched: dict[str, str]
    asked_host: str
    invite: int
    knows_password: bool
    fingerprint: str
    cookie: str
    login: bytes
    pushed_at: str = ""


def hand(world: World) -> HandedWorld:
    """What the next process has to know of the world, beside what it finds in the tables."""
    return HandedWorld(
        users=[hand_user(user) for user in world.users.values()],
        rooms=[
            *(_room(room) for room in world.rooms.values() if any(map(room.has, ("members", "invited", "readers")))),
            *(_room(world.every_room[log]) for log in sorted(_read_by_guests(world)) if world.asleep.has(log)),
        ],
        accounts=[hand_sender(account) for account in world.accounts.awake.values()],
        visits=[hand_sender(visit) for visit in world.visits.values()],
        conversations={one.log: one.names for one in world.journals.values() if isinstance(one, Conversation)},
        departed=list(world.whowas.departed),
        operator_code=world.accounts.operator_code,
        most_users=world.local.most_users,
        limits=hand_limits(world.local),
        called=world.called.names,
    )


def take(world: World, handed: HandedWorld) -> None:
    """Everybody is here who was, in a world that was restored from the tables as far as they go."""
    _forget_everybody(world)
    for sender in handed.visits:
        visit = world.visits.get(sender.number)
        if visit is not None:
            _take_sender(visit, sender)
            visit.metadata = sender.metadata
            visit.privacy = Privacy(sender.privacy, sender.blocked)
    for sender in handed.accounts:
        account = world.accounts.numbers.get(sender.number)
        if account is not None:
            _take_sender(account, sender)
            account.logouts, account.first_joined = sender.logouts, sender.first_joined
    for one in handed.users:
        _take_user(world, one)
    for kept in handed.rooms:
        room = world.journal(kept.log)
        if isinstance(room, Room):
            _take_room(world, room, kept)
    for one in handed.users:
        rooms = map(world.journal, one.rooms)
        world.parties[one.party].rooms = {room: None for room in rooms if isinstance(room, Room)}
    world.whowas.departed.extend(handed.departed)
    world.accounts.operator_code = handed.operator_code
    world.local.most_users = handed.most_users
    take_limits(world.local, handed.limits)


def take_names(world: World, handed: HandedWorld) -> None:
    """Private conversations go by the latest names of both sides. To be called once they are there."""
    for party, name in handed.called.items():
        world.called.note(party, name)
    for log, names in handed.conversations.items():
        conversation = world.journal(log)
        if isinstance(conversation, Conversation):
            conversation.names = names
            for party in conversation.parties:  # as they are by now, if it slept when they took another name
                if party in handed.called:
                    conversation.name(party, handed.called[party])
    world.forget_called(handed.called)


def forget_ended(world: World, handed: HandedWorld) -> None:
    """Nobody has read a room that is no more; it may have ended after somebody was kept. To be called when all others
    are there, and private conversations."""
    for kept in handed.rooms:
        if world.journal(kept.log) is None:
            for party in kept.readers:
                reader = world.parties.get(party) or world.sender(party)
                if reader is not None:
                    reader.read_until.pop(kept.log, None)


def hand_session(session: Session) -> HandedSession:
    return HandedSession(
        party=session.user.party if session.user else NO_PARTY,
        address=session.address,
        secure=session.secure,
        cloak=session.cloak,
        direct=session.direct,
        signed_on=session.signed_on,
        last_active=session.last_active,
        interests=sorted(session.interests, key=lambda one: one.name),
        subscribed=list(session.subscribed),
        watched=dict(session.watched),
        asked_host=session.asked_host,
        invite=session.invite,
        knows_password=session.knows_password,
        fingerprint=session.fingerprint,
        cookie=session.cookie,
        login=session.login,
        pushed_at=session.pushed_at,
    )


def take_session(world: World, session: Session, handed: HandedSession) -> None:
    """The connection is what it was; its profile and its dialect's state are there already."""
    session.address, session.secure, session.cloak = handed.address, handed.secure, handed.cloak
    session.direct, session.asked_host = handed.direct, handed.asked_host
    session.signed_on, session.last_active = handed.signed_on, handed.last_active
    session.interests = in_one_set(handed.interests)
    session.subscribed = tuple(handed.subscribed)
    session.invite, session.knows_password = handed.invite, handed.knows_password
    session.fingerprint, session.cookie, session.login = handed.fingerprint, handed.cookie, handed.login
    session.pushed_at = handed.pushed_at
    for fold, name in handed.watched.items():
        world.local.watchers.add(session, fold, name)
    user = world.parties.get(handed.party)
    if user is not None:
        world.local.attach(session, user)


def hand_user(user: User) -> HandedUser:
    return HandedUser(
        source=user.source,
        party=user.party,
        account=user.account,
        arrived=user.arrived,
        away=user.away,
        realname=user.realname,
        modes=user.modes,
        operator_name=user.operator_name,
        here_at=user.here_at,
        reaction_told_at=user.reaction_told_at,
        rooms=[room.log for room in user.rooms],
        first_joined=user.first_joined,
        read_until=user.read_until,
        left_at=user.left_at,
        cleared=user.cleared,
        metadata=user.metadata,
        privacy=user.privacy.letters,
        blocked=list(user.privacy.masks.values()),
    )


def _read_by_guests(world: World) -> set[int]:
    """The logs in which they have markers: no table has those."""
    markers = [user.read_until for user in world.users.values() if not user.number]
    markers += [visit.read_until for visit in world.visits.values()]
    return {log for read_until in markers for log in read_until}


def _room(room: Room) -> HandedRoom:
    members = [HandedMember(user.party, one.joined_at, one.prefixes, one.left) for user, one in room.members.items()]
    return HandedRoom(log=room.log, members=members, invited=list(room.invited), readers=sorted(room.readers))


def hand_sender(sender: Sender) -> HandedSender:
    return HandedSender(
        number=sender.number if isinstance(sender, Account | Visit) else 0,
        seen_at=sender.seen_at,
        left_at=sender.left_at,
        cleared=sender.cleared,
        read_until=sender.read_until,
        metadata=sender.metadata if isinstance(sender, Visit) else {},
        privacy=sender.privacy.letters,
        blocked=list(sender.privacy.masks.values()),
        logouts=sender.logouts if isinstance(sender, Account) else 0,
        first_joined=sender.first_joined if isinstance(sender, Account) else {},
    )


def _forget_everybody(world: World) -> None:
    """Who has an account and stays was restored already, as somebody without a connection."""
    for user in tuple(world.users.values()):
        for letter in user.modes:
            world.change_user_mode(user, letter, has=False)
        for room in user.rooms:
            del room.members[user]
        world.drop_user(user)


def _take_sender(sender: Sender, handed: HandedSender) -> None:
    sender.seen_at, sender.left_at, sender.cleared = handed.seen_at, handed.left_at, handed.cleared
    sender.read_until = handed.read_until


def _take_user(world: World, handed: HandedUser) -> None:
    user = User(handed.source, handed.party, handed.arrived)
    account, visit = world.accounts.of_party(handed.party), world.visits.get(user.visit)
    if account is not None:
        user.belongs_to(account)
    elif visit is not None and guest(visit.number) == handed.party:
        user.read_until, user.left_at, user.cleared = visit.read_until, visit.left_at, visit.cleared
        user.metadata, user.privacy = visit.metadata, visit.privacy
    else:
        user.read_until, user.left_at, user.cleared = handed.read_until, handed.left_at, handed.cleared
        user.metadata, user.privacy = handed.metadata, Privacy(handed.privacy, handed.blocked)
    if account is None:
        user.first_joined = handed.first_joined
    user.account, user.away, user.realname = handed.account, handed.away, handed.realname
    user.operator_name, user.here_at = handed.operator_name, handed.here_at
    user.reaction_told_at = handed.reaction_told_at
    world.add_user(user)
    for letter in handed.modes:
        world.change_user_mode(user, letter, has=True)


def _take_room(world: World, room: Room, handed: HandedRoom) -> None:
    room.members = Members(
        {
            world.parties[one.party]: Member(one.joined_at, one.prefixes, one.left)
            for one in handed.members
            if one.party in world.parties
        }
    )
    for party in tuple(room.invited):
        world.uninvite(room, party)
    for party in handed.invited:
        world.invite(room, party)
    room.readers = set(handed.readers)
