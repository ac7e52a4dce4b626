"""JOIN, PART, KICK, INVITE, TOPIC, NAMES and LIST."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import MemberJoined
from hubbub.chat.names import fold
from hubbub.chat.refusals import BadRoomName, Refusal, TooManyRooms
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Member, Room
from hubbub.chat.world.session import Session, Slices
from hubbub.commands.rooms import joining
from hubbub.dialects.irc import lists
from hubbub.dialects.irc.batches import slowly
from hubbub.dialects.irc.history import replay
from hubbub.dialects.irc.lines import numeric, numeric_lines, refuse_too_long, shortened
from hubbub.dialects.irc.messages import pinning
from hubbub.dialects.irc.messages.read_markers import READ_MARKER, show_marker
from hubbub.dialects.irc.messages.retention import show_to_newcomer
from hubbub.dialects.irc.packing import packed_lines, packed_slowly
from hubbub.dialects.irc.people.metadata_lines import show_entered
from hubbub.dialects.irc.refusals import tell
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.irc import elist
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message

MULTI_PREFIX = Cap.MULTI_PREFIX.value
NO_IMPLICIT_NAMES = Cap.NO_IMPLICIT_NAMES.value
USERHOST_IN_NAMES = Cap.USERHOST_IN_NAMES.value
LIST_SLICE = 10
MEMBERS = 500  # of a room in one go
AT_ONCE = 5  # rooms in one go
MINUTE = 60_000  # milliseconds
MOST_KICKS = 4  # people that one KICK may name (TARGMAX)


def join(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    if message.params[0] == "0":
        return _part(chat, session, [room.name for room in session.me.rooms], "")
    wanted = lists.with_keys(message.params[0], message.params[1] if len(message.params) > 1 else "")
    entered: list[Room] = []
    steps, rooms = _join(chat, session, wanted, entered), [name for name, _ in wanted]
    return _in_parts(chat, session, steps, rooms, lambda: replay.entered(chat, session, entered))


def _join(chat: Chat, session: Session, wanted: Iterable[tuple[str, str]], entered: list[Room]) -> Iterator[None]:
    """Each of these rooms, which may have a key, with a step of this."""
    for name, key in wanted:
        try:
            if name[0] != "#":
                raise BadRoomName(name, reason="on IRC a room's name begins with #")
            room = joining.join(chat, session, name, key)
        except Refusal as refusal:
            tell(session, "JOIN", refusal)
            if isinstance(refusal, TooManyRooms):
                break
        else:
            if room is not None:
                show_room(session, room)
                entered.append(room)
        yield


def part(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    text = message.params[1] if len(message.params) > 1 else ""
    return _part(chat, session, lists.named(message.params[0]), text)


def _part(chat: Chat, session: Session, names: Sequence[str], text: str) -> Awaitable[None] | None:
    return _in_parts(chat, session, _leave(chat, session, names, text), names)


def _leave(chat: Chat, session: Session, names: Iterable[str], text: str) -> Iterator[None]:
    for name in names:
        try:
            joining.leave(chat, session, name, text)
        except Refusal as refusal:
            tell(session, "PART", refusal)
        yield


def _in_parts(
    chat: Chat,
    session: Session,
    steps: Iterator[None],
    names: Sequence[str],
    then: Callable[[], Awaitable[None] | None] = lambda: None,
) -> Awaitable[None] | None:
    """A step for each of these rooms, some in a turn, for all that are in one hear of it; and what is done then."""
    if len(names) > 1:
        rooms = filter(None, map(chat.world.room, names))
        at_once = 1 if any(len(room.members) > MEMBERS for room in rooms) else AT_ONCE
        if len(names) > at_once:
            return _some_in_a_turn(chat, session, steps, at_once, then)
    for _ in steps:
        pass
    return then()


async def _some_in_a_turn(
    chat: Chat, session: Session, steps: Iterator[None], at_once: int, then: Callable[[], Awaitable[None] | None]
) -> None:
    for number, _ in enumerate(steps, 1):
        if number % at_once == 0:
            await chat.rest(session)
    waiting = then()
    if waiting is not None:
        await waiting


def topic(chat: Chat, session: Session, message: Message) -> None:
    if len(message.params) > 1:
        if refuse_too_long(session, "TOPIC", message.params[0], message.params[1]):
            return
        joining.set_topic(chat, session, message.params[0], message.params[1])
        return
    room = joining.find(chat, session, message.params[0])
    if room.topic:
        show_topic(session, room)
    else:
        numeric(session, n.RPL_NOTOPIC, room.name, "No topic is set")


def names(chat: Chat, session: Session, message: Message) -> None:
    for name in (lists.named(message.params[0]) if message.params else []) or ["*"]:
        room = chat.world.room(name)
        if room is not None and rights.may_see(room, session.user):
            show_names(session, room)
        else:
            numeric(session, n.RPL_ENDOFNAMES, shortened(name, 64), "End of NAMES")


ALL = elist.Search()


def list_rooms(chat: Chat, session: Session, message: Message) -> None:
    params = message.params
    search = elist.parse(fold(item) for param in params for item in lists.named(param)) if params else ALL
    numeric(session, n.RPL_LISTSTART, "Channel", "Users  Name")
    rooms = chat.world.every_room
    if len(rooms) <= LIST_SLICE:
        session.answer_all(_listed_of(chat, session, search, rooms))
    else:
        session.answer_slowly(_listing(chat, session, search))
    numeric(session, n.RPL_LISTEND, "End of LIST")


def _listing(chat: Chat, session: Session, search: elist.Search) -> Iterator[list[bytes]]:
    """The rooms are compared when the connection takes them: with many masks that takes longer than showing them."""
    logs = iter(chat.world.every_room)
    while some := list(islice(logs, LIST_SLICE)):
        yield _listed_of(chat, session, search, some)


def _listed_of(chat: Chat, session: Session, search: elist.Search, logs: Iterable[int]) -> list[bytes]:
    rooms = map(chat.world.every_room.get, logs)
    rows = (
        (n.RPL_LIST, room.name, str(len(room.members)), room.topic)
        for room in rooms
        if room is not None and rights.may_see(room, session.user) and (search is ALL or _fits(chat, search, room))
    )
    return numeric_lines(session, rows)


def _fits(chat: Chat, search: elist.Search, room: Room) -> bool:
    topic_age = (chat.now - room.topic_at) / MINUTE if room.topic else None
    return search.fits(room.fold, len(room.members), (chat.now - room.created) / MINUTE, topic_age)


def kick(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    text = message.params[2] if len(message.params) > 2 else ""
    pairs = lists.paired(message.params[0], message.params[1])[:MOST_KICKS]
    return _in_parts(chat, session, _kick(chat, session, pairs, text), [name for name, _ in pairs])


def _kick(chat: Chat, session: Session, pairs: Iterable[tuple[str, str]], text: str) -> Iterator[None]:
    for name, who in pairs:
        try:
            joining.kick(chat, session, name, who, text)
        except Refusal as refusal:
            tell(session, "KICK", refusal)
        yield


def invite(chat: Chat, session: Session, message: Message) -> None:
    """Without parameters: to which rooms one is invited (modern.ircdocs.horse, INVITE)."""
    if len(message.params) == 1:
        numeric(session, n.ERR_NEEDMOREPARAMS, "INVITE", f"Not enough parameters: {VERBS['INVITE'].usage}")
        return
    if not message.params:
        user = session.me
        for log in chat.world.invitations.get(user.party, {}):
            room = chat.world.journals[log]
            if isinstance(room, Room):
                numeric(session, n.RPL_INVITELIST, room.name)
        numeric(session, n.RPL_ENDOFINVITELIST, "End of INVITE list")
        return
    other, room = joining.invite(chat, session, message.params[0], message.params[1])
    numeric(session, n.RPL_INVITING, other.name, room.name)
    if other.away:
        numeric(session, n.RPL_AWAY, other.name, other.away)


def show_rooms(session: Session, known: Collection[Room] = ()) -> None:
    """The rooms that its user is in, as if this connection had just joined them all; of those `known`, who is there."""
    rooms = tuple(session.me.rooms)
    if len(rooms) <= AT_ONCE:
        _show_rooms(session, rooms, known)
    else:
        session.answer_slowly(_rooms(session, session.me, rooms, known))


def _rooms(session: Session, user: User, rooms: Sequence[Room], known: Collection[Room]) -> Slices:
    """The same of very many. Those that they have left meanwhile are not shown: their PART comes, and says nothing."""
    for start in range(0, len(rooms), AT_ONCE):
        if session.user is user:
            some = [room for room in rooms[start : start + AT_ONCE] if room in user.rooms]
            yield from session.answered(partial(_show_rooms, session, some, known))


def _show_rooms(session: Session, rooms: Iterable[Room], known: Collection[Room]) -> None:
    user, now = session.me, session.chat.now
    for room in rooms:
        if room in known:
            show_names(session, room)
            continue
        joined = MemberJoined(
            id=0, at=now, log=room.log, room=room.name, source=user.source, realname=user.realname, account=user.account
        )
        for line in session.own((joined,)):
            session.answer(line)
        show_room(session, room)


def show_room(session: Session, room: Room) -> None:
    """What a client needs to know of a room that it is in."""
    if room.topic:
        show_topic(session, room)
    if state_of(session).caps & READ_MARKER:
        show_marker(session.chat, session, room.name)
    if not state_of(session).caps & NO_IMPLICIT_NAMES:
        show_names(session, room)
    show_entered(session, room)
    show_to_newcomer(session, room)
    pinning.show_entered(session, room)


def show_topic(session: Session, room: Room) -> None:
    numeric(session, n.RPL_TOPIC, room.name, room.topic)
    numeric(session, n.RPL_TOPICWHOTIME, room.name, room.topic_by, str(room.topic_at // 1000))


def show_names(session: Session, room: Room) -> None:
    """353 and 366, the members packed into as few lines as they fit; of very many, as the connection takes them: who is
    there now, each as they are called then."""
    params = ["@" if "s" in room.flags else "*" if "p" in room.flags else "=", room.name]
    members, end = room.members, numeric_lines(session, [(n.RPL_ENDOFNAMES, room.name, "End of NAMES")])
    if len(members) <= MEMBERS:
        slowly(session, packed_lines(session, n.RPL_NAMREPLY, params, _named(session, room)) + end)
        return
    session.answer_slowly(
        packed_slowly(session, n.RPL_NAMREPLY, params, _words_in_parts(session, room, members.copy()))
    )
    session.answer_all(end)


def _named(session: Session, room: Room) -> str:
    """The names of all members, as this connection is told them."""
    if session.user in room.members and not state_of(session).caps & (MULTI_PREFIX | USERHOST_IN_NAMES):
        return room.members.roll
    return " ".join(_words(session, room, room.members.items()))


def _words_in_parts(session: Session, room: Room, members: Mapping[User, Member]) -> Iterator[list[str]]:
    left = iter(members.items())
    while some := list(islice(left, MEMBERS)):
        yield _words(session, room, some)


def _words(session: Session, room: Room, members: Iterable[tuple[User, Member]]) -> list[str]:
    """ "Users with the invisible user mode set are not shown ... unless the requesting client is also joined" """
    caps = state_of(session).caps
    every = bool(caps & MULTI_PREFIX)
    if session.user not in room.members:
        members = [(user, member) for user, member in members if rights.may_find(user, session.user)]
    if caps & USERHOST_IN_NAMES:
        return [member.symbols(every=every) + user.source for user, member in members]
    return [member.symbols(every=every) + user.name if member.prefixes else user.name for user, member in members]


VERBS: dict[str, Verb] = {
    "JOIN": verb(
        join,
        "join",
        params=1,
        named=1,
        listed=True,
    ),
    "PART": verb(part, "leave", params=1, named=1, listed=True),
    "KICK": verb(kick, "kick", params=2, named=2),
    "INVITE": verb(invite, "invite"),
    "TOPIC": verb(topic, "topic", params=1, named=1),
    "NAMES": Verb(names, "NAMES <room>{,<room>}", "See who is in a room."),
    "LIST": verb(list_rooms, "rooms", cost=2, listed=True),
}
