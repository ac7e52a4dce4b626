"""Taking messages back: by their author, or by those who keep order in the room."""

from __future__ import annotations

from collections.abc import Awaitable

import msgspec

from hubbub.chat.events import Entry, EntryErased, MessageRedacted, MessageSent, ReactionSent
from hubbub.chat.ids import msgid
from hubbub.chat.journal import Journal
from hubbub.chat.people import User, name_of
from hubbub.chat.refusals import DiskFull, NotYours, UnknownMessage
from hubbub.chat.rights import Action, may
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn

from .history import readable


def redact(turn: Turn, session: Session, target: str, id: int, text: str = "") -> Awaitable[None] | None:
    """Remove the message with that id from the room or the conversation with `target`; `text` says why.

    Raises NoHistory, UnknownMessage or NotYours. Waits only for a message that is not among the recent ones.
    """
    journal, _ = readable(turn, session, target)
    for entry in journal.recent:
        if entry.id == id:
            _redact(turn, session, target, entry, text)
            return None
    return _redact_older(turn, session, target, id, text)


async def _redact_older(turn: Turn, session: Session, target: str, id: int, text: str) -> None:
    journal, _ = readable(turn, session, target)
    found = await turn.after(session, turn.log.entries((id,)))
    entry = next((entry for entry in found if entry.log == journal.log), None)
    if entry is None:
        raise UnknownMessage(target, message=msgid(id))
    _redact(turn, session, target, entry, text)


def _redact(turn: Turn, session: Session, target: str, entry: Entry, text: str) -> None:
    """Check, also what was checked before waiting, and do it: two events of one transaction."""
    journal, first = readable(turn, session, target)
    message, user = entry.event, session.user
    assert user is not None
    missing = entry.log != journal.log or entry.seq < first or entry.id in turn.world.erased
    if missing or not isinstance(message, MessageSent | ReactionSent):
        raise UnknownMessage(target, message=msgid(entry.id))
    if not _may_remove(journal, user, message.party):
        raise NotYours(target, message=msgid(entry.id))
    if turn.disk_full:
        raise DiskFull
    name, author = _name(journal, user), name_of(message.source)
    at = turn.stamp(journal)
    turn.emit(MessageRedacted(turn.ids(), at, entry.log, name, user.source, entry.id, author, text), session)
    gone = EntryErased(entry.log, entry.seq, entry.id, message.party)
    if isinstance(message, MessageSent):
        gone = msgspec.structs.replace(gone, client_id=message.client_id, held_for=message.held_for)
    turn.emit(gone)


def _may_remove(journal: Journal, user: User, author: str) -> bool:
    """In private each may remove their own; in rooms the table decides."""
    own = author == user.party
    if isinstance(journal, Room):
        return may(Action.REDACT_OWN if own else Action.REDACT_OTHERS, user, journal)
    return own


def _name(journal: Journal, user: User) -> str:
    """How the room is called, or the other one."""
    if isinstance(journal, Room):
        return journal.name
    assert isinstance(journal, Conversation)
    return journal.names[journal.other(user.party)]
