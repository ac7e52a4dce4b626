"""Who may do what, and how much of it: the limits of the settings, as the chat asks for them."""

from __future__ import annotations

import msgspec

from .people import User
from .rooms import Room


class Policy(msgspec.Struct, frozen=True):
    """Sizes are bytes of UTF-8, unless they count something. `started_at`: milliseconds since 1970."""

    server: str = "hubbub"
    started_at: int = 0
    description: str = ""
    password: str = ""
    motd: str = ""
    ascii_names: bool = False
    name_bytes: int = 32
    room_bytes: int = 64
    topic_bytes: int = 390
    away_bytes: int = 390
    realname_bytes: int = 150
    rooms_per_user: int = 100
    targets: int = 4
    history_page: int = 1000
    held_per_name: int = 100
    whole_history_page: int = 50


def may_send(room: Room, user: User) -> bool:
    """Only members speak in a room."""
    return user in room.members


def readable_from(room: Room, user: User) -> int | None:
    """The first seq of a room's log that a user may read; None when they may read nothing.

    All rooms are public so far: members read everything, others nothing.
    """
    return 1 if user in room.members else None
