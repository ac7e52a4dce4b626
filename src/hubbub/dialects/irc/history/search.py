"""SEARCH: by attributes for who asked for draft/search or soju.im/search, else by words (docs/ext/search.md)."""

from __future__ import annotations

from collections.abc import Awaitable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.names import fold
from hubbub.chat.ports import LAST, SearchFilter
from hubbub.chat.refusals import BadSearch, NoHistory, NoWords
from hubbub.chat.world.session import Session
from hubbub.commands.history.search import find_messages
from hubbub.dialects.irc.lines import shortened, standard_reply
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.dialects.refusals import sentence
from hubbub.irc.caps import Cap
from hubbub.irc.times import parse_time
from hubbub.wire.message import Message
from hubbub.wire.numbers import whole
from hubbub.wire.tags import unescape

from .chathistory import show

RESULTS = 50
SEARCH = Cap.SEARCH.value
BY_ATTRIBUTES = SEARCH | Cap.SOJU_SEARCH.value


class Attributes(msgspec.Struct):
    """What was asked for. `place`: the room or person of `in`."""

    words: str = ""
    place: str = ""
    sender: str = ""
    after: int = 0
    before: int = LAST
    limit: int = RESULTS


def search(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    asked = " ".join(message.params).strip()
    if not asked:
        standard_reply(session, "FAIL", "SEARCH", "NEED_MORE_PARAMS", text="Give the words to search for.")
        return None
    if state_of(session).caps & BY_ATTRIBUTES:
        return _by_attributes(chat, session, asked)
    return _by_words(chat, session, asked)


async def _by_words(chat: Chat, session: Session, words: str) -> None:
    found = await find_messages(chat, session, words, RESULTS)
    await show(session, "search", lambda: [f":{words}"], found)


async def _by_attributes(chat: Chat, session: Session, asked: str) -> None:
    """ "The attributes parameter is a dictionary of attributes keys and values" (draft/search)."""
    try:
        wanted = read(asked)
        only = SearchFilter(fold(wanted.sender), wanted.after, wanted.before, oldest=bool(wanted.after))
        found = await find_messages(chat, session, wanted.words, wanted.limit, only, wanted.place)
    except NoWords as refusal:
        standard_reply(session, "FAIL", "SEARCH", "INVALID_PARAMS", "text", text=sentence(refusal))
        return
    except NoHistory as refusal:
        standard_reply(session, "FAIL", "SEARCH", "INVALID_PARAMS", "in", text=sentence(refusal))
        return
    kind = "search" if state_of(session).caps & SEARCH else "soju.im/search"
    await show(session, kind, list, found)


def read(asked: str) -> Attributes:
    """Attributes as message tags are written: `from=bob;in=#tea;text=green\\stea`. Raises BadSearch."""
    wanted = Attributes()
    for attribute in asked.split(";"):
        key, _, written = attribute.partition("=")
        value = unescape(written)
        if key == "text":
            wanted.words = value
        elif key == "in":
            wanted.place = value
        elif key == "from":
            wanted.sender = value
        elif key == "after":
            wanted.after = _time(key, value)
        elif key == "before":
            wanted.before = _time(key, value)
        elif key == "limit":
            wanted.limit = _limit(value)
        elif key:
            raise BadSearch(shortened(key), reason="it is none of text, in, from, after, before and limit")
    return wanted


def _time(key: str, value: str) -> int:
    try:
        return parse_time(value)
    except ValueError:
        raise BadSearch(key, reason="give a time like 2026-11-21T09:30:00.000Z") from None


def _limit(value: str) -> int:
    if not (limit := whole(value)):
        raise BadSearch("limit", reason="give a number of messages, 1 or more")
    return limit


VERBS: dict[str, Verb] = {
    "SEARCH": verb(search, "search", cost=2),
}
