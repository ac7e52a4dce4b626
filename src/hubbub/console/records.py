"""What the console's socket says after `watch`, and what it is asked then: one JSON object in each line.

Every record has its kind under `is`. Times are milliseconds since 1970. `Facts` comes first, and again after a gap;
with `anew`, all that was known of people, rooms and bans is to be forgotten. Their lists come in parts.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["info", "warning", "error"]


class Record(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag=str.lower, kw_only=True, gc=False):
    """Anything that the server says."""


class ListenAddress(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where it listens. `kind`: any, plain, irc or http; `host` empty: all addresses of the machine."""

    kind: str
    host: str
    port: int
    loopback: bool = False


class Facts(Record, frozen=True):
    """What there is to know of the server. `hosts`: under which others on the network find it; `code` makes the first
    operator, while there is none."""

    server: str
    version: str
    started_at: int
    lobby: str = ""
    places: tuple[ListenAddress, ...] = ()
    hosts: tuple[str, ...] = ()
    url: str = ""
    fingerprint: str = ""
    lockdown: str = "open"
    code: str = ""
    registering: bool = True  # whether people make accounts for themselves
    anew: bool = False


class Person(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Somebody who is connected. `key` stays theirs as long as they are here; `client`: by what, such as "IRC, TLS";
    `devices`: how many connections."""

    key: str
    name: str
    account: str = ""
    role: str = ""  # operator or bot
    rooms: tuple[str, ...] = ()
    address: str = ""
    client: str = ""
    devices: int = 1
    since: int = 0
    active: int = 0
    away: str = ""


class People(Record, frozen=True):
    """Those who are here, or have changed; and the keys of those who are `gone`."""

    now: tuple[Person, ...] = ()
    gone: tuple[str, ...] = ()


class Room(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A room. `key`: the number of its log; `messages`: how many entries that has."""

    key: int
    name: str
    topic: str = ""
    members: int = 0
    messages: int = 0
    last_at: int = 0
    modes: str = ""


class Rooms(Record, frozen=True):
    now: tuple[Room, ...] = ()
    gone: tuple[int, ...] = ()


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody reported somebody, `quote` is what they had said. `state`: open, taken or closed."""

    number: int
    at: int
    name: str
    about: str
    why: str
    room: str = ""
    quote: str = ""
    state: str = "open"
    handler: str = ""
    note: str = ""


class Reports(Record, frozen=True):
    """All of them."""

    all: tuple[Report, ...] = ()


class Ban(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """`key`: of the list that it stands on, and its mask folded; `room` empty: from the whole server. `until` 0: for
    ever."""

    key: str
    target: str
    by: str
    at: int
    until: int = 0
    why: str = ""
    room: str = ""


class Bans(Record, frozen=True):
    now: tuple[Ban, ...] = ()
    gone: tuple[str, ...] = ()


class Rates(Record, frozen=True):
    """The figures of a second. `messages` and `most` since the server started; `connections` by what they speak; times
    of commits and `lag` of the loop in milliseconds, the rest in bytes."""

    at: int
    online: int
    most: int
    messages: int
    connections: dict[str, int] = {}
    p50: float = 0.0
    p99: float = 0.0
    lag: float = 0.0
    memory: int = 0
    kept: int = 0
    free: int = 0


class Line(Record, frozen=True):
    """A line of the log. `more`: so many before it were left out."""

    at: int
    level: Level
    event: str
    text: str
    more: int = 0


class Answer(Record, frozen=True):
    """What an order came to: `done`, or refused, and what there is to say of it."""

    number: int
    done: bool
    lines: tuple[str, ...] = ()


class Order(msgspec.Struct, frozen=True):
    """What the console is asked: a command as it would be typed there. The answer has its `number`."""

    number: int
    command: str


Said = Facts | People | Rooms | Reports | Bans | Rates | Line | Answer

_WRITER = msgspec.json.Encoder()
_READER = msgspec.json.Decoder(Said)
_ORDERS = msgspec.json.Decoder(Order)


class NoRecord(Exception):
    """A line that is none of these."""


def written(record: Said | Order) -> bytes:
    """The record as a line, without its end."""
    return _WRITER.encode(record)


def read(line: bytes | str) -> Said:
    """What the server says. Raises NoRecord."""
    try:
        return _READER.decode(line)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise NoRecord(str(error)) from None


def read_order(line: bytes | str) -> Order:
    """What it is asked. Raises NoRecord."""
    try:
        return _ORDERS.decode(line)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise NoRecord(str(error)) from None
