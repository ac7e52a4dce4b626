"""Reading back: pages of messages from memory where they are there, from the log where not."""

from __future__ import annotations

from itertools import islice

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.session import Session


async def messages_before(
    chat: Chat, session: Session, journal: Journal, seq: int, limit: int, first: int, *, events: bool = False
) -> list[Entry]:
    """The last `limit` messages with first <= seq' < seq, ascending; with `events` entries of every kind."""
    found = _recent_before(journal, seq, limit, events=events) if not chat.disk_full else []
    if len(found) == limit or (not chat.disk_full and journal.first_recent <= first):
        return [entry for entry in found if entry.seq >= first]
    if not chat.disk_full and seq > journal.last_seq:
        await recall(chat, session, journal)
        found = _recent_before(journal, seq, limit, events=events)
        if len(found) == limit or journal.first_recent <= first:
            return [entry for entry in found if entry.seq >= first]
    oldest = min(seq, found[0].seq if found else seq, journal.last_seq + 1)
    older = await chat.after(
        session, chat.log.messages_before(journal.log, oldest, limit - len(found), first, events=events)
    )
    return older + found


async def messages_after(
    chat: Chat, session: Session, journal: Journal, seq: int, limit: int, first: int, *, events: bool = False
) -> list[Entry]:
    """The first `limit` messages with seq' > seq and >= first, ascending; with `events` entries of every kind."""
    if not chat.disk_full and journal.first_recent <= max(seq + 1, first):
        later = (
            entry for entry in journal.recent if entry.seq > seq and entry.seq >= first and _is_wanted(entry, events)
        )
        return list(islice(later, limit))
    found: list[Entry] = []
    while True:
        known = journal.last_seq  # all of this is in the log when the query runs
        found += await chat.after(
            session, chat.log.messages_after(journal.log, seq, limit - len(found), first, events=events)
        )
        seq = found[-1].seq if found else seq
        if len(found) == limit or chat.disk_full:
            return found
        if journal.first_recent <= known + 1:
            break
    later = (entry for entry in journal.recent if entry.seq > seq and entry.seq >= first and _is_wanted(entry, events))
    return found + list(islice(later, limit - len(found)))


async def last_message(chat: Chat, session: Session, journal: Journal, first: int) -> Entry | None:
    """The newest message from seq `first` on; other entries are not brought into memory for it."""
    if not chat.disk_full:
        found = _recent_before(journal, journal.last_seq + 1, 1)
        if found or journal.first_recent <= first:
            return found[0] if found and found[0].seq >= first else None
    found = await chat.after(session, chat.log.messages_before(journal.log, journal.last_seq + 1, 1, first))
    return found[0] if found else None


async def recall(chat: Chat, session: Session, journal: Journal) -> None:
    """Bring the last entries of a log back into memory."""
    last = journal.first_recent - 1
    if last > 0 and len(journal.recent) < (journal.recent.maxlen or 0):
        first = max(1, journal.last_seq + 1 - (journal.recent.maxlen or 0))
        chat.world.recent.recall(journal, await chat.after(session, chat.log.page(journal.log, first, last)))


def is_message(entry: Entry) -> bool:
    return entry.event.__class__ is MessageSent


def _is_wanted(entry: Entry, events: bool) -> bool:
    return is_message(entry) or (events and entry.event is not None)


def _recent_before(journal: Journal, seq: int, limit: int, *, events: bool = False) -> list[Entry]:
    newest_first = (entry for entry in reversed(journal.recent) if entry.seq < seq and _is_wanted(entry, events))
    return list(islice(newest_first, limit))[::-1]
