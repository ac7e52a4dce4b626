"""What a room's modes and one's standing in it let somebody do. The one place that knows."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.irc.masks import match
from hubbub.irc.modes import PREFIXES, ROOM_MODES

from . import names
from .people import User
from .refusals import BadKey, Banned, CannotSend, InviteOnly, NotInRoom, NotOperator, RoomFull
from .rooms import Listed, Room

RANKS = {mode.letter: rank for rank, mode in enumerate(reversed(PREFIXES), 1)}
"""The standing that each prefix mode gives; 0 is that of a member without one."""

RANKS_BY_SYMBOL = {mode.symbol: RANKS[mode.letter] for mode in PREFIXES}
"""The standing behind each prefix that stands before names."""

MUTE = "m:"  # a ban that only keeps from speaking (EXTBAN)


def rank(room: Room, user: User) -> int:
    """The highest standing of a member; -1 for who is not in the room."""
    member = room.members.get(user)
    if member is None:
        return -1
    return RANKS[member.prefixes[0]] if member.prefixes else 0


def check_join(room: Room, user: User, key: str) -> None:
    """Whether somebody may join. An invitation opens every door but that of a ban."""
    if _matches(room, "b", user, without=MUTE) and not _matches(room, "e", user):
        raise Banned(room.name)
    if user.party in room.invited:
        return
    if "i" in room.flags and not _matches(room, "I", user):
        raise InviteOnly(room.name)
    if "k" in room.flags and room.flags["k"] != key:
        raise BadKey(room.name)
    if "l" in room.flags and len(room.members) >= int(room.flags["l"]):
        raise RoomFull(room.name)


def check_send(room: Room, user: User) -> None:
    """Whether somebody may speak in a room."""
    member = room.members.get(user)
    if member is None:
        if "n" in room.flags or not room.is_shown:
            raise NotInRoom(room.name)
    elif member.prefixes:
        return
    if "m" in room.flags:
        raise CannotSend(room.name, reason="only those with a voice may speak")
    if "b" in room.lists and _matches(room, "b", user) and not _matches(room, "e", user):
        raise CannotSend(room.name, reason="you are banned or muted")


def check_topic(room: Room, user: User) -> None:
    """Whether a member may change the topic."""
    if "t" in room.flags and rank(room, user) < RANKS["h"]:
        raise NotOperator(room.name)


def check_mode(room: Room, user: User, letter: str) -> None:
    """Whether a member may change this mode."""
    if rank(room, user) < RANKS[ROOM_MODES[letter].needs]:
        raise NotOperator(room.name)


def check_kick(room: Room, user: User, other: User) -> None:
    """Whether a member may make another one leave: by a standing that is high enough, and no lower than theirs."""
    mine = rank(room, user)
    if mine < RANKS["h"] or mine < rank(room, other):
        raise NotOperator(room.name)


def may_see(room: Room, user: User | None) -> bool:
    """Whether somebody may know that the room is there, and who is in it."""
    return room.is_shown or (user is not None and user in room.members)


def may_find(user: User, asker: User | None) -> bool:
    """Whether somebody turns up when others look around: the invisible only for those they share a room with."""
    return (
        not user.is_invisible or user is asker or (asker is not None and not user.rooms.keys().isdisjoint(asker.rooms))
    )


def rooms_shown(user: User, asker: User | None) -> list[Room]:
    """The rooms of a user that the asker may know they are in."""
    shared = asker.rooms if asker is not None else {}
    return [room for room in user.rooms if room in shared or (room.is_shown and not user.is_invisible)]


def readable_from(room: Room, user: User) -> int | None:
    """The first seq of a room's log that a user may read; None when they may read nothing.

    Members read everything of a public room, and of a private one what came since they first joined.
    """
    if user not in room.members:
        return None
    return user.first_joined.get(room.log, room.last_seq + 1) if room.is_private else 1


def _matches(room: Room, letter: str, user: User, *, without: str = "") -> bool:
    listed: Iterable[Listed] = room.lists.get(letter, {}).values()
    return any(_is_meant(entry.mask, user) for entry in listed if not (without and entry.mask.startswith(without)))


def _is_meant(mask: str, user: User) -> bool:
    return match(names.fold(mask.removeprefix(MUTE)), names.fold(user.source))
