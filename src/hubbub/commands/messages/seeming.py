"""What who is blocked says: it seems to them to be said, and nobody else is shown it.

Nor can they tell by what they do with it next: it is remembered for a while (`Seeming`), and can be edited, reacted to
and taken back like what is in the log.
"""

from __future__ import annotations

from typing import TypeVar

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, KeptInOneLog, MessageSent, ReactionSent, TagsKept
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session

S = TypeVar("S", MessageSent, ReactionSent, TagsKept)
E = TypeVar("E", bound=KeptInOneLog)


def say(chat: Chat, session: Session, event: S) -> S:
    """Seem to say this. A message with a client id is recognised when it is sent again. Returns it as it is shown."""
    shown = happen(chat, session, event)
    remember(chat, shown)
    return shown


def happen(chat: Chat, session: Session, event: E) -> E:
    """The same of what is done to something there: nobody can do anything with it next."""
    chat.world.local.seeming.happen(event.log, session.me.party, event.at)
    return chat.seem(event, session)


def remember(chat: Chat, event: MessageSent | ReactionSent | TagsKept) -> None:
    """It seems to be there, as it is now."""
    chat.world.local.seeming.note(event)
    if isinstance(event, MessageSent) and event.client_id:
        sender = chat.world.sender(event.party)
        if sender is not None:
            sender.remember(event)


def take_back(chat: Chat, entry: Entry) -> None:
    """It seems to be there no more."""
    chat.world.local.seeming.forget(entry.id)
    message = entry.event
    if isinstance(message, MessageSent) and message.client_id:
        sender = chat.world.sender(message.party)
        if sender is not None:
            sender.forget(message.client_id)


def is_seeming(entry: Entry) -> bool:
    """Whether it is in no log."""
    return not entry.seq


def stamp(chat: Chat, user: User, journal: Journal) -> int:
    """As `Chat.stamp`: later than all that is there, or seems to be."""
    return max(chat.stamp(journal), last_at(chat, user, journal) + 1)


def last_at(chat: Chat, user: User, journal: Journal) -> int:
    """When the last of what seems to them to be there was made; 0: there is nothing."""
    return chat.world.local.seeming.last_at.get((journal.log, user.party), 0)


def expiry(chat: Chat, user: User, journal: Journal) -> int:
    """After which time, in milliseconds, what is said from now on seems to disappear; 0: it does not."""
    return chat.world.local.seeming.expiry.get((journal.log, user.party), journal.expiry)
