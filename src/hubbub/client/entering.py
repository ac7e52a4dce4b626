"""The end of registration: into the rooms, until everything may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.wire import message as wire

from . import messages, moving
from .events import Event, Ready, Unsure
from .link import CLIENT_ID, READY, is_word
from .registration import Step

if TYPE_CHECKING:
    from .session import Client


def welcomed(client: Client, message: wire.Message) -> None:
    """001: registration has succeeded."""
    client.registration.welcomed(message)
    client.rooms.name = client.registration.name


def welcome_complete(client: Client) -> list[Event]:
    """The end of the welcome: enter the rooms, then ask for the PONG that says it is all done."""
    if client.registration.step is not Step.WELCOME:
        return []
    client.registration.step = Step.DONE
    lobby = client.link.supports.get("LOBBY", "")
    client.lobby = lobby if messages.is_room(lobby) and is_word(lobby) else ""
    if client.lobby and not client.been_here:
        client.link.send("JOIN", client.lobby)
    client.link.send("PING", READY)
    return []


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


def now_ready(client: Client) -> list[Event]:
    """Everything that belongs to entering has been answered."""
    if client.ready or client.registration.step is not Step.DONE or _rejoin(client):
        return []
    again, client.been_here, client.ready = client.been_here, True, True
    events: list[Event] = [Ready(again)]
    for room in client.rooms.all():
        if not room.present:
            events += moving.out_of(client, room.name, "it could not be joined again")
    if not client.registration.resumed or CLIENT_ID not in client.link.caps:
        events += [Unsure(message.target, message.text) for message in client.queue.give_up_sent()]
    return events + client.release(
        client.catchup.begin_private(client.registration.resumed, client.link, client.questions)
    )
