"""Short ways to make what the client core keeps: states, buffers, messages."""

from __future__ import annotations

from datetime import date, datetime

from hubbub.client.state.buffers import Buffer, Member
from hubbub.client.state.items import Happened, Happening, Item
from hubbub.client.state.messages import Message
from hubbub.client.state.people import Me, Person
from hubbub.client.state.server import Connection, Server
from hubbub.client.state.store import State
from hubbub.irc import casemap

TODAY = date(2026, 11, 24)
NOW = int(datetime(2026, 11, 24, 12).timestamp() * 1000)  # noon where the tests run
MINUTE = 60_000


def at(minutes: float) -> int:
    """So many minutes after noon of that day."""
    return NOW + round(minutes * MINUTE)


def state(*buffers: Buffer, me: str = "alice", current: str | None = None) -> State:
    made = State(Me(me), Server(lobby="#lobby"), Connection("ready", been_here=True))
    made.buffers = {buffer.key: buffer for buffer in buffers}
    made.current = current or (buffers[0].key if buffers else None)
    return made


def buffer(name: str, *items: Item, members: tuple[str, ...] = ()) -> Buffer:
    made = Buffer(casemap.lower(name), name, "room" if name.startswith("#") else "person", joined=name.startswith("#"))
    for item in items:
        made.timeline.add(item)
    made.members = {casemap.lower(name): Member(name) for name in members}
    return made


def said(id: str, sender: str, text: str, minutes: float = 0, **more: object) -> Message:
    return Message(id, sender, text, at(minutes), own=sender == "alice", **more)  # type: ignore[arg-type]


def happened(id: str, kind: Happened, name: str, minutes: float = 0, **more: object) -> Happening:
    return Happening(kind, id, at(minutes), name, own=name == "alice", **more)  # type: ignore[arg-type]


def know(state: State, name: str, **more: object) -> Person:
    person = state.people[casemap.lower(name)] = Person(name, **more)  # type: ignore[arg-type]
    return person
