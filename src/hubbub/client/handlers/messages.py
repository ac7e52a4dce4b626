"""What is said, and what becomes of it: messages, edits, removals, reactions, typing, and how far one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hubbub.client import posting
from hubbub.client.arrivals import Around, is_room, name_of, read
from hubbub.client.changes import BufferChanged
from hubbub.client.events import Event
from hubbub.client.live import arrive
from hubbub.client.notes import notice
from hubbub.client.protocol.isupport import number
from hubbub.client.protocol.registration import Step
from hubbub.client.state.items import Note
from hubbub.client.state.messages import Message
from hubbub.client.state.unread import recount, told_unread
from hubbub.irc import casemap
from hubbub.irc.tags import REACT_TAG, TYPING_TAG, UNREACT_TAG
from hubbub.irc.times import parse_time
from hubbub.wire.message import Message as Line

from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client

SERVICES = frozenset({"nickserv", "chanserv", "operserv", "memoserv", "botserv", "hostserv", "saslserv", "global"})
TYPING_MS = {"active": 6_000, "paused": 30_000}  # how long that holds unless it is said again (client-tags/typing)


def _message(client: Client, line: Line, around: Around) -> list[Event]:
    arrival = read(client, line, around)
    assert arrival is not None, "it has its parameters"
    said = arrival.thing
    assert isinstance(said, Message), "PRIVMSG and NOTICE are"
    if client.registration.step is not Step.DONE or "!" not in (line.source or ""):
        return notice(client, Note("", around.now, "server", (), said.text))  # the server itself speaks
    if _is_service(line) and not said.own:
        note = Note("", said.at, "service", (said.sender, line.command), said.text)
        question = client.questions.find(around.label)
        return notice(client, note, client.state.buffer(question.target) if question else None)
    if said.own and not around.late:
        said = replace(said, client_id=posting.accepted(client, line, around.label))
        arrival = replace(arrival, thing=said)
        if not said.only_for and not said.id.startswith("~"):
            client.said = (casemap.lower(arrival.target), said)
    return arrive(client, arrival)


def _is_service(line: Line) -> bool:
    """Whether one of the server's own services answers us."""
    return casemap.lower(name_of(line)) in SERVICES and not is_room(line.params[0])


def _tagged(client: Client, line: Line, around: Around) -> list[Event]:
    """Tags without a text: reactions, and who is writing."""
    tags = line.tags or {}
    if tags.get(REACT_TAG, "") or tags.get(UNREACT_TAG, ""):
        return _done(client, line, around)
    return _typing(client, line, around) if TYPING_TAG in tags and not around.late else []


def _done(client: Client, line: Line, around: Around) -> list[Event]:
    """Something was done to a message. What comes late unasked is in the history already."""
    arrival = None if around.late else read(client, line, around)
    return arrive(client, arrival) if arrival else []


def _typing(client: Client, line: Line, around: Around) -> list[Event]:
    name = name_of(line)
    buffer = client.state.buffer(line.params[0] if is_room(line.params[0]) else name)
    if buffer is None or client.state.is_me(name):
        return []
    state, key = (line.tags or {})[TYPING_TAG], casemap.lower(name)
    if state in TYPING_MS:
        buffer.typing[key] = around.now + TYPING_MS[state]
    elif buffer.typing.pop(key, None) is None:
        return []
    return [BufferChanged(buffer.key, ("typing",))]


def _read_until(client: Client, line: Line, around: Around) -> list[Event]:
    """MARKREAD: how far we have read, here or on another device (https://ircv3.net/specs/extensions/read-marker)."""
    buffer = client.state.buffer(line.params[0])
    written = line.params[1].removeprefix("timestamp=")
    try:
        at = 0 if written == "*" else parse_time(written)
    except ValueError:
        return []
    if buffer is None or at <= buffer.read_at:
        return []
    buffer.read_at = at
    recount(buffer)
    return [BufferChanged(buffer.key, ("read_at", "unread"))]


def _unread(client: Client, line: Line, around: Around) -> list[Event]:
    """UNREAD: how much there is that we have not read, most of it not loaded (docs/ext/unread.md)."""
    name, messages, mentions = line.params[:3]
    buffer = client.state.buffer(name)
    if buffer is None:
        return []
    told_unread(buffer, number(messages, 0), number(mentions, 0), around.now)
    return [BufferChanged(buffer.key, ("unread",))]


HANDLERS: dict[str, tuple[int, Handler]] = {
    "PRIVMSG": (2, _message),
    "NOTICE": (2, _message),
    "EDIT": (3, _done),
    "REDACT": (2, _done),
    "TAGMSG": (1, _tagged),
    "MARKREAD": (2, _read_until),
    "UNREAD": (3, _unread),
}
