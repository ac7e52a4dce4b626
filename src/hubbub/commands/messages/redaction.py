"""Taking messages back: by their author, or by those who keep order in the room."""

from __future__ import annotations

from collections.abc import Awaitable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, EntryErased, MessageRedacted, MessageSent, PinErased, ReactionSent, TagsKept
from hubbub.chat.ids import msgid
from hubbub.chat.party import NO_PARTY
from hubbub.chat.refusals import NotYours, UnknownMessage
from hubbub.chat.rights import Action, heard, may
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import seeming
from hubbub.commands.messages.entries import name_of_place, with_entry
from hubbub.commands.people import privacy


def redact(chat: Chat, session: Session, target: str, id: int, text: str = "") -> Awaitable[None] | None:
    """Remove the message with that id from the room or the conversation with `target`; `text` says why.

    Raises NoHistory, UnknownMessage or NotYours.
    """
    return with_entry(
        chat,
        session,
        target,
        id,
        lambda journal, entry: _redact(chat, session, target, journal, entry, text),
        rewrites=True,
    )


def _redact(chat: Chat, session: Session, target: str, journal: Journal, entry: Entry, text: str) -> None:
    """Check, and do it: the events are of one transaction."""
    message, user = entry.event, session.me
    if not isinstance(message, MessageSent | ReactionSent | TagsKept):
        raise UnknownMessage(target, message=msgid(entry.id))
    if not _may_remove(journal, user, message.party):
        raise NotYours(target, message=msgid(entry.id))
    chat.check_space()
    name, author = name_of_place(journal, user), name_of(message.source)
    apart = isinstance(journal, Conversation) and not privacy.reaches(chat, user, journal)
    if isinstance(journal, Room):
        text = heard(chat.world, user, [journal], text)
    at = seeming.stamp(chat, user, journal) if seeming.is_seeming(entry) else chat.stamp(journal)
    own = message.party == user.party
    done = MessageRedacted(
        id=chat.ids(),
        at=at,
        log=entry.log,
        target=name,
        source=user.source,
        message=entry.id,
        author=author,
        text=text,
        own=own,
    )
    if seeming.is_seeming(entry):
        seeming.happen(chat, session, done)
        seeming.take_back(chat, entry)
        return
    if apart:  # what was said may go; why would be said to who does not want to hear it
        chat.emit(msgspec.structs.replace(done, text="", apart=True))
        chat.seem(done, session)
    else:
        chat.emit(done, session)
    for gone in erasures(chat, entry):
        chat.emit(gone)


def erasures(chat: Chat, entry: Entry) -> list[EntryErased | PinErased]:
    """What leaves nothing of an entry: it is pinned no more, it is erased, and so is the last edit of the message."""
    return [*_pins(chat, entry), *_erased(entry)]


def _pins(chat: Chat, entry: Entry) -> list[PinErased]:
    room = chat.world.journal(entry.log)
    if not isinstance(room, Room) or entry.id not in room.pins:
        return []
    return [PinErased(at=chat.now, log=room.log, room=room.name, server=chat.policy.server, message=entry.id)]


def _erased(entry: Entry) -> list[EntryErased]:
    message = entry.event
    gone = EntryErased(log=entry.log, seq=entry.seq, id=entry.id, party=getattr(message, "party", NO_PARTY))
    if not isinstance(message, MessageSent):
        return [gone]
    gone = msgspec.structs.replace(gone, client_id=message.client_id, held_for=message.held_for)
    edit = message.edited
    return [gone] if edit is None else [gone, EntryErased(log=entry.log, seq=edit.seq, id=edit.id)]


def _may_remove(journal: Journal, user: User, author: str) -> bool:
    """In private each may remove their own; in rooms the table decides."""
    own = author == user.party
    if isinstance(journal, Room):
        return may(Action.REDACT_OWN if own else Action.REDACT_OTHERS, user, journal)
    return own
