"""Correcting what one has said (docs/ext/edit.md)."""

from __future__ import annotations

from collections.abc import Awaitable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Edit, Entry, EntryEdited, EntryErased, MessageEdited, MessageSent
from hubbub.chat.ids import msgid
from hubbub.chat.refusals import NoText, NotYourMessage, UnknownMessage
from hubbub.chat.rights import check_ctcp, check_pace, check_send, check_speak
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import files, seeming
from hubbub.commands.messages.entries import name_of_place, with_entry
from hubbub.commands.people import privacy

Joined = tuple[int, ...] | None  # as in MessageSent


def edit(
    chat: Chat, session: Session, target: str, id: int, text: str, joined: Joined = None
) -> Awaitable[None] | None:
    """Give one's own message with that id, in the room or the conversation with `target`, another text.

    `joined` comes with a text of several lines. Raises NoText, NoHistory, UnknownMessage, NotYourMessage, or why one
    may not speak there.
    """
    if not text:
        raise NoText
    session.last_active = chat.now
    return with_entry(
        chat,
        session,
        target,
        id,
        lambda journal, entry: _edit(chat, session, target, journal, entry, text, joined),
        rewrites=True,
    )


def _edit(chat: Chat, session: Session, target: str, journal: Journal, entry: Entry, text: str, joined: Joined) -> None:
    """Check, and do it: the events are of one transaction. Of several edits only the last one leaves a trace."""
    message, user = entry.event, session.me
    if not isinstance(message, MessageSent):
        raise UnknownMessage(target, message=msgid(entry.id))
    if message.party != user.party:
        raise NotYourMessage(target, message=msgid(entry.id))
    check_speak(chat.world.lockdown, user, target)
    if isinstance(journal, Room):
        check_send(journal, user)
        if "\x01" in text:
            check_ctcp(journal, text)
        if journal.slow_mode:
            check_pace(chat.world.local, journal, user)
    chat.check_space()
    seems = not privacy.arrives_in(chat, user, journal) or seeming.is_seeming(entry)
    done = MessageEdited(
        id=chat.ids(),
        at=seeming.stamp(chat, user, journal) if seems else chat.stamp(journal),
        log=entry.log,
        target=name_of_place(journal, user),
        source=user.source,
        message=entry.id,
        text=text,
        notice=message.notice,
        party=user.party,
        files=files.linked(chat, user, text),
        joined=joined,
    )
    if seems:
        seeming.happen(chat, session, done)
        if seeming.is_seeming(entry):
            seeming.remember(chat, _edited(message, done, 0))
        return
    chat.emit(done, session)
    chat.emit(EntryEdited(seq=entry.seq, message=_edited(message, done, journal.last_seq)))
    if message.edited is not None:
        chat.emit(EntryErased(log=entry.log, seq=message.edited.seq, id=message.edited.id))


def _edited(message: MessageSent, done: MessageEdited, seq: int) -> MessageSent:
    """The message as it is now; the edit is the `seq`-th entry."""
    edited = Edit(done.at, done.id, seq)
    return msgspec.structs.replace(message, text=done.text, joined=done.joined, edited=edited, files=done.files)
