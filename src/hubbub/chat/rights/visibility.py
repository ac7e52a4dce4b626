"""Who may see what: rooms, the people in them, addresses, and history."""

from __future__ import annotations

from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room

from .checks import may
from .table import Action


def may_see(room: Room, user: User | None) -> bool:
    """Whether somebody may know that the room is there, and who is in it."""
    return room.is_shown or (user is not None and may(Action.SEE_HIDDEN, user, room))


def may_find(user: User, asker: User | None) -> bool:
    """Whether somebody turns up when others look around: the invisible only for those they share a room with."""
    return (
        not user.is_invisible or user is asker or (asker is not None and not user.rooms.keys().isdisjoint(asker.rooms))
    )


def may_see_address(user: User, asker: User | None) -> bool:
    """Whether somebody may know where another one's connections come from."""
    return asker is not None and (asker is user or may(Action.SEE_ADDRESS, asker))


def rooms_shown(user: User, asker: User | None) -> list[Room]:
    """The rooms of a user that the asker may know they are in."""
    shared = asker.rooms if asker is not None else {}
    return [room for room in user.rooms if room in shared or (room.is_shown and not user.is_invisible)]


def readable_from(room: Room, user: User) -> int | None:
    """The first seq of a room's log that a user may read; None when they may read nothing.

    Members read everything of a public room, and of a private one what came since they first joined, also when they
    have left it meanwhile, by themselves or kicked.
    """
    if not may(Action.READ_HISTORY, user, room):
        return None
    return user.first_joined.get(room.log, room.last_seq + 1) if room.is_private else 1


def may_quote(room: Room, user: User, seq: int) -> bool:
    """Whether a user may have the entry of this seq shown to all in the room: only when each may read it."""
    first = readable_from(room, user)
    if first is None or seq < first:
        return False
    return not room.is_private or all(seq >= member.first_joined.get(room.log, seq + 1) for member in room.members)
