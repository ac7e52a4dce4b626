"""Entering and leaving rooms, and what can be changed about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client import history, moving
from hubbub.client.arrivals import is_room
from hubbub.client.changes import BufferChanged
from hubbub.client.events import Event, MembersListed
from hubbub.client.notes import refuse
from hubbub.client.protocol.capabilities import READ_MARKER
from hubbub.client.protocol.link import clean, is_word
from hubbub.client.protocol.questions import Question
from hubbub.client.state.buffers import Buffer, Notify
from hubbub.irc import casemap

from . import people

if TYPE_CHECKING:
    from hubbub.client.session import Client


def join(client: Client, now: int, *, room: str, key: str = "") -> list[Event]:
    """Enter a room, which may be made by that; it becomes the current one."""
    name = room if is_room(room) else f"#{room}"
    if not is_word(name) or (key and not is_word(key)):
        return refuse(client, "bad_room_name", now, _without_key(name))
    if not client.ready:
        return refuse(client, "no_connection", now)
    known = client.rooms.find(name)
    if known is not None and not known.leaving:
        return [*moving.go(client, casemap.lower(name)), MembersListed(casemap.lower(name), turned=True)]
    found = client.state.buffer(name)
    label = client.command(found, "JOIN", name, *([key] if key else []))
    client.tried = casemap.lower(name) if key else ""
    return moving.enter(client, name, label)


def _without_key(name: str) -> str:
    """Of what was typed as a room's name the first word: in IRC a key follows it, which is to be shown nowhere."""
    first, *more = name.split(maxsplit=1)
    return f"{first} …" if more else first


def leave(client: Client, now: int, *, buffer: str, reason: str = "") -> list[Event]:
    """Leave a room; of a person's, the conversation is put away."""
    if not is_room(buffer):
        return close(client, now, buffer=buffer)
    room, found = client.rooms.find(buffer), client.state.buffer(buffer)
    if not client.ready:
        return refuse(client, "no_connection", now)
    if room is None and found is None:
        return refuse(client, "not_in_room", now, buffer)
    if room is None:
        if casemap.lower(buffer) not in client.entering:
            return close(client, now, buffer=buffer)
        client.link.send("PART", found.name if found else buffer)  # our JOIN is under way
        return moving.step_out(client, buffer)
    room.leaving = True
    client.command(found, "PART", room.name, *([clean(reason)] if reason else []))
    client.questions.drop(room.name, client.link)
    return moving.step_out(client, room.name)


def open(client: Client, now: int, *, buffer: str) -> list[Event]:
    """Look at a room that we are in, or at a conversation, which may begin by it; what it lacks is asked for."""
    events: list[Event] = []
    if is_room(buffer) and client.state.buffer(buffer) is None:
        return refuse(client, "not_in_room", now, buffer)
    if not is_word(buffer):
        return refuse(client, "bad_name", now, buffer)
    found = client.add_buffer(buffer, events)
    events += moving.go(client, found.key)
    return events + complete(client, now, found)


def complete(client: Client, now: int, buffer: Buffer) -> list[Event]:
    """Ask for what a face shows of a buffer, and we do not have."""
    if not client.ready:
        return []
    if buffer.kind == "person":
        if not buffer.read_at and READ_MARKER in client.link.caps:
            client.link.send_later("MARKREAD", buffer.name)
        people.watch(client, now, name=buffer.name)
    else:
        people.load_members(client, now, buffer=buffer.key)
        if buffer.key in client.unsynced:
            client.unsynced.discard(buffer.key)
            client.link.send_later("METADATA", buffer.name, "SYNC")
    if history.lacks(client, buffer):
        return history.ask(client, Question("newest", buffer.name, wanted=history.PAGE))
    return []


def close(client: Client, now: int, *, buffer: str) -> list[Event]:
    """Put a conversation away, or a room that we are not in any more."""
    found = client.state.buffer(buffer)
    if found is None or client.rooms.find(buffer) is not None:
        return []
    for id in list(found.unsent):
        client.queue.discard(id)
    return moving.step_out(client, found.name) + moving.remove(client, found.key)


def topic(client: Client, now: int, *, buffer: str, text: str) -> list[Event]:
    """Set what a room is about."""
    return about(client, now, "TOPIC", buffer, clean(text))


def rename_room(client: Client, now: int, *, buffer: str, name: str, reason: str = "") -> list[Event]:
    """Give a room another name."""
    name = name if is_room(name) else f"#{name}"
    if not is_word(name):
        return refuse(client, "bad_room_name", now, name)
    return about(client, now, "RENAME", buffer, name, *([clean(reason)] if reason else []))


def invite(client: Client, now: int, *, buffer: str, name: str) -> list[Event]:
    """Let somebody into a room."""
    if not is_word(name):
        return refuse(client, "bad_name", now, name)
    found = client.state.buffer(buffer)
    if not client.ready or found is None:
        return refuse(client, "no_connection" if found else "not_in_room", now, buffer)
    client.command(found, "INVITE", name, found.name)
    return []


def about(client: Client, now: int, command: str, buffer: str, *params: str) -> list[Event]:
    """Send a command about a room."""
    found = client.state.buffer(buffer)
    if found is None or not client.ready:
        return refuse(client, "no_connection" if found else "not_in_room", now, buffer)
    client.command(found, command, found.name, *params)
    return []


def list_rooms(client: Client, now: int) -> list[Event]:
    """Ask which rooms there are: `State.rooms`."""
    if not client.ready:
        return refuse(client, "no_connection", now)
    client.collected["rooms"] = []
    client.command(client.current_buffer, "LIST")
    return []


def notify(client: Client, now: int, *, buffer: str, level: Notify) -> list[Event]:
    """What one wants to be told of."""
    found = client.state.buffer(buffer)
    if found is None or found.notify == level:
        return []
    found.notify = level
    return [BufferChanged(found.key, ("notify",))]
