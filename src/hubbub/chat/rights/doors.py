"""What a room's lists and door let somebody do, whatever their role."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat import names
from hubbub.chat.people import User
from hubbub.chat.refusals import BadKey, Banned, InviteOnly, RoomFull
from hubbub.chat.rooms import Listed, Room
from hubbub.irc.masks import match

MUTE = "m:"  # a ban that only keeps from speaking (EXTBAN)


def check_join(room: Room, user: User, key: str) -> None:
    """Whether somebody may join. An invitation opens every door but that of a ban."""
    if is_listed(room, "b", user, without=MUTE) and not is_listed(room, "e", user):
        raise Banned(room.name)
    if user.party in room.invited:
        return
    if "i" in room.flags and not is_listed(room, "I", user):
        raise InviteOnly(room.name)
    if "k" in room.flags and room.flags["k"] != key:
        raise BadKey(room.name)
    if "l" in room.flags and len(room.members) >= int(room.flags["l"]):
        raise RoomFull(room.name)


def is_banned(room: Room, user: User) -> bool:
    """Whether a ban or a mute keeps somebody from speaking."""
    return is_listed(room, "b", user) and not is_listed(room, "e", user)


def is_listed(room: Room, letter: str, user: User, *, without: str = "") -> bool:
    """Whether somebody fits a mask on one of the room's lists; `without`: masks that begin so do not count."""
    listed: Iterable[Listed] = room.lists.get(letter, {}).values()
    return any(_is_meant(entry.mask, user) for entry in listed if not (without and entry.mask.startswith(without)))


def _is_meant(mask: str, user: User) -> bool:
    return match(names.fold(mask.removeprefix(MUTE)), names.fold(user.source))
