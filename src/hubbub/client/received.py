"""The server's lines: one function for each command and numeric that the client understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message

from . import link, messages
from .catchup import PRIVATE
from .events import (
    Event,
    NameRefused,
    OnlineAre,
    PasswordRefused,
    RoomsAre,
    Told,
    Welcomed,
)
from .link import CLIENT_ID
from .registration import NAME_REFUSALS, Step

if TYPE_CHECKING:
    from .session import Client

_MOST_ROWS = 100_000  # of one list


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a line. `held`: the message waits for who is offline, as a note in the same answer says."""

    now: int
    label: str = ""
    late: bool = False
    held: bool = False


def handle(client: Client, message: Message, around: Around) -> list[Event]:
    """The events of one line. A line that means nothing to us has none."""
    least, handler = _HANDLERS.get(message.command, (0, _other))
    return handler(client, message, around) if len(message.params) >= least else []


# The connection


def _cap(client: Client, message: Message, around: Around) -> list[Event]:
    client.registration.cap(message)
    return []


def _token(client: Client, message: Message, around: Around) -> list[Event]:
    client.token = message.params[0]
    return []


def _ping(client: Client, message: Message, around: Around) -> list[Event]:
    """Held messages are followed by a PING: its PONG says that they were shown, so it waits with them."""
    if not (message.params[0].startswith("held") and client.catchup.hold(PRIVATE, message.params[0])):
        client.link.send("PONG", message.params[0])
    return []


def _pong(client: Client, message: Message, around: Around) -> list[Event]:
    match message.params[-1]:
        case link.READY:
            return client.now_ready()
        case link.SETTLED:
            return client.settled()
    return []


def _welcome(client: Client, message: Message, around: Around) -> list[Event]:
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return []
    client.welcomed(message)
    return [Welcomed(client.name, client.been_here)]


def _isupport(client: Client, message: Message, around: Around) -> list[Event]:
    client.link.learn(message.params[1:-1])
    return []


def _motd(client: Client, message: Message, around: Around) -> list[Event]:
    return [] if client.been_here else [Told(message.params[-1].removeprefix("- "))]


def _welcome_complete(client: Client, message: Message, around: Around) -> list[Event]:
    return client.welcome_complete()


def _error(client: Client, message: Message, around: Around) -> list[Event]:
    client.last_error = message.params[-1]
    return []


def _name_refused(client: Client, message: Message, around: Around) -> list[Event]:
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return [Told(message.params[-1], error=True)]
    return [NameRefused(client.name, client.registration.name_refused(message))]


def _password_refused(client: Client, message: Message, around: Around) -> list[Event]:
    return [PasswordRefused(message.params[-1])]


# Messages


def _message(client: Client, message: Message, around: Around) -> list[Event]:
    said = messages.read(message, client.name, around.now, late=around.late, held=around.held)
    if said is None:
        return []
    if client.registration.step is not Step.DONE or "!" not in (message.source or ""):
        return [Told(said.text)]  # the server itself speaks
    if said.own and not around.late:
        _accepted(client, message, around)
    return client.say_or_hold(said)


def _accepted(client: Client, message: Message, around: Around) -> None:
    """The echo of one of our messages, found by its id, its label, or its words."""
    tags = message.tags or {}
    for id in (tags.get(CLIENT_ID, ""), around.label):
        if id and client.queue.finish(id):
            return
    if not client.link.labels and CLIENT_ID not in client.link.caps:
        client.queue.finish(client.queue.match(*message.params[:2]))


# Rooms and people


def _join(client: Client, message: Message, around: Around) -> list[Event]:
    name, room = messages.sender_of(message), message.params[0]
    at = messages.time_of(message, around.now)
    if around.late or not messages.is_room(room):
        return []
    events = client.rooms.joined(room, name, at)
    if not client.rooms.is_me(name) or client.rooms.find(room) is None:
        return events
    client.catchup.joined(room, messages.id_of(message), at)
    return events + client.entered(room)


def _part(client: Client, message: Message, around: Around) -> list[Event]:
    text = message.params[1] if len(message.params) > 1 else ""
    return _left(client, message, around, messages.sender_of(message), text)


def _kick(client: Client, message: Message, around: Around) -> list[Event]:
    words = f": {message.params[2]}" if len(message.params) > 2 else ""
    return _left(client, message, around, message.params[1], f"removed by {messages.sender_of(message)}{words}")


def _left(client: Client, message: Message, around: Around, name: str, text: str) -> list[Event]:
    if around.late:
        return []
    room = message.params[0]
    events = client.rooms.left(room, name, messages.time_of(message, around.now), text)
    return events + (client.after_leaving(room) if events and client.rooms.is_me(name) else [])


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


def _topic_is(client: Client, message: Message, around: Around) -> list[Event]:
    text = message.params[2] if message.command == n.RPL_TOPIC else ""
    return client.rooms.topic(message.params[1], text, messages.time_of(message, around.now))


def _names(client: Client, message: Message, around: Around) -> list[Event]:
    client.rooms.listed(message.params[2], message.params[3].split(" "))
    return []


def _names_end(client: Client, message: Message, around: Around) -> list[Event]:
    return list(client.rooms.list_ended(message.params[1]))


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


# Standard replies (https://ircv3.net/specs/extensions/standard-replies) and refusals


def _fail(client: Client, message: Message, around: Around) -> list[Event]:
    match message.params:
        case ["TOKEN", "INVALID_TOKEN", *_]:
            client.registration.token_refused()
            client.token = ""
            return []
        case ["PRIVMSG" | "NOTICE", "CLIENT_ID_REUSED", id, *_]:
            client.queue.finish(id)
            return [Told(message.params[-1], error=True)]
        case ["NICK", _, *_] if client.registration.step not in (Step.WELCOME, Step.DONE):
            return _name_refused(client, message, around)
    return _refused(client, message, around)


def _told(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(message.params[-1])]


def _refused(client: Client, message: Message, around: Around) -> list[Event]:
    """Something was not done: a question, a message, an entry into a room, or anything else."""
    command = message.params[0] if message.command == "FAIL" else ""
    if around.label or command in ("CHATHISTORY", "SEARCH"):
        question = client.questions.answered(around.label, client.link)
        if question is not None and question.gate is not None:
            return client.release(client.catchup.failed(question, client.link, client.questions))
    if not client.queue.finish(around.label) and not client.link.labels and (command == "PRIVMSG" or not command):
        client.queue.finish(next(filter(None, map(client.queue.match, message.params)), ""))
    return [Told(message.params[-1], error=True), *_not_entered(client, message, around)]


def _not_entered(client: Client, message: Message, around: Around) -> list[Event]:
    """The room that we said we would be in next is none that we may be in."""
    named = {casemap.lower(word) for word in message.params[:-1]}
    for room, label in list(client.entering.items()):
        if label == around.label or room in named:
            del client.entering[room]
            return client.step_out(room)
    return []


def _other(client: Client, message: Message, around: Around) -> list[Event]:
    """Numerics from 400 on are errors; everything else that we do not know is not for us."""
    command = message.command
    is_error = len(command) == 3 and command.isascii() and command.isdigit() and command[0] in "45"
    return _refused(client, message, around) if is_error and message.params else []


_Handler = Callable[["Client", Message, Around], "list[Event]"]
# The command, the fewest parameters that make sense of it, and its handler.
_HANDLERS: dict[str, tuple[int, _Handler]] = {
    "CAP": (3, _cap),
    "TOKEN": (1, _token),
    "PING": (1, _ping),
    "PONG": (1, _pong),
    "ERROR": (1, _error),
    n.RPL_WELCOME: (1, _welcome),
    n.RPL_ISUPPORT: (2, _isupport),
    n.RPL_MOTD: (2, _motd),
    n.RPL_ENDOFMOTD: (0, _welcome_complete),
    n.ERR_NOMOTD: (0, _welcome_complete),
    n.ERR_PASSWDMISMATCH: (1, _password_refused),
    "PRIVMSG": (2, _message),
    "NOTICE": (2, _message),
    "JOIN": (1, _join),
    "PART": (1, _part),
    "KICK": (2, _kick),
    "QUIT": (0, _quit),
    "NICK": (1, _nick),
    "TOPIC": (2, _topic),
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
    "FAIL": (2, _fail),
    "WARN": (2, _told),
    "NOTE": (2, _told),
    **dict.fromkeys(NAME_REFUSALS, (1, _name_refused)),
}
