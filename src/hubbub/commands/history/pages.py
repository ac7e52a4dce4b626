"""What was said before: pages of a room or a private conversation, by who may read what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from functools import partial

import msgspec

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry
from hubbub.chat.history import pages
from hubbub.chat.history.present_names import under_present_names
from hubbub.chat.ids import msgid
from hubbub.chat.refusals import NoHistory, UnknownPoint
from hubbub.chat.rights import readable_from
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session

AT_ONCE = 200  # conversations that are looked at in one turn


class Point(msgspec.Struct, frozen=True):
    """A place in a log: right at the entry with this id, or at this time (milliseconds). One of the two is set."""

    id: int = 0
    at: int = 0


class First(list[Entry]):
    """A page before which there is nothing that its asker may read."""


async def before(
    chat: Chat, session: Session, target: str, point: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """The last messages before a point, ascending."""
    journal, first = readable(chat, session, target)
    seq = await _reach(chat, session, journal, point)
    found = await pages.messages_before(chat, session, journal, seq, page_size(chat, limit), first, events=events)
    page = _still_readable(chat, session, target, journal, found)
    return First(page) if len(found) < page_size(chat, limit) else page


async def after(
    chat: Chat, session: Session, target: str, point: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """The first messages after a point, ascending."""
    journal, first = readable(chat, session, target)
    seq = await _past(chat, session, journal, point)
    found = await pages.messages_after(chat, session, journal, seq, page_size(chat, limit), first, events=events)
    return _still_readable(chat, session, target, journal, found)


async def latest(
    chat: Chat, session: Session, target: str, point: Point | None, limit: int, *, events: bool = False
) -> list[Entry]:
    """The newest messages, ascending; with a point, only those after it."""
    journal, first = readable(chat, session, target)
    if point is not None:
        first = max(first, 1 + await _past(chat, session, journal, point))
    found = await pages.messages_before(
        chat, session, journal, journal.last_seq + 1, page_size(chat, limit), first, events=events
    )
    page = _still_readable(chat, session, target, journal, found)
    return First(page) if point is None and len(found) < page_size(chat, limit) else page


async def around(
    chat: Chat, session: Session, target: str, point: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """Messages on both sides of a point, the one at it included."""
    half = page_size(chat, limit) // 2
    journal, first = readable(chat, session, target)
    seq = await _reach(chat, session, journal, point)
    found = await pages.messages_before(chat, session, journal, seq, half, first, events=events)
    found += await pages.messages_after(
        chat, session, journal, seq - 1, page_size(chat, limit) - half, first, events=events
    )
    return _still_readable(chat, session, target, journal, found)


async def between(
    chat: Chat, session: Session, target: str, start: Point, end: Point, limit: int, *, events: bool = False
) -> list[Entry]:
    """Messages between two points, counted from `start` (which may be the later one), ascending."""
    journal, first = readable(chat, session, target)
    low, high = await _past(chat, session, journal, start), await _reach(chat, session, journal, end)
    if low < high:
        found = await pages.messages_after(chat, session, journal, low, page_size(chat, limit), first, events=events)
        found = [entry for entry in found if entry.seq < high]
    else:
        low, high = await _past(chat, session, journal, end), await _reach(chat, session, journal, start)
        first = max(first, low + 1)
        found = await pages.messages_before(chat, session, journal, high, page_size(chat, limit), first, events=events)
    return _still_readable(chat, session, target, journal, found)


async def targets(chat: Chat, session: Session, start: int, end: int, limit: int) -> list[tuple[str, int]]:
    """Rooms and people with messages between two times: (name, time of the last one), ascending by time.

    Counted from `start`, which may be the later time. Those of one time come together, though they be more than
    `limit`: the next page begins at a time, and would leave some out.
    """
    early, late = min(start, end), max(start, end)
    last: dict[Journal, int] = {}  # the time of the last message
    async for part in in_parts(chat, session):
        for journal, first in part:
            if journal.last_at > early:
                entry = await pages.last_message(chat, session, journal, first)
                if entry is not None and early < entry.at < late:
                    last[journal] = entry.at
    user = session.me
    still = sorted(filter(partial(may_read, chat, user), last), key=partial(_order, chat, user))
    named = {names.fold(name := name_of(user, journal)): (name, last[journal]) for journal in still}
    found = sorted(named.values(), key=lambda one: one[1])
    most = min(page_size(chat, limit), len(found))
    if not most:
        return []
    if start <= end:
        return [one for one in found if one[1] <= found[most - 1][1]]
    return [one for one in found if one[1] >= found[-most][1]]


def canonical(chat: Chat, session: Session, target: str) -> str:
    """The name of the room or person as it is written. Raises NoHistory."""
    journal, _ = readable(chat, session, target)
    return name_of(session.me, journal)


def readable(chat: Chat, session: Session, target: str) -> tuple[Journal, int]:
    """The log of a room or a conversation, and the first seq that may be read. Raises NoHistory."""
    user = session.me
    if target.startswith("#"):
        room = chat.world.room(target)
        first = readable_from(room, user) if room else None
        if room is None or first is None:
            raise NoHistory(target)
        return room, first
    conversation = _conversation_of(chat, user, target)
    if conversation is None:
        raise NoHistory(target)
    return conversation, 1


def _conversation_of(chat: Chat, user: User, name: str) -> Conversation | None:
    other = chat.world.user(name)
    return (chat.world.conversation(user.party, other.party) if other else None) or chat.world.conversation_named(
        user.party, name
    )


def _still_readable(chat: Chat, session: Session, target: str, journal: Journal, found: list[Entry]) -> list[Entry]:
    """What was found, if it may still be read after all the waiting. Raises NoHistory."""
    now, first = readable(chat, session, target)
    if now is not journal:
        raise NoHistory(target)
    as_now = (
        [chat.world.recent.as_now(entry) for entry in found if entry.seq >= first]
        if chat.world.recent.changed or chat.world.recent.silenced
        else found
    )
    readable_now = (entry for entry in as_now if entry.event is not None and entry.seq >= first)
    return under_present_names(chat.world, readable_now)


def still_readable(chat: Chat, session: Session, entries: Iterable[Entry]) -> list[Entry]:
    """What of a page may be read still, after more waiting, and as it is by now."""
    firsts: dict[int, int | None] = {}
    found = []
    for entry in map(chat.world.recent.as_now, entries):
        if entry.log not in firsts:
            firsts[entry.log] = _first_of(chat, session.me, entry.log)
        first = firsts[entry.log]
        if entry.event is not None and first is not None and entry.seq >= first:
            found.append(entry)
    return found


def _first_of(chat: Chat, user: User, log: int) -> int | None:
    """The first seq of the log that may be read; None: nothing of it may."""
    journal = chat.world.journal(log)
    if isinstance(journal, Room):
        return readable_from(journal, user)
    return 1 if isinstance(journal, Conversation) and user.party in journal.parties else None


async def in_parts(chat: Chat, session: Session) -> AsyncIterator[list[tuple[Journal, int]]]:
    """Every log that the asker may read, with its first seq: some in each turn, for there may be very many."""
    user = session.me
    rooms = [(room, readable_from(room, user)) for room in user.rooms]
    yield [(room, first) for room, first in rooms if first is not None]
    for some in chat.world.conversations_in_parts(user.party, AT_ONCE):
        yield [(conversation, 1) for conversation in some]
        if not some or len(some) == AT_ONCE:
            await chat.rest(session)


def may_read(chat: Chat, user: User, journal: Journal) -> bool:
    """Whether the log is there still, and theirs to read."""
    return chat.world.journal(journal.log) is journal and _first_of(chat, user, journal.log) is not None


def name_of(user: User, journal: Journal) -> str:
    """What the room, or the other one, is called."""
    if isinstance(journal, Room):
        return journal.name
    assert isinstance(journal, Conversation)
    return journal.names[journal.other(user.party)]


def _order(chat: Chat, user: User, journal: Journal) -> tuple[bool, int]:
    """Of several people of one name, the one meant is last: who is here, as `readable` looks them up."""
    here = isinstance(journal, Room) or journal.parties[journal.other(user.party)] in chat.world.parties  # type: ignore[attr-defined]
    return here, journal.last_at


async def _reach(chat: Chat, session: Session, journal: Journal, point: Point) -> int:
    """The seq of the first entry at or after the point."""
    if point.id:
        return await _place(chat, session, journal, point.id)
    return 1 + await chat.after(session, chat.log.place_at(journal.log, point.at))


async def _past(chat: Chat, session: Session, journal: Journal, point: Point) -> int:
    """The seq of the last entry at or before the point."""
    if point.id:
        return await _place(chat, session, journal, point.id)
    return await chat.after(session, chat.log.place_at(journal.log, point.at + 1))


async def _place(chat: Chat, session: Session, journal: Journal, id: int) -> int:
    if not chat.disk_full:
        for entry in journal.recent:
            if entry.id == id:
                return entry.seq
    seq = await chat.after(session, chat.log.place_of(journal.log, id))
    if seq is None:
        raise UnknownPoint(f"msgid={msgid(id)}")
    return seq


def page_size(chat: Chat, limit: int) -> int:
    """How many messages of those asked for are given at once."""
    return min(limit, chat.policy.history_page)
