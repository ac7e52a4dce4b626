"""Pinning: what those who keep order in a room hold up to everybody in it."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessagePinned, MessageSent, MessageUnpinned
from hubbub.chat.history.pages import is_message
from hubbub.chat.ids import msgid
from hubbub.chat.refusals import AlreadyPinned, MayNotPin, NotPinned, TooManyPins, UnknownMessage
from hubbub.chat.rights import Action, may
from hubbub.chat.world.history.journal import RECENT
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.rooms import Pin, Room
from hubbub.chat.world.session import Session
from hubbub.commands.history import pages
from hubbub.commands.history.search import find_messages
from hubbub.commands.messages.entries import with_entry
from hubbub.commands.messages.replying import beginning
from hubbub.commands.rooms.joining import member_of

MOST = 50  # messages of one room
LAST = "*"  # what is said of a message that has no id


def pin(chat: Chat, session: Session, name: str, id: int) -> Awaitable[None] | None:
    """Pin the message with that id. Waits only for one that is not among the recent ones.

    Raises NoSuchRoom, NotInRoom, MayNotPin, NoHistory, UnknownMessage, AlreadyPinned, TooManyPins or DiskFull.
    """
    _pinner(chat, session, name, msgid(id))
    return with_entry(chat, session, name, id, lambda _, entry: _pin(chat, session, name, entry))


async def pin_latest(chat: Chat, session: Session, name: str, words: str = "") -> None:
    """Pin what was said last in the room, or last with these words. Raises as `pin` does."""
    _pinner(chat, session, name, LAST)
    found = _holding(await pages.latest(chat, session, name, None, RECENT), words)
    if not found and words:
        found = await find_messages(chat, session, words, 1, place=name)
    if not found:
        raise UnknownMessage(name, message=LAST)
    _pin(chat, session, name, found[-1])


def unpin(chat: Chat, session: Session, name: str, id: int) -> None:
    """Take a message off. Raises NoSuchRoom, NotInRoom, MayNotPin, NotPinned or DiskFull."""
    user, room = _pinner(chat, session, name, msgid(id))
    pin = room.pins.get(id)
    if pin is None:
        raise NotPinned(room.name, message=msgid(id))
    chat.check_space()
    about = beginning(chat, user, room, id)
    event = MessageUnpinned(
        at=chat.now, log=room.log, room=room.name, source=user.source, message=id, author=pin.author, about=about
    )
    chat.emit(event, session)


async def unpin_latest(chat: Chat, session: Session, name: str, words: str = "") -> None:
    """Take off what was pinned last, or last of those with these words. Raises as `unpin` does."""
    _, room = _pinner(chat, session, name, LAST)
    ids = list(room.pins)
    if words:
        ids = [entry.id for entry in _holding([entry for _, entry in await pinned(chat, session, name)], words)]
    if not ids:
        raise NotPinned(room.name, message=LAST)
    unpin(chat, session, name, ids[-1])


async def pinned(chat: Chat, session: Session, name: str) -> list[tuple[Pin, Entry]]:
    """The pinned messages of a room that one may read, in the order they were pinned. Raises NoSuchRoom, NotInRoom."""
    _, room = member_of(chat, session, name)
    read = await chat.after(session, chat.log.entries(tuple(room.pins)))
    _, room = member_of(chat, session, name)
    _, first = pages.readable(chat, session, name)
    now = [chat.world.recent.as_now(entry) for entry in read if entry.log == room.log and entry.seq >= first]
    found = {entry.id: entry for entry in now if is_message(entry)}
    return [(pin, found[id]) for id, pin in room.pins.items() if id in found]


def _pin(chat: Chat, session: Session, name: str, entry: Entry) -> None:
    user, room = _pinner(chat, session, name, msgid(entry.id))
    message = entry.event
    if not isinstance(message, MessageSent):
        raise UnknownMessage(room.name, message=msgid(entry.id))
    if entry.id in room.pins:
        raise AlreadyPinned(room.name, message=msgid(entry.id))
    if len(room.pins) >= MOST:
        raise TooManyPins(room.name, limit=str(MOST))
    chat.check_space()
    event = MessagePinned(
        at=chat.now,
        log=room.log,
        room=room.name,
        source=user.source,
        message=entry.id,
        author=name_of(message.source),
        about=beginning(chat, user, room, entry.id),
    )
    chat.emit(event, session)


def _pinner(chat: Chat, session: Session, name: str, message: str) -> tuple[User, Room]:
    """Who asks, and the room, in which they may pin."""
    user, room = member_of(chat, session, name)
    if not may(Action.PIN, user, room):
        raise MayNotPin(room.name, message=message)
    return user, room


def _holding(entries: list[Entry], words: str) -> list[Entry]:
    """Those messages that have the words in them, in capitals or not."""
    wanted = words.casefold()
    return [one for one in entries if isinstance(one.event, MessageSent) and wanted in one.event.text.casefold()]
