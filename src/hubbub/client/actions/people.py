"""Oneself and others: names, presence, who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client import moving
from hubbub.client.events import Event
from hubbub.client.notes import refuse
from hubbub.client.protocol.capabilities import METADATA
from hubbub.client.protocol.link import clean, is_word
from hubbub.client.protocol.questions import Question
from hubbub.client.state.store import Whois

from . import accounts

if TYPE_CHECKING:
    from hubbub.client.session import Client


def rename(client: Client, now: int, *, name: str) -> list[Event]:
    """Take another name."""
    if not is_word(name):
        return refuse(client, "bad_name", now, name)
    return send(client, now, "NICK", name)


def away(client: Client, now: int, *, text: str = "") -> list[Event]:
    """Say that one is away, or (without a text) back."""
    return send(client, now, "AWAY", *([clean(text)] if text else []))


def send(client: Client, now: int, command: str, *params: str) -> list[Event]:
    """Send a command that is about no room."""
    if not client.ready:
        return refuse(client, "no_connection", now)
    client.command(client.current_buffer, command, *params)
    return []


def whois(client: Client, now: int, *, name: str) -> list[Event]:
    """Ask who somebody is: `State.whois`."""
    if not is_word(name):
        return refuse(client, "bad_name", now, name)
    if not client.ready:
        return refuse(client, "no_connection", now)
    client.state.whois = Whois(name)
    client.collected["whois"] = []
    client.questions.ask(Question("whois", client.current or ""), client.link, "WHOIS", name)
    return []


def list_people(client: Client, now: int) -> list[Event]:
    """Ask who is online: `PeopleListed`."""
    if not client.ready:
        return refuse(client, "no_connection", now)
    client.collected["who"] = []
    client.command(client.current_buffer, "WHO", "*")
    return []


def load_members(client: Client, now: int, *, buffer: str) -> list[Event]:
    """Ask once on a connection who of a room is away, logged in, a bot; it is asked again after a lost one."""
    room = client.rooms.find(buffer)
    if room is not None and room.present and not room.detailed:
        room.detailed = True
        moving.ask_members(client, room)
    return []


def set_metadata(client: Client, now: int, *, key: str, value: str, target: str = "*") -> list[Event]:
    """Say something of oneself, or of a room; an empty value takes it back."""
    if METADATA not in client.link.caps:
        return refuse(client, "no_metadata", now)
    if not is_word(key) or not is_word(target):
        return refuse(client, "bad_name", now, key)
    return send(client, now, "METADATA", target, "SET", key, *([clean(value)] if value else []))


def watch(client: Client, now: int, *, name: str) -> list[Event]:
    """Know from now on whether somebody is here."""
    client.watch(name)
    return []


def block(client: Client, now: int, *, name: str) -> list[Event]:
    """Be shown no private messages and invitations of somebody."""
    return accounts.serve(client, now, command="block", words=name)


def unblock(client: Client, now: int, *, name: str) -> list[Event]:
    """Be shown them again."""
    return accounts.serve(client, now, command="unblock", words=name)
