"""Which room the person is in: entering, leaving, and where they are then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubbub.irc import casemap

from .events import Event, Left, PlaceChanged

if TYPE_CHECKING:
    from .session import Client


def enter(client: Client, room: str, label: str) -> list[Event]:
    """The person wants to be in that room next, and has asked for it; what they type from now on is for it."""
    client.entering[casemap.lower(room)] = label
    return go(client, room)


def entered(client: Client, room: str) -> list[Event]:
    """We are in the room, perhaps again."""
    client.entering.pop(casemap.lower(room), None)
    same = casemap.lower(room) == casemap.lower(client.current or "")
    events = go(client, room) if client.current is None or same else []
    return events + client.release(client.catchup.begin_room(room, client.link, client.questions))


def step_out(client: Client, room: str) -> list[Event]:
    """The current room is another one than that: the lobby, or the last one that was joined."""
    key = casemap.lower(room)
    if casemap.lower(client.current or "") != key:
        return []
    others = [other.name for other in client.rooms.all() if casemap.lower(other.name) != key]
    lobby = [name for name in others if casemap.lower(name) == casemap.lower(client.lobby)]
    return go(client, next(reversed(lobby or others), None))


def out_of(client: Client, room: str, text: str) -> list[Event]:
    """We are no longer in a room that we wanted to be in."""
    if client.rooms.forget(room) is None:
        return []
    return [*after_leaving(client, room), Left(room, client.name, 0, text, own=True)]


def after_leaving(client: Client, room: str) -> list[Event]:
    """Let go of a room that was left; the lobby, or another room, is the current one then."""
    events = client.release(client.catchup.left(room))
    client.unread.read(room)
    if casemap.lower(room) in client.entering:
        return events  # and is being entered again
    return events + step_out(client, room)


def renamed(client: Client, before: str, name: str) -> list[Event]:
    """A room that we are in has another name: all that we remember of it, or are about to ask, is about that one."""
    old = casemap.lower(before)
    client.catchup.rename_room(before, name)
    client.questions.rename_room(before, name)
    client.queue.rename_room(before, name)
    client.unread.rename(before, name)
    client.entering.pop(old, None)
    if client.said is not None and casemap.lower(client.said.target) == old:
        client.said = replace(client.said, target=name)
    return go(client, name) if casemap.lower(client.current or "") == old else []


def go(client: Client, room: str | None) -> list[Event]:
    """Make a room the current one."""
    if room == client.current:
        return []
    client.current = room
    if room is not None:
        client.unread.read(room)
    return [PlaceChanged(room)]
