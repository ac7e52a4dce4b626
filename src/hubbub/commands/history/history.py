"""What was said before: pages of a room or a private conversation, and search, by who may read what."""

from __future__ import annotations

import msgspec

from hubbub.chat import history, names
from hubbub.chat.events import Entry
from hubbub.chat.history import is_message
from hubbub.chat.ids import msgid
from hubbub.chat.journal import Journal
from hubbub.chat.naming import under_present_names
from hubbub.chat.people import User
from hubbub.chat.ports import Only
from hubbub.chat.refusals import BadHistoryQuery, NoHistory
from hubbub.chat.rights import readable_from
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


class Point(msgspec.Struct, frozen=True):
    """A place in a log: right at the entry with this id, or at this time (milliseconds). One of the two is set."""

    id: int = 0
    at: int = 0


async def before(
    turn: Turn, session: Session, target: str, point: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """The last messages before a point, ascending."""
    journal, first = readable(turn, session, target)
    seq = await _reach(turn, session, journal, point)
    found = await history.messages_before(turn, session, journal, seq, _page(turn, limit), first, events=events)
    return _still_readable(turn, session, target, journal, found)


async def after(
    turn: Turn, session: Session, target: str, point: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """The first messages after a point, ascending."""
    journal, first = readable(turn, session, target)
    seq = await _past(turn, session, journal, point)
    found = await history.messages_after(turn, session, journal, seq, _page(turn, limit), first, events=events)
    return _still_readable(turn, session, target, journal, found)


async def latest(
    turn: Turn, session: Session, target: str, point: Point | None, limit: int, *, events: bool = False
) -> list[Entry]:
    """The newest messages, ascending; with a point, only those after it."""
    journal, first = readable(turn, session, target)
    if point is not None:
        first = max(first, 1 + await _past(turn, session, journal, point))
    found = await history.messages_before(
        turn, session, journal, journal.last_seq + 1, _page(turn, limit), first, events=events
    )
    return _still_readable(turn, session, target, journal, found)


async def around(
    turn: Turn, session: Session, target: str, point: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """Messages on both sides of a point, the one at it included."""
    half = _page(turn, limit) // 2
    journal, first = readable(turn, session, target)
    seq = await _reach(turn, session, journal, point)
    found = await history.messages_before(turn, session, journal, seq, half, first, events=events)
    found += await history.messages_after(
        turn, session, journal, seq - 1, _page(turn, limit) - half, first, events=events
    )
    return _still_readable(turn, session, target, journal, found)


async def between(
    turn: Turn, session: Session, target: str, start: Point, end: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """Messages between two points, counted from `start` (which may be the later one), ascending."""
    journal, first = readable(turn, session, target)
    low, high = await _past(turn, session, journal, start), await _reach(turn, session, journal, end)
    if low < high:
        found = await history.messages_after(turn, session, journal, low, _page(turn, limit), first, events=events)
        found = [entry for entry in found if entry.seq < high]
    else:
        low, high = await _past(turn, session, journal, end), await _reach(turn, session, journal, start)
        first = max(first, low + 1)
        found = await history.messages_before(turn, session, journal, high, _page(turn, limit), first, events=events)
    return _still_readable(turn, session, target, journal, found)


async def targets(turn: Turn, session: Session, start: int, end: int, limit: int) -> list[tuple[str, int]]:
    """Rooms and people with messages between two times: (name, time of the last one), ascending by time.

    Counted from `start`, which may be the later time.
    """
    user = session.user
    assert user is not None
    early, late = min(start, end), max(start, end)
    last: dict[int, int] = {}  # log -> time of the last message
    for _, journal, first in mine(turn, user):
        if journal.last_at > early:
            entry = await history.last_message(turn, session, journal, first)
            if entry is not None and early < entry.at < late:
                last[journal.log] = entry.at
    named = {
        names.fold(name): (name, last[journal.log]) for name, journal, _ in mine(turn, user) if journal.log in last
    }
    found = sorted(named.values(), key=lambda one: one[1])
    most = _page(turn, limit)
    return found[:most] if start <= end else found[-most:]


async def search(
    turn: Turn, session: Session, words: str, limit: int, only: Only | None = None, place: str = ""
) -> list[Entry]:
    """The newest messages that hold all these words, among all that one may read; ascending.

    `only`: of a sender, of some time, or the oldest ones; `place`: of one room or conversation (raises NoHistory).
    """
    logs = _searched(turn, session, place)
    found = await turn.after(session, turn.log.search(words, list(logs.items()), _page(turn, limit), only))
    still = _searched(turn, session, place)
    now = [turn.world.recent.as_now(entry) for entry in found if entry.log in still]
    return under_present_names(turn.world, sorted(filter(is_message, now), key=lambda entry: entry.id))


def _searched(turn: Turn, session: Session, place: str) -> dict[int, int]:
    """The logs that are searched, and the first seq of each."""
    user = session.user
    assert user is not None
    if place:
        journal, first = readable(turn, session, place)
        return {journal.log: first}
    return {journal.log: first for _, journal, first in mine(turn, user)}


def canonical(turn: Turn, session: Session, target: str) -> str:
    """The name of the room or person as it is written. Raises NoHistory."""
    journal, _ = readable(turn, session, target)
    if isinstance(journal, Room):
        return journal.name
    assert isinstance(journal, Conversation)
    assert session.user is not None
    return journal.names[journal.other(session.user.party)]


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


def _still_readable(turn: Turn, session: Session, target: str, journal: Journal, found: list[Entry]) -> list[Entry]:
    """What was found, if it may still be read after all the waiting. Raises NoHistory."""
    now, first = readable(turn, session, target)
    if now is not journal:
        raise NoHistory(target)
    as_now = (
        [turn.world.recent.as_now(entry) for entry in found if entry.seq >= first]
        if turn.world.recent.changed or turn.world.recent.silenced
        else found
    )
    readable_now = (entry for entry in as_now if entry.event is not None and entry.seq >= first)
    return under_present_names(turn.world, readable_now)


def mine(turn: Turn, user: User) -> list[tuple[str, Journal, int]]:
    """Every log that the user may read: name, log, first seq. Of several people of one name, the one meant is last."""
    rooms = [(room, readable_from(room, user)) for room in user.rooms]
    found: list[tuple[str, Journal, int]] = [(room.name, room, first) for room, first in rooms if first is not None]
    talks = sorted(turn.world.conversations.get(user.party, {}).values(), key=lambda talk: _order(turn, user, talk))
    return found + [(talk.names[talk.other(user.party)], talk, 1) for talk in talks]


def _order(turn: Turn, user: User, talk: Conversation) -> tuple[bool, int]:
    """Those with people who are here come after all others, as `_talk` looks them up."""
    return talk.parties[talk.other(user.party)] in turn.world.parties, talk.last_at


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
        raise BadHistoryQuery(f"msgid={msgid(id)}", "There is no message {about} there.")
    return seq


def _page(turn: Turn, limit: int) -> int:
    return min(limit, turn.policy.history_page)
