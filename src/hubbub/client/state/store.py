"""Everything that one client knows of one server: the root of the records that faces read."""

from __future__ import annotations

import msgspec

from hubbub.irc import casemap

from .buffers import Buffer
from .items import Item, Note
from .messages import Message
from .people import Me, Person
from .server import Connection, Server


class Invitation(msgspec.Struct, frozen=True):
    """Somebody asks us into a room; gone when we have joined it."""

    room: str
    by: str
    at: int


class Search(msgspec.Struct, frozen=True):
    """The last search: what was asked, and what was found, newest last. `where`: a room or person, '' for everywhere;
    `before` and `after`: times, 0 for none. `targets` says of each message in which buffer it stands. `done`: there
    is no answer to wait for; `more`: there may be older ones (`actions.history.search_more`).
    """

    words: str
    where: str = ""
    sender: str = ""
    after: int = 0
    before: int = 0
    messages: tuple[Message, ...] = ()
    targets: tuple[str, ...] = ()
    done: bool = False
    more: bool = False


class RoomRow(msgspec.Struct, frozen=True):
    """A line of the list of rooms."""

    name: str
    members: int
    topic: str


class Whois(msgspec.Struct):
    """What the server says of somebody who was asked for. `idle`: seconds, -1 when not told; `since`: when they came,
    0 when not told; `rooms`: as written, each with the sign of their role in front; `lines`: what else it says.
    """

    name: str
    realname: str = ""
    host: str = ""
    account: str = ""
    away: str | None = None
    operator: bool = False
    bot: bool = False
    secure: bool = False
    idle: int = -1
    since: int = 0
    rooms: tuple[str, ...] = ()
    metadata: dict[str, str] = msgspec.field(default_factory=dict)
    lines: tuple[str, ...] = ()


class State(msgspec.Struct):
    """`people` and `buffers` by folded name (`key`). `current`: the key of the buffer that the person is in, None for
    none. `notes`: what belongs to no buffer, newest last, at most 200. `rooms`: the last answer to the question which
    rooms there are, None before the first; `whois`: the last answer to who somebody is.
    """

    me: Me
    server: Server = msgspec.field(default_factory=Server)
    connection: Connection = msgspec.field(default_factory=Connection)
    people: dict[str, Person] = msgspec.field(default_factory=dict)
    buffers: dict[str, Buffer] = msgspec.field(default_factory=dict)
    current: str | None = None
    invitations: list[Invitation] = msgspec.field(default_factory=list)
    search: Search | None = None
    rooms: tuple[RoomRow, ...] | None = None
    whois: Whois | None = None
    notes: list[Note] = msgspec.field(default_factory=list)

    def buffer(self, name: str) -> Buffer | None:
        """The room or conversation of that name, however it is written."""
        return self.buffers.get(casemap.lower(name))

    def person(self, name: str) -> Person | None:
        """Who has that name, as far as we know them."""
        return self.people.get(casemap.lower(name))

    def item(self, buffer: str, id: str) -> Item | None:
        """The item with that id: of the timeline, or not accepted yet."""
        found = self.buffers.get(buffer)
        return None if found is None else found.timeline.get(id) or found.unsent.get(id)

    def is_me(self, name: str) -> bool:
        return casemap.lower(name) == casemap.lower(self.me.name)
