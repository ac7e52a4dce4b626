"""The roles that somebody may have in a room."""

from __future__ import annotations

from enum import IntEnum

from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.irc.modes import PREFIXES


class Role(IntEnum):
    """From the least to the most; whoever has one may do what those below it may."""

    OUTSIDER = 0  # not in the room
    GUEST = 1  # in the room, without an account
    MEMBER = 2  # in the room, with an account
    VOICE = 3  # +v
    MODERATOR = 4  # +h, a half-operator
    OPERATOR = 5  # +o, of the room
    ADMIN = 6  # +a
    OWNER = 7  # +q


ROLES = dict(zip("vhoaq", (Role.VOICE, Role.MODERATOR, Role.OPERATOR, Role.ADMIN, Role.OWNER), strict=True))
"""The role that each prefix mode gives."""

ROLES_BY_SYMBOL = {mode.symbol: ROLES[mode.letter] for mode in PREFIXES}
"""The role behind each prefix that stands before names."""


def role_of(room: Room, user: User) -> Role:
    """The highest role that somebody has in a room."""
    member = room.members.get(user)
    if member is None:
        return Role.OUTSIDER
    if member.prefixes:
        return ROLES[member.prefixes[0]]
    return Role.MEMBER if user.account else Role.GUEST
