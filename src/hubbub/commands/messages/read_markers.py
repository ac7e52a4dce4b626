"""How far somebody has read each room and private conversation: for their own devices, and for nobody else."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import ReadMarked
from hubbub.chat.refusals import NoHistory
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.session import Session
from hubbub.commands.history import pages
from hubbub.commands.messages import conversations, seeming

MOST = 1000  # rooms and conversations that one person may have markers in


def marker(chat: Chat, session: Session, target: str) -> tuple[str, int | None]:
    """The target's name as it is written, and the time of the last message read there; None where there is none."""
    try:
        journal, _ = pages.readable(chat, session, target)
    except NoHistory:
        other = chat.world.user(target)
        return (other.name if other else target), None
    return pages.canonical(chat, session, target), session.me.read_until.get(journal.log)


def mark(chat: Chat, session: Session, target: str, until: int) -> bool:
    """The last message read there has this time. False: the marker was there already, or further on.

    "it can clamp it between the last read timestamp and the current time" (read-marker): nobody has read further than
    to the last entry, and what comes next, be it in the same millisecond, is later. Raises NoHistory, DiskFull.
    """
    user = session.me
    journal = _journal(chat, session, target)
    markers = user.read_until
    last = max(journal.last_at, seeming.last_at(chat, user, journal))
    until = min(until, last or chat.now - 1)
    if until <= markers.get(journal.log, -1):
        return False
    chat.check_space()
    full = journal.log not in markers and len(markers) >= MOST
    forgotten = next(iter(markers)) if full else 0
    name = pages.canonical(chat, session, target)
    event = ReadMarked(
        at=chat.now,
        log=journal.log,
        party=user.party,
        account=user.number,
        server=chat.policy.server,
        target=name,
        until=until,
        forgotten=forgotten,
    )
    chat.emit(event, session)
    return True


def _journal(chat: Chat, session: Session, target: str) -> Journal:
    """The log of a room or of a conversation, which begins with the marker when nothing was said yet to who is here."""
    try:
        return pages.readable(chat, session, target)[0]
    except NoHistory:
        other = chat.world.user(target)
        if other is None or chat.disk_full:
            raise
        return conversations.conversation_with(chat, session.me, other.party, other.name)
