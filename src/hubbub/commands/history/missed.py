"""What somebody missed of a room: what was said since they were there, for those whose client cannot ask for it."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry
from hubbub.chat.history import pages
from hubbub.chat.history.present_names import under_present_names
from hubbub.chat.rights import readable_from
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.typed.durations import DAY


class Gap(msgspec.Struct, frozen=True):
    """The entries of a room from seq `first` to `last`, as far as they are later than the time `since`."""

    room: Room
    first: int
    last: int
    since: int


def gap(chat: Chat, session: Session, room: Room) -> Gap | None:
    """What there is to read for who has just entered the room.

    It begins where they left the room, or else when they were last here, or where their read marker stands, whichever
    is the latest. None: there is nothing, or nobody knows them, as guests who come without a token.
    """
    user = session.me
    left, until = room.members[user].left, user.read_until.get(room.log, 0)
    here = 0 if left else was_here(chat, user)
    return _gap(chat, session, room, left, max(until, here)) if left or until or here else None


def gap_of_device(chat: Chat, session: Session, room: Room) -> Gap | None:
    """The same for one more connection of somebody who is in the room.

    It begins when a connection of theirs ended the last time, or else when they joined.
    """
    user = session.me
    since = max(user.read_until.get(room.log, 0), was_here(chat, user) or room.members[user].joined_at)
    return _gap(chat, session, room, 0, since)


def gaps_of_device(chat: Chat, session: Session) -> list[Gap]:
    """The same, of all rooms that its user is in."""
    user = session.me
    return [gap for room in user.rooms if (gap := gap_of_device(chat, session, room)) is not None]


async def read(chat: Chat, session: Session, gap: Gap) -> list[Entry]:
    """The latest of these messages, ascending: not too many."""
    room = gap.room
    before = await pages.messages_before(chat, session, room, gap.last + 1, chat.policy.replay_lines, gap.first)
    found = map(chat.world.recent.as_now, before)
    if session.user not in room.members:
        return []
    later = (entry for entry in found if entry.at > gap.since and entry.event is not None)
    return under_present_names(chat.world, later)


def was_here(chat: Chat, user: User) -> int:
    """When somebody was last here: not later than now, though the time of day was set back since."""
    return min(user.here_at, chat.now)


def _gap(chat: Chat, session: Session, room: Room, left: int, since: int) -> Gap | None:
    policy = chat.policy
    if not policy.replay_lines or not policy.replay_days or not room.has_messages:
        return None
    since = max(since, chat.aged() - policy.replay_days * DAY)
    first = readable_from(room, session.user)  # type: ignore[arg-type]
    if first is None or room.last_at <= since:
        return None
    first = max(first, left + 1)
    return Gap(room, first, room.last_seq, since) if first <= room.last_seq else None
