"""How much of everything there may be: the settings, as the chat asks for them."""

from __future__ import annotations

from typing import Literal

import msgspec

Access = Literal["open", "invited", "accounts"]
"""Who may come in: everybody, the owners of accounts and whom somebody invited, or the owners of accounts alone."""


class Operator(msgspec.Struct, frozen=True):
    """An operator of the settings. `password` may be a hash: only `ports.Passwords` can tell whether another fits."""

    name: str
    password: str


class Gateway(msgspec.Struct, frozen=True):
    """A gateway that may say for whom it speaks (WEBIRC). `hosts` are addresses and networks; `name` empty: any."""

    name: str
    password: str
    hosts: tuple[str, ...]


class Sts(msgspec.Struct, frozen=True):
    """What IRC clients are told about TLS (IRCv3 sts). `duration`: seconds; `hosts`: it holds for these, folded."""

    port: int
    duration: int
    preload: bool
    hosts: tuple[str, ...]


class FileRules(msgspec.Struct, frozen=True):
    """What files people may upload: bytes of one, of all of one person, of all together. `types`: media types, or the
    first half of them as `image/*`; none: all."""

    on: bool = True
    largest: int = 32 << 20
    per_person: int = 512 << 20
    total: int = 10 << 30
    guests: bool = True
    types: tuple[str, ...] = ()


class Policy(msgspec.Struct, frozen=True, cache_hash=True):
    """Sizes are bytes of UTF-8, unless they count something. `started_at`: milliseconds since 1970.

    `flood_burst`: lines at once, then `flood_rate` a second; 0: as many as one likes.
    """

    server: str = "hubbub"
    started_at: int = 0
    description: str = ""
    icon: str = ""
    password: str = ""
    motd: str = ""
    admin: tuple[str, ...] = ()
    operators: tuple[Operator, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    sts: Sts | None = None
    access: Access = "open"
    accounts_open: bool = True
    token_days: int = 0  # that a token of a program is good for at most; 0: for ever
    reserved_names: tuple[str, ...] = ()  # besides names.RESERVED
    shortest_password: int = 8  # bytes
    require_email: bool = False  # of who makes an account
    register_early: bool = True  # accounts are made before coming in, too
    rename_guests: bool = True  # who asks for an account's name on IRC comes in as Guest and a number
    stay_days: int = 90  # that accounts stay in their rooms without a connection; 0: they do not
    cloaks: bool = False  # hosts are cloaks; without them, all hosts are the same word
    ascii_names: bool = False
    name_bytes: int = 32
    room_bytes: int = 64
    topic_bytes: int = 390
    away_bytes: int = 390
    realname_bytes: int = 150
    rooms_per_user: int = 100
    new_rooms_per_day: int = 0  # that one person may make, and all from one address (16 times that for one nearby)
    new_rooms_per_address: int = 0
    forget_rooms_days: int = 0  # until a room without an owner, empty and silent, is forgotten; 0: it is not
    connections_per_account: int = 16  # 0: any number
    registrations_per_10min: int = 30  # new passwords in ten minutes, from one address
    targets: int = 4
    audit_days: int = 180
    history_page: int = 1000
    replay_lines: int = 100
    replay_days: int = 7
    keep_days: int = 0  # what is older is erased; 0: nothing is
    held_per_name: int = 1000  # private messages that wait for one name, whoever they are from,
    held_per_sender: int = 100  # from one sender, or one network
    flood_burst: float = 0
    flood_rate: float = 0
    tell_in_words: bool = True  # reactions and replies, to those who cannot read tags
    files: FileRules = FileRules()
    denied_tags: tuple[str, ...] = ()  # client-only tags without their plus, as in CLIENTTAGDENY
