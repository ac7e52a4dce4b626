"""Whom the client knows: who shares a room with us, and with whom we talk privately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.irc import casemap

from .state.people import Person

if TYPE_CHECKING:
    from .session import Client


def known(client: Client, name: str) -> Person:
    """The person of that name, who may be new to us."""
    key = casemap.lower(name)
    person = client.state.people.get(key)
    if person is None:
        person = client.state.people[key] = Person(name)
    person.name = name
    return person


def shared(client: Client, key: str) -> list[str]:
    """The keys of the rooms that we share with somebody."""
    return [buffer.key for buffer in client.state.buffers.values() if key in buffer.members]


def forget_if_gone(client: Client, key: str) -> None:
    """Who shares no room with us is remembered only while there is a conversation with them."""
    person = client.state.people.get(key)
    if person is None or shared(client, key) or key == casemap.lower(client.name):
        return
    if key in client.state.buffers:
        person.online, person.away = None, None
    else:
        del client.state.people[key]
