"""Which buffer the person is in: entering rooms, leaving them, and where they are then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.irc import casemap

from .arrivals import Arrival
from .changes import BufferChanged, BufferRemoved, BufferRenamed, CurrentChanged, InvitationsChanged
from .deliver import deliver
from .events import Event
from .live import release
from .people import forget_if_gone
from .protocol.link import is_word
from .protocol.questions import Question
from .rooms import Presence
from .state.items import Happening

if TYPE_CHECKING:
    from .session import Client


def enter(client: Client, room: str, label: str) -> list[Event]:
    """The person wants to be in that room next, and has asked for it; what they type from now on is for it."""
    key = casemap.lower(room)
    client.entering[key] = label
    events: list[Event] = []
    client.add_buffer(room, events)
    return events + go(client, key)


def entered(client: Client, room: str) -> list[Event]:
    """We are in the room, perhaps again."""
    key = casemap.lower(room)
    client.entering.pop(key, None)
    events: list[Event] = []
    for invitation in [one for one in client.state.invitations if casemap.lower(one.room) == key]:
        client.state.invitations.remove(invitation)
        events.append(InvitationsChanged())
    if client.state.current is None:
        events += go(client, key)
    return events + release(client, client.catchup.begin_room(room, client.link, client.questions))


def step_out(client: Client, room: str) -> list[Event]:
    """The current buffer is another one than that room: the lobby, or the last room that was joined."""
    key = casemap.lower(room)
    if client.state.current != key:
        return []
    others = [casemap.lower(other.name) for other in client.rooms.all() if casemap.lower(other.name) != key]
    lobby = [name for name in others if name == casemap.lower(client.lobby)]
    return go(client, next(reversed(lobby or others), None))


def put_out(client: Client, room: str) -> list[Event]:
    """We had to leave a room, or are not let into it: what was typed for it is said nowhere else."""
    events = step_out(client, room)
    if events:
        client.put_out_of(casemap.lower(room))
    return events


def out_of(client: Client, room: str, now: int) -> list[Event]:
    """We are no longer in a room that we wanted to be in: it could not be joined again."""
    if client.rooms.forget(room) is None:
        return []
    events = let_go(client, room)
    gone = Happening("left", client.identity.local_id(), now, client.name, own=True, text="rejoin_failed")
    return events + deliver(client, Arrival(room, gone)) + not_joined(client, room)


def let_go(client: Client, room: str) -> list[Event]:
    """What waited of a room that was left is let through; the lobby, or another room, is the current one then."""
    client.questions.drop(room, client.link)
    events = release(client, client.catchup.left(room))
    return events if casemap.lower(room) in client.entering else events + put_out(client, room)


def not_joined(client: Client, room: str) -> list[Event]:
    """We are not in the room; what was said there can still be read."""
    buffer = client.state.buffer(room)
    if buffer is None:
        return []
    members = list(buffer.members)
    buffer.joined = False
    buffer.members.clear()
    buffer.typing.clear()
    for key in members:
        forget_if_gone(client, key)
    return [BufferChanged(buffer.key, ("joined", "typing"))]


def remove(client: Client, key: str) -> list[Event]:
    """The buffer is put away; what was not accepted there is thrown away with it."""
    if client.state.buffers.pop(key, None) is None:
        return []
    forget_if_gone(client, key)
    return [*(go(client, None) if client.state.current == key else []), BufferRemoved(key)]


def rename(client: Client, before: str, name: str) -> list[Event]:
    """A room or a person has another name: all that we remember of the buffer, or are about to ask, is about that."""
    old, new = casemap.lower(before), casemap.lower(name)
    client.queue.rename(before, name)
    client.link.rename(before, name)
    client.questions.follow(before, name)
    if old != new and new in client.state.buffers:
        return []  # there is one of that name, which goes on
    client.catchup.rename(before, name)
    client.questions.rename(before, name)
    client.follow(before, name)
    buffer = client.state.buffers.get(old)
    if buffer is None:
        return []
    if old != new:
        client.state.buffers = {new if key == old else key: one for key, one in client.state.buffers.items()}
        client.rekey(old, new)
    buffer.key, buffer.name = new, name
    return [BufferRenamed(old, new)]


def rename_room(client: Client, before: str, name: str) -> list[Event]:
    """RENAME"""
    old, new = casemap.lower(before), casemap.lower(name)
    left_behind = new != old and client.rooms.find(name) is None  # what another room of that name was
    events = remove(client, new) if left_behind else []
    client.rooms.rename(before, name)
    client.entering.pop(old, None)
    was = client.state.current == old
    events += rename(client, before, name)
    return [*events, *([CurrentChanged(client.state.current)] if was else [])]


def go(client: Client, key: str | None) -> list[Event]:
    """Make a buffer the current one."""
    client.displaced = None
    if key == client.state.current:
        return []
    client.state.current = key
    return [CurrentChanged(key)]


def ask_members(client: Client, room: Presence) -> None:
    """Ask who is away, logged in, a bot: more than the names say."""
    if not is_word(room.name):
        return
    fields = ["%tnfar,1"] if "WHOX" in client.link.supports else []
    client.questions.ask(Question("members", room.name), client.link, "WHO", room.name, *fields, later=True)
