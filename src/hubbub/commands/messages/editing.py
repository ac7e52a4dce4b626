"""Correcting what one has said (docs/ext/edit.md)."""

from __future__ import annotations

from collections.abc import Awaitable

import msgspec

from hubbub.chat.events import Edit, Entry, EntryEdited, EntryErased, MessageEdited, MessageSent
from hubbub.chat.ids import msgid
from hubbub.chat.journal import Journal
from hubbub.chat.people import User
from hubbub.chat.refusals import DiskFull, NoText, NotYourMessage, UnknownMessage
from hubbub.chat.rights import check_pace, check_send, check_speak
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages.entries import name_of_place, with_entry
from hubbub.commands.people import blocking


def edit(turn: Turn, session: Session, target: str, id: int, text: str) -> Awaitable[None] | None:
    """Give one's own message with that id, in the room or the conversation with `target`, another text.

    Raises NoText, NoHistory, UnknownMessage, NotYourMessage, or why one may not speak there. Waits only for a message
    that is not among the recent ones.
    """
    if not text:
        raise NoText
    session.last_active = turn.now
    return with_entry(
        turn, session, target, id, lambda journal, entry: _edit(turn, session, target, journal, entry, text)
    )


def _edit(turn: Turn, session: Session, target: str, journal: Journal, entry: Entry, text: str) -> None:
    """Check, and do it: the events are of one transaction. Of several edits only the last one leaves a trace."""
    message, user = entry.event, session.user
    assert user is not None
    if not isinstance(message, MessageSent):
        raise UnknownMessage(target, message=msgid(entry.id))
    if message.party != user.party:
        raise NotYourMessage(target, message=msgid(entry.id))
    check_speak(turn.world.lockdown, user, target)
    if isinstance(journal, Room):
        check_send(journal, user)
        if journal.pace:
            check_pace(journal, user, turn.now)
    if turn.disk_full:
        raise DiskFull
    done = MessageEdited(
        turn.ids(),
        turn.stamp(journal),
        entry.log,
        name_of_place(journal, user),
        user.source,
        entry.id,
        text,
        message.notice,
        user.party,
    )
    if isinstance(journal, Conversation) and not _arrives(turn, user, journal):
        for line in session.dialect.own(done, session):
            session.answer(line)
        return
    turn.emit(done, session)
    edited = Edit(done.at, done.id, journal.last_seq)
    turn.emit(EntryEdited(entry.seq, msgspec.structs.replace(message, text=text, joined=None, edited=edited)))
    if message.edited is not None:
        turn.emit(EntryErased(entry.log, message.edited.seq, message.edited.id))


def _arrives(turn: Turn, user: User, talk: Conversation) -> bool:
    """Whether the other one is shown what this user says; raises NotWanted."""
    other = talk.other(user.party)
    return blocking.arrives(turn, user, talk.parties[other], talk.names[other])
