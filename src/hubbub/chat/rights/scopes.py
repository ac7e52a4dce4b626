"""What a token may be used for. It never gives a right: its owner has to have that, by the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from hubbub.chat.names import fold

SCOPES = {
    "read": "see rooms, people, messages and what happens; `read:#room` in one room alone",
    "say": "say, edit, react and take back, join and leave; `say:#room` in one room alone",
    "dm": "read and send private messages",
    "moderate": "use the owner's role: remove, pin, kick, ban, topic, reports; `moderate:#room` in one room alone",
    "accounts": "look after accounts, for owners who are operators of the server",
    "server": "look after the server: its state, bans, invitations, audit log, settings, copies, for operators",
}
"""All scopes, and what each is good for."""

IN_ROOMS = frozenset({"read", "say", "moderate"})

_SCOPE = re.compile(r"([a-z]+)(?::(#[^\s:,]+))?")


class Scope(msgspec.Struct, frozen=True):
    """One of SCOPES; `room`: the folded name of the only room it is good for, or ""."""

    what: str
    room: str = ""


def read_scopes(words: Iterable[str]) -> tuple[Scope, ...]:
    """Scopes as they are written. Raises ValueError, which says what is wrong."""
    return _read(tuple(words))


def allows(scopes: Iterable[Scope], what: str, room: str = "") -> bool:
    """Whether these are good for that, in that room or, without one, outside of rooms."""
    return any(scope.what == what and (not scope.room or scope.room == fold(room)) for scope in scopes)


def rooms_of(scopes: Iterable[Scope], what: str) -> frozenset[str] | None:
    """The folded names of the rooms in which these are good for that, perhaps none; None: they are so everywhere."""
    rooms = frozenset(scope.room for scope in scopes if scope.what == what)
    return None if "" in rooms else rooms


@lru_cache(maxsize=256)
def _read(words: tuple[str, ...]) -> tuple[Scope, ...]:
    if not words:
        raise ValueError(f"say what it may be used for: {', '.join(SCOPES)}")
    found = []
    for word in words:
        fits = _SCOPE.fullmatch(word)
        if fits is None or fits[1] not in SCOPES or (fits[2] and fits[1] not in IN_ROOMS):
            raise ValueError(f"there is no scope {word[:40]}, but {', '.join(SCOPES)}, and for one room read:#room")
        found.append(Scope(fits[1], fold(fits[2]) if fits[2] else ""))
    return tuple(found)
