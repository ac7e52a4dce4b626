"""The server's lines about rooms and people: who comes and goes, topics, and the lists one can ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.typed import sentences
from hubbub.wire.message import Message

from . import catchup, messages, moving
from .events import Event, Invited, Joined, Kicked, Left, MembersAre, ModesChanged, OnlineAre, RoomsAre, Told
from .messages import Around

if TYPE_CHECKING:
    from .session import Client

USUAL_SIGNS = "~&@%+"  # of roles, before names
_MOST_ROWS = 100_000  # of one list


def _join(client: Client, message: Message, around: Around) -> list[Event]:
    name, room = messages.sender_of(message), message.params[0]
    at = messages.time_of(message, around.now)
    if around.late or not messages.is_room(room):
        return []
    events = client.rooms.joined(room, name, at)
    if not client.rooms.is_me(name) or client.rooms.find(room) is None:
        return events
    client.catchup.joined(room, messages.id_of(message), at)
    again = any(isinstance(event, Joined) and event.again for event in events)
    events += moving.entered(client, room)
    if not again:
        catchup.ask_latest(room, messages.id_of(message), at, client.link, client.questions)
    return events


def _part(client: Client, message: Message, around: Around) -> list[Event]:
    text = message.params[1] if len(message.params) > 1 else ""
    return _left(client, message, around, messages.sender_of(message), text)


def _kick(client: Client, message: Message, around: Around) -> list[Event]:
    by = messages.sender_of(message)
    text = message.params[2] if len(message.params) > 2 and message.params[2] != by else ""
    events = _left(client, message, around, message.params[1], text)
    return [
        Kicked(event.room, event.name, by, event.at, text, event.own) if isinstance(event, Left) else event
        for event in events
    ]


def _mode(client: Client, message: Message, around: Around) -> list[Event]:
    room = client.rooms.find(message.params[0])
    if around.late or room is None:
        return []  # one's own modes, as user, are not for eyes
    at = messages.time_of(message, around.now)
    return [ModesChanged(room.name, messages.sender_of(message), " ".join(message.params[1:]), at)]


def _invite(client: Client, message: Message, around: Around) -> list[Event]:
    if around.late or not client.rooms.is_me(message.params[0]):
        return []
    return [Invited(message.params[1], messages.sender_of(message), messages.time_of(message, around.now))]


def _left(client: Client, message: Message, around: Around, name: str, text: str) -> list[Event]:
    if around.late:
        return []
    room = message.params[0]
    events = client.rooms.left(room, name, messages.time_of(message, around.now), text)
    return events + (moving.after_leaving(client, room) if events and client.rooms.is_me(name) else [])


def _quit(client: Client, message: Message, around: Around) -> list[Event]:
    text = message.params[0] if message.params else ""
    at = messages.time_of(message, around.now)
    return [] if around.late else client.rooms.quit(messages.sender_of(message), at, text)


def _nick(client: Client, message: Message, around: Around) -> list[Event]:
    if around.late:
        return []
    before, name = messages.sender_of(message), message.params[0]
    client.catchup.renamed(before, name)
    client.unread.rename(before, name)
    return client.rooms.renamed(before, name, messages.time_of(message, around.now))


def _topic(client: Client, message: Message, around: Around) -> list[Event]:
    if around.late:
        return []
    by, at = messages.sender_of(message), messages.time_of(message, around.now)
    return client.rooms.topic(message.params[0], message.params[1], at, by)


def _room_renamed(client: Client, message: Message, around: Around) -> list[Event]:
    """RENAME (https://ircv3.net/specs/extensions/channel-rename)"""
    before, name, *text = message.params
    if around.late or not messages.is_room(name) or client.rooms.find(before) is None:
        return []
    by, at = messages.sender_of(message), messages.time_of(message, around.now)
    told = client.rooms.rename_room(before, name, at, by, text[0] if text else "")
    return told + moving.renamed(client, before, name)


def _topic_is(client: Client, message: Message, around: Around) -> list[Event]:
    text = message.params[2] if message.command == n.RPL_TOPIC else ""
    return client.rooms.topic(message.params[1], text, messages.time_of(message, around.now))


def _names(client: Client, message: Message, around: Around) -> list[Event]:
    signs = client.link.supports.get("PREFIX", "").partition(")")[2] or USUAL_SIGNS
    client.rooms.listed(message.params[2], message.params[3].split(" "), signs)
    return []


def _names_end(client: Client, message: Message, around: Around) -> list[Event]:
    arriving = not client.been_here and casemap.lower(message.params[1]) == casemap.lower(client.lobby)
    events = client.rooms.list_ended(message.params[1])
    return [replace(event, arriving=arriving) if isinstance(event, MembersAre) else event for event in events]


def _away(client: Client, message: Message, around: Around) -> list[Event]:
    key = casemap.lower(messages.sender_of(message))
    if message.params:
        client.rooms.away.add(key)
    else:
        client.rooms.away.discard(key)
    return []


def _is_away(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(f"{message.params[1]} is away: {message.params[2]}")]


def _who_row(client: Client, message: Message, around: Around) -> list[Event]:
    return _row(client, "who", message)


def _who_end(client: Client, message: Message, around: Around) -> list[Event]:
    rows = client.collected.pop("who", None)
    if rows is None:
        return []
    names = sorted({row[5] for row in rows}, key=casemap.lower)
    return [OnlineAre(tuple(names), frozenset(row[5] for row in rows if row[6].startswith("G")))]


def _list_row(client: Client, message: Message, around: Around) -> list[Event]:
    return _row(client, "rooms", message)


def _list_end(client: Client, message: Message, around: Around) -> list[Event]:
    rows = client.collected.pop("rooms", None)
    return [] if rows is None else [RoomsAre(tuple((row[1], _number(row[2]), row[3]) for row in rows))]


def _row(client: Client, kind: str, message: Message) -> list[Event]:
    rows = client.collected.get(kind)
    if rows is not None and len(rows) < _MOST_ROWS:
        rows.append(message.params)
    return []


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _told(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(message.params[-1])]


def _modes_are(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(sentences.modes_are(message.params[1].removeprefix("#"), " ".join(message.params[2:])))]


def _mask(client: Client, message: Message, around: Around) -> list[Event]:
    by = message.params[3].partition("!")[0] if len(message.params) > 3 else "somebody"
    return [Told(sentences.mask_row(message.params[2], by))]


def _masks_end(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(sentences.end_of_list(_LISTS[message.command], message.params[1].removeprefix("#")))]


def _inviting(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(sentences.invited_by_self(message.params[1], message.params[2].removeprefix("#")))]


_LISTS = {n.RPL_ENDOFBANLIST: "b", n.RPL_ENDOFEXCEPTLIST: "e", n.RPL_ENDOFINVEXLIST: "I"}
Handler = Callable[["Client", Message, Around], "list[Event]"]
# The command, the fewest parameters that make sense of it, and its handler.
HANDLERS: dict[str, tuple[int, Handler]] = {
    "JOIN": (1, _join),
    "PART": (1, _part),
    "KICK": (2, _kick),
    "MODE": (2, _mode),
    "INVITE": (2, _invite),
    "QUIT": (0, _quit),
    "NICK": (1, _nick),
    "TOPIC": (2, _topic),
    "RENAME": (2, _room_renamed),
    "AWAY": (0, _away),
    n.RPL_TOPIC: (3, _topic_is),
    n.RPL_NOTOPIC: (2, _topic_is),
    n.RPL_NAMREPLY: (4, _names),
    n.RPL_ENDOFNAMES: (2, _names_end),
    n.RPL_AWAY: (3, _is_away),
    n.RPL_UNAWAY: (1, _told),
    n.RPL_NOWAWAY: (1, _told),
    n.RPL_WHOREPLY: (7, _who_row),
    n.RPL_ENDOFWHO: (1, _who_end),
    n.RPL_LIST: (4, _list_row),
    n.RPL_LISTEND: (0, _list_end),
    n.RPL_CHANNELMODEIS: (3, _modes_are),
    **dict.fromkeys((n.RPL_BANLIST, n.RPL_EXCEPTLIST, n.RPL_INVEXLIST), (3, _mask)),
    **dict.fromkeys(_LISTS, (2, _masks_end)),
    n.RPL_INVITING: (3, _inviting),
}
