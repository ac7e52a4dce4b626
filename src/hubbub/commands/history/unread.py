"""How much is unread where: counted from the read markers, at once for all that somebody may read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.history import pages as reading
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.irc.mentions import mentions

from . import pages

MOST = 100  # messages of one place that are looked at


class Unread(msgspec.Struct, frozen=True):
    """How many messages of others are unread in a room, or of a person, and how many of them mention the reader."""

    name: str
    messages: int
    mentions: int


async def counted(chat: Chat, session: Session) -> list[Unread]:
    """Where something is unread."""
    user = session.me
    found: list[tuple[Journal, Unread]] = []
    async for part in pages.in_parts(chat, session):
        for journal, first in part:
            since = _since(user, journal)
            if journal.last_at <= since:
                continue
            latest = await reading.messages_before(chat, session, journal, journal.last_seq + 1, MOST, first)
            name = pages.name_of(user, journal)
            one = _unread(user, name, journal, [chat.world.recent.as_now(entry) for entry in latest], since)
            if one.messages:
                found.append((journal, one))
    return [one for journal, one in found if session.user is user and pages.may_read(chat, user, journal)]


def _since(user: User, journal: Journal) -> int:
    """Until when one has read there."""
    marker = user.read_until.get(journal.log)
    if marker is not None or not isinstance(journal, Room):
        return marker or 0
    member = journal.members.get(user)
    return member.joined_at if member else 0


def _unread(user: User, name: str, journal: Journal, latest: Sequence[Entry], since: int) -> Unread:
    """Counted from the end to one's own last message, or to what was read."""
    words, private = (user.name, user.account), not isinstance(journal, Room)
    count = mentioned = 0
    for entry in reversed(latest):
        message = entry.event
        if entry.at <= since or (isinstance(message, MessageSent) and message.party == user.party):
            break
        if isinstance(message, MessageSent):
            count += 1
            mentioned += private or mentions(message.text, words)
    return Unread(name, count, mentioned)
