"""What the next decider has to know of the world beside the state tables, kept as it changes: person by person, in the
transaction of the batch that changed them, so that nothing of it is lost with a process that is killed.

It is what an upgrade hands over (`handed`). What bounds people (`handed_limits`), whose names were given up, and who is
called otherwise in conversations that sleep, is kept every so often: what is lost of that makes nobody somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from hubbub.chat.chat import Batch
from hubbub.chat.events import (
    ConversationClaimed,
    Event,
    LoggedIn,
    MessageSent,
    OperatorCodeMade,
    ReactionNotice,
    RoomEnded,
    TagsSent,
    UserArrived,
    UserRenamed,
)
from hubbub.chat.names import fold
from hubbub.chat.party import Party, number_of, party_of, visit_of
from hubbub.chat.ports import KeptState
from hubbub.chat.world.people.users import Departed, name_of
from hubbub.chat.world.state import World
from hubbub.irc.modes import Change

from .handed import HandedMember, HandedRoom, HandedSender, HandedUser, HandedWorld, hand_sender, hand_user
from .handed_limits import HandedLimits, hand_limits

PERSON, CONVERSATION, SERVER = "person", "conversation", "server"  # kinds of states
CODE, REST = "code", "rest"  # keys of the latter

PASSED = 64  # people who are passed over count as one who is looked at

CALM: frozenset[type[Event]] = frozenset({MessageSent, ReactionNotice, TagsSent})
"""Kinds of events that change nothing of it, though they name people: what comes often."""


NAMING: frozenset[type[Event]] = frozenset({ConversationClaimed, LoggedIn, UserArrived, UserRenamed})
"""After these, conversations go by another name of somebody's."""


class KeptMember(msgspec.Struct, array_like=True):
    log: int
    joined_at: int
    prefixes: str
    left: int


class KeptPerson(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Somebody who is here, or is known again."""

    user: HandedUser | None = None
    rooms: list[KeptMember] = []
    sender: HandedSender | None = None
    invited: list[int] = []


class KeptRest(msgspec.Struct, kw_only=True, omit_defaults=True):
    most_users: int = 0
    departed: list[Departed] = []
    limits: HandedLimits = HandedLimits()
    called: dict[Party, str] = {}


class Keeping:
    """Of one world: who was written last, and as what."""

    def __init__(self, world: World, states: Sequence[KeptState] = ()) -> None:
        self.world = world
        self._kept = {Party(one.key): hash(one.body) for one in states if one.kind == PERSON}  # what stands there
        self._over = [KeptState(CONVERSATION, one.key, None) for one in states if one.kind == CONVERSATION]
        self._called: dict[str, Party] = {}  # by folded name: who was written under it last
        self._rest = 0
        self._round = self._walk()  # who is looked at again
        self._left = 0  # so many of whom something stands there, in the round that was begun
        self._unread = 0  # so many of them may still tell of a room that has ended
        self.named: Iterable[Party] = ()  # by the events of the last batch

    def everybody(self) -> Iterator[KeptState]:
        """What is different from what stands there, of a world that was just begun: as it is when it is taken."""
        for party in dict.fromkeys((*self.world.parties, *map(Party, self.world.invitations), *self._kept)):
            yield from self._person(party)
        for state in self._over:
            if self.world.journal(int(state.key)) is None:
                yield state
        yield self._code()
        yield from self.rest()

    def of(self, batch: Batch) -> list[KeptState]:
        """What is different after this batch."""
        parties: dict[Party, None] = {}
        states: list[KeptState] = []
        for event in batch.events:
            if event.__class__ not in CALM:
                named = dict.fromkeys(self._named(event))
                parties.update(named)
                if event.__class__ in NAMING:
                    states += self._names(named)
                if event.__class__ is OperatorCodeMade:
                    states.append(self._code())
                if event.__class__ is RoomEnded:  # those who have read there are not named
                    self._unread = self._left + len(self._kept)
        self.named = parties
        for party in parties:
            states += self._person(party)
        return states

    def again(self, most: int) -> tuple[list[KeptState], list[Party]]:
        """Look at so many people once more, named or not: what is different from what stands there, and of whom that is
        a fault. One after the other everybody has their turn."""
        found = list(islice(self._round, most))
        if len(found) < most:
            self._round = self._walk()
        states: list[KeptState] = []
        wrong: list[Party] = []
        some = [party for party in found if party is not None]
        for party in some:
            different = list(self._person(party))
            states += different
            if different and not self._unread:
                wrong.append(party)
        self._left = max(0, self._left - len(some))
        self._unread = max(0, self._unread - len(some))
        return states, wrong

    def _walk(self) -> Iterator[Party | None]:
        """Of whom something stands there, then of whom it should and does not; None for every `PASSED` of whom both is
        so. To copy the keys of a dictionary takes little; to compare those of two takes long where there are many."""
        kept = list(self._kept)
        self._left = len(kept)
        yield from kept
        for number, party in enumerate(list(self.world.parties), 1):
            if party not in self._kept:
                yield party
            elif not number % PASSED:
                yield None

    def rest(self) -> list[KeptState]:
        """What is kept every so often, if it is different."""
        local = self.world.local
        rest = KeptRest(
            most_users=local.most_users,
            departed=list(self.world.whowas.departed),
            limits=hand_limits(local),
            called=self.world.called.names,
        )
        body = msgspec.msgpack.encode(rest)
        if hash(body) == self._rest:
            return []
        self._rest = hash(body)
        return [KeptState(SERVER, REST, body)]

    def _code(self) -> KeptState:
        return KeptState(SERVER, CODE, self.world.accounts.operator_code)

    def _names(self, parties: Iterable[Party]) -> Iterable[KeptState]:
        for party in parties:
            for one in self.world.conversations.get(party, {}).values():
                yield KeptState(CONVERSATION, str(one.log), msgspec.msgpack.encode(one.names))

    def _person(self, party: Party) -> Iterable[KeptState]:
        world = self.world
        user, sender = world.parties.get(party), world.sender(party)
        invited = list(world.invitations.get(party, ()))
        if user is None and sender is None and not invited:
            if self._kept.pop(party, None) is not None:
                yield KeptState(PERSON, party, None)
            return
        person = KeptPerson(invited=invited)
        if user is not None:
            self._called[user.fold] = party
            person.user = hand_user(user)
            person.user.reaction_told_at = 0  # that changes without being named, and matters for seconds
            person.rooms = [
                KeptMember(room.log, member.joined_at, member.prefixes, member.left)
                for room in user.rooms
                if (member := room.members.get(user)) is not None
            ]
        if sender is not None:
            person.sender = hand_sender(sender)
            if person.user is not None:  # which shares all this with it
                person.user = msgspec.structs.replace(
                    person.user, read_until={}, left_at={}, cleared={}, metadata={}, blocked=[]
                )
        body = msgspec.msgpack.encode(person)
        if self._kept.get(party) != hash(body):
            self._kept[party] = hash(body)
            yield KeptState(PERSON, party, body)

    def _named(self, event: Event) -> Iterable[Party]:
        """Everybody whom the event names, in whichever way; who went under that name until then, too."""
        for field in event.__struct_fields__:
            match field, getattr(event, field):
                case ("source" | "name" | "before", str(name)):
                    yield from self._of_name(fold(name_of(name)))
                    if field == "before":
                        yield Party(name)
                case ("party", str(party)):
                    yield Party(party)
                case ("parties", (first, second)):
                    yield from (first, second)
                case ("account", int(number)) if number:
                    yield party_of(number)
                case (("changes" | "roles"), tuple(changes)):
                    for change in changes:
                        if isinstance(change, Change) and change.argument:
                            yield from self._of_name(fold(change.argument))

    def _of_name(self, folded: str) -> Iterable[Party]:
        user, before = self.world.users.get(folded), self._called.get(folded)
        if user is not None:
            yield user.party
        if before is not None:
            yield before


def kept_world(states: Sequence[KeptState]) -> HandedWorld | None:
    """The same as an upgrade would have handed it over; None: nobody has kept anything yet."""
    people = {Party(one.key): _read(one.body) for one in states if one.kind == PERSON and one.body is not None}
    server = {one.key: one.body for one in states if one.kind == SERVER and one.body is not None}
    if not server:
        return None
    rest = msgspec.msgpack.decode(server[REST], type=KeptRest) if REST in server else KeptRest()
    return HandedWorld(
        users=sorted((one.user for one in people.values() if one.user is not None), key=lambda user: user.arrived),
        rooms=_rooms(people),
        accounts=[one.sender for party, one in people.items() if one.sender is not None and number_of(party)],
        visits=[one.sender for party, one in people.items() if one.sender is not None and visit_of(party)],
        conversations={
            int(one.key): msgspec.msgpack.decode(one.body, type=tuple[str, str])
            for one in states
            if one.kind == CONVERSATION and one.body is not None
        },
        departed=rest.departed,
        operator_code=server.get(CODE, b""),
        most_users=rest.most_users,
        limits=rest.limits,
        called=rest.called,
    )


def _rooms(people: Mapping[Party, KeptPerson]) -> list[HandedRoom]:
    rooms: dict[int, HandedRoom] = {}
    for party, one in people.items():
        marked = one.sender.read_until if one.sender else one.user.read_until if one.user else {}
        here = {member.log for member in one.rooms}
        for log in {*here, *one.invited, *marked}:
            rooms.setdefault(log, HandedRoom(log=log, members=[], invited=[]))
        for member in one.rooms:
            rooms[member.log].members.append(HandedMember(party, member.joined_at, member.prefixes, member.left))
        for log in one.invited:
            rooms[log].invited.append(party)
        for log in marked:
            rooms[log].readers.append(party)
    for room in rooms.values():
        room.members.sort(key=lambda member: (member.joined_at, member.party))
    return list(rooms.values())


def _read(body: bytes) -> KeptPerson:
    return msgspec.msgpack.decode(body, type=KeptPerson)
