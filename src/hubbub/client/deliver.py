"""What arrives in a buffer, put in its place in the state, and said as events: one function for each kind of thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from hubbub.irc import casemap
from hubbub.irc.mentions import mentions

from . import reactions
from .arrivals import Arrival, Edit, Reacting, Redaction, Thing, is_ctcp, is_room
from .changes import BufferChanged, HappeningAdded, ItemsDropped, MessageAdded, MessageChanged
from .events import Event
from .people import known
from .state.buffers import Buffer
from .state.items import Happening
from .state.messages import Message
from .state.timeline import MOST
from .state.unread import count_one, recount

if TYPE_CHECKING:
    from .session import Client

SLACK = 100  # items that a timeline may have more, so that not each one drops another
TAIL = 200  # items kept behind the gap while somebody reads far above


def deliver(client: Client, arrival: Arrival) -> list[Event]:
    """The thing is in the state now, unless it was there before."""
    id = arrival.thing.id
    if isinstance(arrival.thing, Happening):
        id = f"{id} {casemap.lower(arrival.target)}"  # some happen in several rooms at once
    if not client.dedup.first_time(id):
        return _accepted(client, arrival.thing)
    client.catchup.shown(arrival)
    if is_ctcp(arrival.thing):
        return []
    return _DELIVERING[type(arrival.thing)](client, arrival, arrival.thing)


def amend(client: Client, arrival: Arrival) -> list[Event]:
    """A page tells what became of a message that we have: while we were not there, or it was told already."""
    if not isinstance(arrival.thing, Edit | Redaction | Reacting) or not client.dedup.first_time(arrival.thing.id):
        return []
    return _DELIVERING[type(arrival.thing)](client, arrival, arrival.thing)


def _accepted(client: Client, thing: Thing) -> list[Event]:
    """The echo of a message of ours that had come from history before: nothing new, but it waits no longer."""
    if not isinstance(thing, Message) or not thing.client_id:
        return []
    for buffer in client.state.buffers.values():
        if buffer.unsent.pop(thing.client_id, None) is not None:
            return [MessageChanged(buffer.key, thing.client_id, "sent", at=thing.at, message=thing)]
    return []


def meant_for_us(client: Client, buffer: Buffer, message: Message) -> bool:
    """Whether a message is a mention: it is private, has our name in it, or answers us."""
    if message.own:
        return False
    answered = buffer.timeline.get(message.reply) if message.reply else None
    if message.private or (isinstance(answered, Message) and answered.own):
        return True
    return mentions(message.text, [client.name, client.state.me.account, *client.words])


def _message(client: Client, arrival: Arrival, message: Message) -> list[Event]:
    events: list[Event] = []
    buffer = client.state.buffer(arrival.target)
    if buffer is None:
        if is_room(arrival.target):
            return []  # we have left it
        buffer = client.add_buffer(arrival.target, events)
    message = replace(message, mention=meant_for_us(client, buffer, message))
    _spoke(client, buffer, message)
    if message.reactions is not None:
        client.counted.snapshot(message.id, client.catchup.latest)
    if message.client_id:
        for other in client.state.buffers.values():
            other.unsent.pop(message.client_id, None)
    before, known_already = (buffer.unread, buffer.mentions), message.id in buffer.timeline
    buffer.timeline.add(message)
    if known_already:
        recount(buffer)  # a page had it
    else:
        count_one(buffer, message)
    events.append(MessageAdded(buffer.key, message.id, message))
    if (buffer.unread, buffer.mentions) != before:
        events.append(BufferChanged(buffer.key, ("unread",)))
    return events + _trim(buffer)


def _spoke(client: Client, buffer: Buffer, message: Message) -> None:
    """What a message says of who sent it."""
    buffer.last_at = max(buffer.last_at, message.at)
    key = casemap.lower(message.sender)
    buffer.typing.pop(key, None)
    private = message.private and not message.own
    person = known(client, message.sender) if private else client.state.people.get(key)
    if person is not None and (private or not message.late):
        person.spoke_at = max(person.spoke_at, message.at)
        person.bot = person.bot or message.bot
        person.account = message.account or person.account


def _trim(buffer: Buffer) -> list[Event]:
    """Memory is bounded: the oldest go, or while somebody reads far above what stands between that and the newest."""
    if buffer.far:
        return [ItemsDropped(buffer.key)] if buffer.timeline.trim_tail(TAIL, SLACK) else []
    if len(buffer.timeline) <= MOST + SLACK:
        return []
    buffer.timeline.trim()
    buffer.beginning = False
    return [ItemsDropped(buffer.key)]


def _happening(client: Client, arrival: Arrival, happening: Happening) -> list[Event]:
    buffer = client.state.buffer(arrival.target)
    if buffer is None:
        return []
    buffer.timeline.add(happening)
    return [HappeningAdded(buffer.key, happening.id, happening), *_trim(buffer)]


def _found(client: Client, arrival: Arrival, id: str) -> tuple[Buffer | None, Message | None]:
    buffer = client.state.buffer(arrival.target)
    item = buffer.timeline.get(id) if buffer is not None else None
    return buffer, item if isinstance(item, Message) else None


def _edit(client: Client, arrival: Arrival, edit: Edit) -> list[Event]:
    buffer, message = _found(client, arrival, edit.message)
    key = casemap.lower(arrival.target)
    if buffer is None or message is None:
        own, private = client.state.is_me(edit.by), arrival.private
        unknown = Message(edit.message, edit.by, edit.text, 0, edit.kind, edited_at=edit.at, own=own, private=private)
        return [MessageChanged(key, edit.message, "edited", edit.by, at=edit.at, late=arrival.late, message=unknown)]
    if message.redacted or edit.at < message.edited_at:
        return []
    kind = message.kind if message.kind == "notice" else edit.kind
    edited = replace(message, text=edit.text, kind=kind, edited_at=edit.at, files=edit.files)
    edited = replace(edited, mention=meant_for_us(client, buffer, edited))
    return _become(buffer, edited, MessageChanged(key, edited.id, "edited", edit.by, at=edit.at, late=arrival.late))


def _redaction(client: Client, arrival: Arrival, gone: Redaction) -> list[Event]:
    buffer, message = _found(client, arrival, gone.message)
    key = casemap.lower(arrival.target)
    change = MessageChanged(key, gone.message, "redacted", gone.by, gone.text, gone.at, arrival.late)
    if buffer is None or message is None:
        return [change]
    erased = replace(
        message,
        text="",
        redacted=True,
        redacted_by=gone.by,
        redacted_why=gone.text,
        reactions=None,
        mention=False,
        files=(),
    )
    events = _become(buffer, erased, change)
    if message.id in buffer.pins:
        buffer.pins.remove(message.id)
        events.append(BufferChanged(key, ("pins",)))
    return events


def _reacting(client: Client, arrival: Arrival, thing: Reacting) -> list[Event]:
    buffer, message = _found(client, arrival, thing.message)
    key = casemap.lower(arrival.target)
    change = MessageChanged(
        key, thing.message, "unreacted" if thing.undone else "reacted", thing.by, thing.text, thing.at, arrival.late
    )
    if buffer is None or message is None:
        client.counted.keep(thing)
        return [change]
    if message.redacted or not client.counted.is_newest(thing):
        return []
    own = client.state.is_me(thing.by)
    counted = client.counted.includes(arrival)
    return _become(buffer, reactions.applied(message, thing, own=own, counted=counted), change)


def _become(buffer: Buffer, message: Message, change: MessageChanged) -> list[Event]:
    """The message is another record now."""
    was = buffer.timeline.get(message.id)
    buffer.timeline.replace(message)
    before = (buffer.unread, buffer.mentions)
    if isinstance(was, Message) and (was.mention, was.redacted) != (message.mention, message.redacted):
        recount(buffer)
    events: list[Event] = [replace(change, message=message)]
    if (buffer.unread, buffer.mentions) != before:
        events.append(BufferChanged(buffer.key, ("unread",)))
    return events


_DELIVERING: dict[type, Callable[[Client, Arrival, Any], list[Event]]] = {
    Message: _message,
    Happening: _happening,
    Edit: _edit,
    Redaction: _redaction,
    Reacting: _reacting,
}
