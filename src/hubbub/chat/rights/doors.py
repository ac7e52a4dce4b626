"""What a room's lists and door let somebody do, whatever their role."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat import masks
from hubbub.chat.people import User
from hubbub.chat.refusals import BadKey, Banned, InviteOnly, RoomFull
from hubbub.chat.rooms import Listed, Room


def check_join(room: Room, user: User, key: str) -> None:
    """Whether somebody may join. An invitation, or a standing, opens every door but that of a ban."""
    if is_listed(room, "b", user, entering=True) and not is_listed(room, "e", user, entering=True):
        raise Banned(room.name)
    if user.party in room.invited or user.number in room.standing:
        return
    if "i" in room.flags and not is_listed(room, "I", user, entering=True):
        raise InviteOnly(room.name)
    if "k" in room.flags and room.flags["k"] != key:
        raise BadKey(room.name)
    if "l" in room.flags and len(room.members) >= int(room.flags["l"]):
        raise RoomFull(room.name)


def is_banned(room: Room, user: User) -> bool:
    """Whether a ban or a mute keeps somebody from speaking."""
    return is_listed(room, "b", user) and not is_listed(room, "e", user)


def is_listed(room: Room, letter: str, user: User, *, entering: bool = False) -> bool:
    """Whether a mask on the room's list means somebody; those that are only about speaking open and close no door."""
    listed: Iterable[Listed] = room.lists.get(letter, {}).values()
    return any(
        masks.means(entry.mask, user) for entry in listed if not (entering and entry.mask.startswith(masks.MUTE))
    )
