"""Searching in what was said before, by words, sender, time and place: as far as one may read it."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry
from hubbub.chat.history.pages import is_message
from hubbub.chat.history.present_names import under_present_names
from hubbub.chat.ports import SearchFilter
from hubbub.chat.refusals import NoWords
from hubbub.chat.world.session import Session
from hubbub.wire.words import has_words

from .pages import in_parts, page_size, readable, still_readable


async def find_messages(
    chat: Chat, session: Session, words: str, limit: int, only: SearchFilter | None = None, place: str = ""
) -> list[Entry]:
    """The newest messages that hold all these words, among all that one may read; ascending.

    `only`: of a sender, of some time, or the oldest ones; `place`: of one room or conversation (raises NoHistory).
    Raises NoWords for what holds signs alone.
    """
    if words.strip() and not has_words(words):
        raise NoWords(words)
    if place:
        journal, first = readable(chat, session, place)
        logs = [(journal.log, first)]
    else:
        logs = [(journal.log, first) async for part in in_parts(chat, session) for journal, first in part]
    found = await chat.after(session, chat.log.search(words, logs, page_size(chat, limit), only))
    if place:
        readable(chat, session, place)
    now = still_readable(chat, session, found)
    return under_present_names(chat.world, sorted(filter(is_message, now), key=lambda entry: entry.id))
