"""Our own messages, from the moment they are written until the server has accepted or refused them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from hubbub.typed.secrets import is_service
from hubbub.wire.message import Message as Line

from . import sending
from .arrivals import Around, is_room, read
from .changes import MessageChanged, MessageDiscarded, MessageQueued
from .events import Event
from .live import arrive
from .notes import notice, refuse
from .outgoing import WINDOW, Outgoing
from .protocol.capabilities import CLIENT_ID, ECHO_MESSAGE
from .state.buffers import Buffer
from .state.items import Note
from .state.messages import Failure, Message, Said

if TYPE_CHECKING:
    from .session import Client

MOST_FAILED = 100  # messages that were not accepted and are neither sent again nor thrown away, in one buffer
_UNLIMITED = 1_000_000


def post(client: Client, target: str, text: str, now: int, kind: Said = "said", reply: str = "") -> list[Event]:
    """Keep a message to be sent: it is in `unsent` until the server has it."""
    text = sending.clean_lines(text)
    if not text.strip():
        return []
    if is_service(target):
        return _ask(client, text, now)
    events: list[Event] = []
    queue(client, client.queue.add(target, text, kind, reply), now, events)
    if not client.connected and client.been_here:
        events += notice(client, Note("", now, "sent_later"), client.state.buffer(target))
    return events


def _ask(client: Client, text: str, now: int) -> list[Event]:
    """What is said to NickServ are commands, with passwords in them: no message, kept nowhere and never sent again."""
    if not client.ready:
        return refuse(client, "no_connection", now)
    for line in filter(str.strip, text.split("\n")):
        client.command(client.current_buffer, "NICKSERV", line)
    return []


def queue(client: Client, outgoing: Outgoing, now: int, events: list[Event]) -> None:
    """The message waits, for everybody to see who looks at the state."""
    buffer = client.add_buffer(outgoing.target, events)
    message = Message(
        outgoing.id,
        client.name,
        outgoing.text,
        now,
        outgoing.kind,
        account=client.state.me.account,
        own=True,
        private=not is_room(outgoing.target),
        client_id=outgoing.id,
        status="sending",
        reply=outgoing.reply,
    )
    buffer.unsent[message.id] = message
    events.append(MessageQueued(buffer.key, message.id, message))


def send_due(client: Client, now: int) -> list[Event]:
    """Send what may be sent now."""
    events: list[Event] = []
    for message in client.queue.due(_UNLIMITED if client.quitting else WINDOW):
        texts = [message.text] if message.sent_before else sending.parts(client.link, message)
        if len(texts) > 1:
            events += _split(client, message, texts, now)
            continue
        message.text = texts[0]
        sending.send(client.link, message, ids=True)
        if not client.link.labels and ECHO_MESSAGE not in client.link.caps:
            events += _accept_unseen(client, message, now)
    return events


def _split(client: Client, message: Outgoing, texts: list[str], now: int) -> list[Event]:
    """The message goes out in parts, each of which is one of its own."""
    events: list[Event] = discard(client, message.id)
    for part in client.queue.split(message, texts):
        queue(client, part, now, events)
    buffer = client.state.buffer(message.target)
    if buffer is not None:
        order = {one.id: number for number, one in enumerate(client.queue)}
        buffer.unsent = dict(sorted(buffer.unsent.items(), key=lambda one: order.get(one[0], -1)))
    return events


def _accept_unseen(client: Client, message: Outgoing, now: int) -> list[Event]:
    """This server sends no echo: what was sent counts as said."""
    client.queue.finish(message.id)
    line = Line({CLIENT_ID: message.id}, client.name, message.command, [message.target, message.words])
    arrival = read(client, line, Around(now))
    return arrive(client, arrival) if arrival else []


def accepted(client: Client, line: Line, label: str) -> str:
    """The echo of one of our messages, found by its id, its label, or its words; our id of it, '' for none."""
    for id in ((line.tags or {}).get(CLIENT_ID, ""), label):
        if id and client.queue.finish(id):
            return id
    if not client.link.labels and CLIENT_ID not in client.link.caps:
        id = client.queue.match(*line.params[:2])
        client.queue.finish(id)
        return id
    return ""


def failed(client: Client, id: str, failure: Failure) -> list[Event]:
    """The server has refused a message of ours."""
    client.queue.finish(id)
    return _become(client, id, "failed", failure)


def unsure(client: Client, id: str) -> list[Event]:
    """A message may or may not have arrived, and is not sent again."""
    return _become(client, id, "unsure", None)


def _become(client: Client, id: str, status: Literal["failed", "unsure"], failure: Failure | None) -> list[Event]:
    buffer, message = find(client, id)
    if buffer is None or message is None:
        return []
    message = buffer.unsent[id] = replace(message, status=status, failure=failure)
    events: list[Event] = [MessageChanged(buffer.key, id, status, message=message)]
    over = [one.id for one in buffer.unsent.values() if one.status != "sending"][:-MOST_FAILED]
    for old in over:
        events += discard(client, old)
    return events


def find(client: Client, id: str) -> tuple[Buffer | None, Message | None]:
    """A message that is not accepted, and where it stands."""
    for buffer in client.state.buffers.values():
        if id in buffer.unsent:
            return buffer, buffer.unsent[id]
    return None, None


def retry(client: Client, id: str, now: int) -> list[Event]:
    """Send a message again that was refused, or may not have arrived: as a new one, with an id of its own."""
    buffer, message = find(client, id)
    if buffer is None or message is None or message.status == "sending":
        return []
    events = discard(client, id)
    queue(client, client.queue.add(buffer.name, message.text, message.kind, message.reply), now, events)
    return events


def discard(client: Client, id: str) -> list[Event]:
    """Throw a message away that is not accepted."""
    buffer, message = find(client, id)
    if buffer is None or message is None:
        return []
    client.queue.discard(id)
    del buffer.unsent[id]
    return [MessageDiscarded(buffer.key, id)]
