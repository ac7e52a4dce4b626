"""The end of registration: into the rooms, until everything may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.wire import message as wire

from . import moving, posting
from .arrivals import is_room
from .changes import MeChanged, ServerChanged
from .events import Event, Ready
from .live import release
from .protocol.capabilities import CLIENT_ID, METADATA, UNREAD
from .protocol.link import READY, is_word, packed
from .protocol.registration import Step
from .rooms import Presence

if TYPE_CHECKING:
    from .session import Client


def welcomed(client: Client, line: wire.Message) -> list[Event]:
    """001: registration has succeeded."""
    before = client.name
    client.registration.welcomed(line)
    client.state.me.name = client.registration.name
    client.state.server.name = (line.source or "").partition("!")[0]
    return [*client.enter_step("entering"), ServerChanged(), *([MeChanged(("name",))] if client.name != before else [])]


def welcome_complete(client: Client) -> list[Event]:
    """The end of the welcome: enter the rooms, then ask for the PONG that says it is all done."""
    if client.registration.step is not Step.WELCOME:
        return []
    client.registration.step = Step.DONE
    lobby = client.link.supports.get("LOBBY", "")
    client.state.server.lobby = lobby if is_room(lobby) and is_word(lobby) else ""
    if client.metadata and METADATA in client.link.caps:
        client.link.send("METADATA", "*", "SUB", *client.metadata)
    if client.lobby and not client.been_here and client.rooms.find(client.lobby) is None:
        client.link.send("JOIN", client.lobby)
    client.link.send("PING", READY)
    return [ServerChanged()]


def _rejoin(client: Client) -> bool:
    """Ask for the rooms that the server has not put us in by itself; once on a connection."""
    missing = [room.name for room in client.rooms.all() if not room.present and is_word(room.name)]
    if client.rejoining or not missing:
        return False
    client.rejoining = True
    for name in missing:
        client.link.send("JOIN", name)
    client.link.send("PING", READY)
    return True


def now_ready(client: Client, now: int) -> list[Event]:
    """Everything that belongs to entering has been answered."""
    if client.ready or client.registration.step is not Step.DONE or _rejoin(client):
        return []
    again = client.been_here
    for buffer in client.state.buffers.values():
        if buffer.kind == "person":
            client.watch(buffer.name)
    client.state.connection.been_here = client.ready = True
    events: list[Event] = [Ready(again), *client.enter_step("ready")]
    for room in client.rooms.all():
        if not room.present:
            events += moving.out_of(client, room.name, now)
    if not client.registration.resumed or CLIENT_ID not in client.link.caps:
        for message in client.queue.give_up_sent():
            events += posting.unsure(client, message.id)
    _watch(client)
    if UNREAD in client.link.caps and _may_have_missed(client, again):
        client.link.send_later("UNREAD")
    return events + release(
        client, client.catchup.begin_private(client.registration.resumed, client.link, client.questions)
    )


def _may_have_missed(client: Client, again: bool) -> bool:
    """Whether anything can be unread: to who is nowhere but where they have come in just now, nothing was said yet."""
    return again or client.registration.resumed or any(_has_read(client, room) for room in client.rooms.all())


def _has_read(client: Client, room: Presence) -> bool:
    """Whether they have read there before they came in."""
    buffer = client.state.buffer(room.name)
    return buffer is not None and 0 < buffer.read_at < room.joined_at


def _watch(client: Client) -> None:
    """Ask again for what a face wants to know of people."""
    if client.watched and "MONITOR" in client.link.supports:
        for names in packed(sorted(client.watched), ","):
            client.link.send_later("MONITOR", "+", names)
    for room in client.rooms.all():
        if room.detailed and room.present:
            moving.ask_members(client, room)
