"""What was said before: pages of a room or a private conversation, and search, by who may read what."""

from __future__ import annotations

import msgspec

from hubbub.chat import history
from hubbub.chat.events import Entry
from hubbub.chat.history import is_message
from hubbub.chat.journal import Journal
from hubbub.chat.people import User
from hubbub.chat.policy import readable_from
from hubbub.chat.refusals import NoHistory
from hubbub.chat.rooms import Conversation
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


class Point(msgspec.Struct, frozen=True):
    """A place in a log: right at the entry with this id, or at this time (milliseconds). One of the two is set."""

    id: int = 0
    at: int = 0


async def before(turn: Turn, session: Session, target: str, point: Point, limit: int) -> list[Entry]:
    """The last messages before a point, ascending."""
    journal, _ = readable(turn, session, target)
    seq = await _reach(turn, session, journal, point)
    journal, first = readable(turn, session, target)
    return await history.messages_before(turn, session, journal, seq, _page(turn, limit), first)


async def after(turn: Turn, session: Session, target: str, point: Point, limit: int) -> list[Entry]:
    """The first messages after a point, ascending."""
    journal, _ = readable(turn, session, target)
    seq = await _past(turn, session, journal, point)
    journal, first = readable(turn, session, target)
    return await history.messages_after(turn, session, journal, seq, _page(turn, limit), first)


async def latest(turn: Turn, session: Session, target: str, point: Point | None, limit: int) -> list[Entry]:
    """The newest messages, ascending; with a point, only those after it."""
    journal, first = readable(turn, session, target)
    if point is not None:
        first = max(first, 1 + await _past(turn, session, journal, point))
    return await history.messages_before(turn, session, journal, journal.last_seq + 1, _page(turn, limit), first)


async def around(turn: Turn, session: Session, target: str, point: Point, limit: int) -> list[Entry]:
    """Messages on both sides of a point, the one at it included."""
    half = max(1, _page(turn, limit) // 2)
    journal, first = readable(turn, session, target)
    seq = await _reach(turn, session, journal, point)
    earlier = await history.messages_before(turn, session, journal, seq, half, first)
    return earlier + await history.messages_after(turn, session, journal, seq - 1, _page(turn, limit) - half, first)


async def between(turn: Turn, session: Session, target: str, start: Point, end: Point, limit: int) -> list[Entry]:
    """Messages between two points, counted from `start` (which may be the later one), ascending."""
    journal, first = readable(turn, session, target)
    low, high = await _past(turn, session, journal, start), await _reach(turn, session, journal, end)
    if low < high:
        found = await history.messages_after(turn, session, journal, low, _page(turn, limit), first)
        return [entry for entry in found if entry.seq < high]
    low, high = await _past(turn, session, journal, end), await _reach(turn, session, journal, start)
    return await history.messages_before(turn, session, journal, high, _page(turn, limit), max(first, low + 1))


async def targets(turn: Turn, session: Session, start: int, end: int, limit: int) -> list[tuple[str, int]]:
    """Rooms and people with messages between two times: (name, time of the last one), oldest first."""
    user = session.user
    assert user is not None
    early, late = min(start, end), max(start, end)
    found = []
    for name, journal, first in _mine(turn, user):
        if journal.last_at > early:
            last = await history.messages_before(turn, session, journal, journal.last_seq + 1, 1, first)
            if last and early < last[-1].at < late:
                found.append((name, last[-1].at))
    return sorted(found, key=lambda one: one[1])[: _page(turn, limit)]


async def search(turn: Turn, session: Session, words: str, limit: int) -> list[Entry]:
    """The newest messages that hold all these words, among all that one may read; ascending."""
    user = session.user
    assert user is not None
    logs = [(journal.log, first) for _, journal, first in _mine(turn, user)]
    found = await turn.after(session, turn.log.search(words, logs, _page(turn, limit)))
    still = {journal.log for _, journal, _ in _mine(turn, user)}
    return [entry for entry in reversed(found) if entry.log in still and is_message(entry)]


def readable(turn: Turn, session: Session, target: str) -> tuple[Journal, int]:
    """The log of a room or a conversation, and the first seq that may be read. Raises NoHistory."""
    user = session.user
    assert user is not None
    if target.startswith("#"):
        room = turn.world.room(target)
        first = readable_from(room, user) if room else None
        if room is None or first is None:
            raise NoHistory(target)
        return room, first
    talk = _talk(turn, user, target)
    if talk is None:
        raise NoHistory(target)
    return talk, 1


def _talk(turn: Turn, user: User, name: str) -> Conversation | None:
    other = turn.world.user(name)
    return (turn.world.conversation(user.party, other.party) if other else None) or turn.world.conversation_named(
        user.party, name
    )


def _mine(turn: Turn, user: User) -> list[tuple[str, Journal, int]]:
    """Every log that the user may read: name, log, first seq."""
    rooms = [(room, readable_from(room, user)) for room in user.rooms]
    mine: list[tuple[str, Journal, int]] = [(room.name, room, first) for room, first in rooms if first is not None]
    talks = turn.world.conversations.get(user.party, {}).values()
    return mine + [(talk.names[talk.other(user.party)], talk, 1) for talk in talks]


async def _reach(turn: Turn, session: Session, journal: Journal, point: Point) -> int:
    """The seq of the first entry at or after the point."""
    if point.id:
        return await _place(turn, session, journal, point.id)
    return 1 + await turn.after(session, turn.log.place_at(journal.log, point.at))


async def _past(turn: Turn, session: Session, journal: Journal, point: Point) -> int:
    """The seq of the last entry at or before the point."""
    if point.id:
        return await _place(turn, session, journal, point.id)
    return await turn.after(session, turn.log.place_at(journal.log, point.at + 1))


async def _place(turn: Turn, session: Session, journal: Journal, id: int) -> int:
    if not turn.disk_full:
        for entry in journal.recent:
            if entry.id == id:
                return entry.seq
    seq = await turn.after(session, turn.log.place_of(journal.log, id))
    if seq is None:
        raise NoHistory("that message")
    return seq


def _page(turn: Turn, limit: int) -> int:
    return min(limit, turn.policy.history_page)
