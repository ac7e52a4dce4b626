"""JOIN, PART, KICK, INVITE, TOPIC, NAMES and LIST."""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Iterable, Iterator
from itertools import islice

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import MemberJoined
from hubbub.chat.names import fold
from hubbub.chat.refusals import BadRoomName, Refusal, TooManyRooms
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Member, Room
from hubbub.chat.world.session import Session
from hubbub.commands.rooms import joining
from hubbub.dialects.irc.history import replay
from hubbub.dialects.irc.lines import numeric, numeric_lines, refuse_too_long, shortened
from hubbub.dialects.irc.messages import pinning
from hubbub.dialects.irc.messages.read_markers import READ_MARKER, show_marker
from hubbub.dialects.irc.messages.retention import show_to_newcomer
from hubbub.dialects.irc.packing import packed
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
MINUTE = 60_000  # milliseconds
MOST_KICKS = 4  # people that one KICK may name (TARGMAX)


def join(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    if message.params[0] == "0":
        for room in tuple(session.user.rooms):  # type: ignore[union-attr]
            joining.leave(chat, session, room.name)
        return None
    entered: list[Room] = []
    keys = iter(message.params[1].split(",") if len(message.params) > 1 else ())
    for name in _names(message.params[0]):
        try:
            if name[0] != "#":
                raise BadRoomName(name, reason="on IRC a room's name begins with #")
            room = joining.join(chat, session, name, next(keys, ""))
        except Refusal as refusal:
            tell(session, "JOIN", refusal)
            if isinstance(refusal, TooManyRooms):
                break
        else:
            if room is not None:
                show_room(session, room)
                entered.append(room)
    return replay.entered(chat, session, entered)


def part(chat: Chat, session: Session, message: Message) -> None:
    text = message.params[1] if len(message.params) > 1 else ""
    for name in _names(message.params[0]):
        try:
            joining.leave(chat, session, name, text)
        except Refusal as refusal:
            tell(session, "PART", refusal)


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
    for name in (_names(message.params[0]) if message.params else []) or ["*"]:
        room = chat.world.room(name)
        if room is not None and rights.may_see(room, session.user):
            show_names(session, room)
        else:
            numeric(session, n.RPL_ENDOFNAMES, shortened(name, 64), "End of NAMES")


ALL = elist.Search()


def list_rooms(chat: Chat, session: Session, message: Message) -> None:
    search = elist.parse(fold(item) for param in message.params for item in _names(param)) if message.params else ALL
    numeric(session, n.RPL_LISTSTART, "Channel", "Users  Name")
    rooms = chat.world.every_room
    if len(rooms) <= LIST_SLICE:
        for line in _listed_of(chat, session, search, rooms):
            session.answer(line)
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
        (room.name, str(len(room.members)), room.topic)
        for room in rooms
        if room is not None and rights.may_see(room, session.user) and (search is ALL or _fits(chat, search, room))
    )
    return numeric_lines(session, n.RPL_LIST, rows)


def _fits(chat: Chat, search: elist.Search, room: Room) -> bool:
    topic_age = (chat.now - room.topic_at) / MINUTE if room.topic else None
    return search.fits(room.fold, len(room.members), (chat.now - room.created) / MINUTE, topic_age)


def kick(chat: Chat, session: Session, message: Message) -> None:
    """ "If the same number of channels and users is given, they are paired" (RFC 2812, KICK)."""
    text = message.params[2] if len(message.params) > 2 else ""
    channels, people = _names(message.params[0]), _names(message.params[1])
    pairs = [(channels[0], who) for who in people] if len(channels) == 1 else list(zip(channels, people, strict=False))
    for name, who in pairs[:MOST_KICKS]:
        try:
            joining.kick(chat, session, name, who, text)
        except Refusal as refusal:
            tell(session, "KICK", refusal)


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
    user, now = session.me, session.chat.now
    for room in user.rooms:
        if room in known:
            show_names(session, room)
            continue
        joined = MemberJoined(
            id=0, at=now, log=room.log, room=room.name, source=user.source, realname=user.realname, account=user.account
        )
        for line in session.dialect.own((joined,), session):
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
    """353 and 366, the members packed into as few lines as they fit."""
    symbol = "@" if "s" in room.flags else "*" if "p" in room.flags else "="
    every = bool(state_of(session).caps & MULTI_PREFIX)
    shown = _shown_members(session, room)
    if state_of(session).caps & USERHOST_IN_NAMES:
        words = [member.symbols(every=every) + user.source for user, member in shown]
    else:
        words = [member.symbols(every=every) + user.name if member.prefixes else user.name for user, member in shown]
    packed(session, n.RPL_NAMREPLY, [symbol, room.name], words)
    numeric(session, n.RPL_ENDOFNAMES, room.name, "End of NAMES")


def _shown_members(session: Session, room: Room) -> Iterable[tuple[User, Member]]:
    """ "Users with the invisible user mode set are not shown ... unless the requesting client is also joined" """
    if session.user in room.members:
        return room.members.items()
    return [(user, member) for user, member in room.members.items() if rights.may_find(user, session.user)]


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name for name in text.split(",") if name))


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
