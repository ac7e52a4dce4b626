"""Replies: to whom and to what, in words for those who cannot read tags."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent
from hubbub.chat.ids import read_msgid
from hubbub.chat.rights import may_quote
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.irc.ctcp import in_words
from hubbub.irc.tags import REPLY_TAGS
from hubbub.typed import sentences

ABOUT = 40  # characters of a message that are told


class Rendition(msgspec.Struct, frozen=True, gc=False):
    """As it is kept, without anything that somebody else said (it may be redacted later); as it is shown now."""

    kept: str = ""
    now: str = ""


NONE = Rendition()


def reference(tags: dict[str, str]) -> int | None:
    """The id of the message that these tags refer to."""
    return read_msgid(next((tags[tag] for tag in REPLY_TAGS if tag in tags), ""))


def words(chat: Chat, user: User, journal: Room | Conversation, tags: dict[str, str] | None, text: str) -> Rendition:
    """What to say of somebody's message with these tags and text; nothing when it is no reply, or its text says it."""
    if not tags or not chat.policy.tell_in_words:
        return NONE
    id = reference(tags)
    if id is None:
        return NONE
    first = quotable(chat, user, journal, id)
    if first is None:
        return Rendition(sentences.EARLIER, sentences.EARLIER)
    name = name_of(first.source)
    if sentences.names_already(text, name):
        return NONE
    return Rendition(name, sentences.answering(name, one_line(first.text)))


def quotable(chat: Chat, user: User, journal: Room | Conversation, id: int) -> MessageSent | None:
    """The message with that id, while it is among the recent ones, if all who hear this user now may read it; of what
    only seems to be there that is they alone."""
    for entry in reversed(journal.recent):
        if entry.id == id and isinstance(entry.event, MessageSent):
            shown = not isinstance(journal, Room) or may_quote(journal, user, entry.seq)
            return entry.event if shown else None
    seemed = chat.world.local.seeming.entry(journal.log, user.party, id)
    return seemed.event if seemed is not None and isinstance(seemed.event, MessageSent) else None


def beginning(chat: Chat, user: User, journal: Room | Conversation, id: int) -> str:
    """How the message begins, where it may be quoted."""
    message = quotable(chat, user, journal, id)
    text = quoted(message) if message else ""
    return text if len(text) <= ABOUT else f"{text[:ABOUT].rstrip()}..."


def quoted(message: MessageSent) -> str:
    """The whole message, in one line."""
    return one_line(in_words(name_of(message.source), message.text))


def one_line(text: str) -> str:
    """Without line ends, which tags may hold, nor anything else but printable text."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
