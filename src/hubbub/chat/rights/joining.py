"""What a room's lists and door let somebody do, whatever their role."""

from __future__ import annotations

from hubbub.chat.names import masks
from hubbub.chat.refusals import BadKey, Banned, InviteOnly, RoomFull
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Listed, Room
from hubbub.typed.durations import moment

REMEMBERED = 256  # answers in one room about its lists: a hundred masks, and whoever has 16 cloaks, take milliseconds


def check_join(room: Room, user: User, key: str) -> None:
    """Whether somebody may join. An invitation, or a standing, opens every door but that of a ban."""
    ban = find_listed(room, "b", user, entering=True)
    if ban is not None and not is_listed(room, "e", user, entering=True):
        raise Banned(room.name, term=term(ban))
    if is_expected(room, user):
        return
    if "i" in room.flags and not is_listed(room, "I", user, entering=True):
        raise InviteOnly(room.name)
    if "k" in room.flags and room.flags["k"] != key:
        raise BadKey(room.name)
    if "l" in room.flags and len(room.members) >= int(room.flags["l"]):
        raise RoomFull(room.name)


def is_expected(room: Room, user: User) -> bool:
    """Whether they need no key."""
    return user.party in room.invited or user.number in room.roles


def ban_of(room: Room, user: User) -> Listed | None:
    """The ban or mute that keeps somebody from speaking."""
    ban = find_listed(room, "b", user)
    return None if ban is None or is_listed(room, "e", user) else ban


def is_listed(room: Room, letter: str, user: User, *, entering: bool = False) -> bool:
    """Whether a mask on the room's list means somebody."""
    return find_listed(room, letter, user, entering=entering) is not None


def find_listed(room: Room, letter: str, user: User, *, entering: bool = False) -> Listed | None:
    """A mask on the room's list that means somebody; those that are only about speaking open and close no door."""
    if letter not in room.lists:
        return None
    question = letter, entering, masks.who(user)
    if question in room.found:
        return room.found[question]
    meant = (entry for entry in room.lists[letter].values() if not (entering and entry.meaning.mutes))
    found = next((entry for entry in meant if entry.meaning.holds(question[2])), None)
    room.found[question] = found
    if len(room.found) > REMEMBERED:
        del room.found[next(iter(room.found))]
    return found


def term(ban: Listed) -> str:
    """Until when it holds, and why, to stand behind `You are banned`."""
    return (f" until {moment(ban.until)}" if ban.until else "") + (f": {ban.why}" if ban.why else "")
