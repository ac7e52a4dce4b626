"""Replies: to whom and to what, in words for those who cannot read tags."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import MessageSent
from hubbub.chat.ids import read_msgid
from hubbub.chat.people import User, name_of
from hubbub.chat.rights import may_quote
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.turn import Turn
from hubbub.typed import wording

TAGS = ("+draft/reply", "+reply")


class Words(msgspec.Struct, frozen=True, gc=False):
    """As it is kept, without anything that somebody else said (it may be redacted later); as it is shown now."""

    kept: str = ""
    now: str = ""


NONE = Words()


def reference(tags: dict[str, str]) -> int | None:
    """The id of the message that these tags refer to."""
    return read_msgid(next((tags[tag] for tag in TAGS if tag in tags), ""))


def words(turn: Turn, user: User, journal: Room | Conversation, tags: dict[str, str] | None, text: str) -> Words:
    """What to say of somebody's message with these tags and text; nothing when it is no reply, or its text says it."""
    if not tags or not turn.policy.tell_in_words:
        return NONE
    id = reference(tags)
    if id is None:
        return NONE
    first = quotable(user, journal, id)
    if first is None:
        return Words(wording.EARLIER, wording.EARLIER)
    name = name_of(first.source)
    if wording.names_already(text, name):
        return NONE
    return Words(name, wording.answering(name, one_line(first.text)))


def quotable(user: User, journal: Room | Conversation, id: int) -> MessageSent | None:
    """The message with that id, while it is among the recent ones, if all who hear this user now may read it."""
    for entry in reversed(journal.recent):
        if entry.id == id and isinstance(entry.event, MessageSent):
            shown = not isinstance(journal, Room) or may_quote(journal, user, entry.seq)
            return entry.event if shown else None
    return None


def one_line(text: str) -> str:
    """Without line ends, which tags may hold, nor anything else but printable text."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
