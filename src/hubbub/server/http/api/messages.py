"""What is said in rooms and in private: pages of it, saying, editing, reacting, taking back; and search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from hubbub.chat.events import Entry
from hubbub.chat.ids import msgid
from hubbub.chat.names import fold
from hubbub.chat.ports import LAST, SearchFilter
from hubbub.chat.refusals import NoText, TextTooLong
from hubbub.commands.history import pages
from hubbub.commands.history.search import find_messages
from hubbub.commands.messages import editing, pinning, reactions, redaction, sending, tagging
from hubbub.dialects.api import shape_of, shapes
from hubbub.dialects.irc.messages.sending import is_denied
from hubbub.irc.caps import MULTILINE_BYTES, MULTILINE_LINES
from hubbub.irc.tags import REACT_TAG, REPLY_TAGS, UNREACT_TAG
from hubbub.server.http.problems import Wrong
from hubbub.server.http.response import Response

from .calls import HEADERS, Asked, Call
from .fields import Because, Form, Id, Limit, Text, id_of, person_named

LONG = 350  # bytes of a text that may not fit one line of IRC, beside the longest names


class PageQuery(Form, frozen=True, kw_only=True):
    """Which messages: the newest, or those before, after or around one."""

    before: Id | None = None
    after: Id | None = None
    around: Id | None = None
    limit: Limit = 50


class Page(shapes.Shape, frozen=True, kw_only=True):
    """Messages, the oldest first. `more`: there may be others beyond them, in the direction that was asked for."""

    messages: list[shapes.Message]
    more: bool


class NewMessage(Form, frozen=True, kw_only=True):
    """What to say. `notice`: as a program, to which programs do not answer. `reply_to`: the message it answers."""

    with_lines = frozenset({"text"})

    text: Text
    notice: bool = False
    reply_to: Id | None = None


class NewText(Form, frozen=True, kw_only=True):
    """What the message says from now on."""

    with_lines = frozenset({"text"})

    text: Text


class NewReaction(Form, frozen=True, kw_only=True):
    """How to react, mostly with an emoji."""

    reaction: Annotated[str, Meta(min_length=1, max_length=reactions.LONGEST)]


class Pinned(Form, frozen=True, kw_only=True):
    """Which message."""

    message: Id


class SearchQuery(Form, frozen=True, kw_only=True):
    """Words, all of which a message has to have. In one `room` or with one person (`with_name`) alone, by `sender`
    alone, or in a time (milliseconds since 1970)."""

    words: Annotated[str, Meta(min_length=1, max_length=300)]
    room: Annotated[str, Meta(max_length=128)] = ""
    with_name: Annotated[str, Meta(max_length=128)] = ""
    sender: Annotated[str, Meta(max_length=128)] = ""
    since: Annotated[int, Meta(ge=0)] = 0
    until: Annotated[int, Meta(ge=0)] = 0
    limit: Limit = 50


async def messages(asked: Asked) -> Page:
    return await _page(asked, asked.room)


async def private_messages(asked: Asked) -> Page:
    return await _page(asked, asked.person)


async def _page(asked: Asked, place: str) -> Page:
    query, chat, session = asked.query, asked.chat, asked.session
    given = [name for name in ("before", "after", "around") if getattr(query, name)]
    if len(given) > 1:
        raise Wrong(422, "BAD_QUERY", "Only one of before, after and around can be asked for.")
    if not given:
        found = await pages.latest(chat, session, place, None, query.limit)
    else:
        point = pages.Point(id=id_of(getattr(query, given[0]), place))
        found = await getattr(pages, given[0])(chat, session, place, point, query.limit)
    return Page(messages=await _with_reactions(asked, found), more=len(found) >= query.limit)


async def _with_reactions(asked: Asked, found: Sequence[Entry]) -> list[shapes.Message]:
    entries, counts = await reactions.counted(asked.chat, asked.session, found)
    shown = []
    for entry in entries:
        shape = shape_of(entry.event)
        if isinstance(shape, shapes.Message):
            told = [shapes.ReactionCount(reaction=text, count=count) for text, count in counts.get(entry.id, ())]
            shown.append(msgspec.structs.replace(shape, reactions=told) if told else shape)
    return shown


def say(asked: Asked) -> Response:
    return _say(asked, asked.room)


def say_privately(asked: Asked) -> Response:
    return _say(asked, asked.person)


def _say(asked: Asked, target: str) -> Response:
    body, chat = asked.body, asked.chat
    text, joined = _text(body.text)
    tags = None
    if body.reply_to and not is_denied(REPLY_TAGS[0][1:], chat.policy.denied_tags):
        tags = {REPLY_TAGS[0]: msgid(id_of(body.reply_to, target))}
    sending.send(chat, asked.session, target, text, notice=body.notice, tags=tags, joined=joined)
    return _own(asked)


async def edit(asked: Asked) -> Response:
    return await _edit(asked, asked.room)


async def edit_private(asked: Asked) -> Response:
    return await _edit(asked, asked.person)


async def _edit(asked: Asked, target: str) -> Response:
    text, joined = _text(asked.body.text)
    id = id_of(asked.given["id"], target)
    waiting = editing.edit(asked.chat, asked.session, target, id, text, joined)
    if waiting is not None:
        await waiting
    return _own(asked)


async def erase(asked: Asked) -> None:
    await _erase(asked, asked.room)


async def erase_private(asked: Asked) -> None:
    await _erase(asked, asked.person)


async def _erase(asked: Asked, target: str) -> None:
    chat, id = asked.chat, id_of(asked.given["id"], target)
    if target.startswith("#") and not asked.may("moderate", target):
        await _check_own(asked, id)
    waiting = redaction.redact(chat, asked.session, target, id, asked.query.reason)
    if waiting is not None:
        await waiting


async def _check_own(asked: Asked, id: int) -> None:
    """That the message is one's own: to remove others' is the use of a role, which the token is not for."""
    chat, session = asked.chat, asked.session
    found = await chat.after(session, chat.log.entries([id]))
    if any(getattr(entry.event, "party", session.me.party) != session.me.party for entry in found):
        raise Wrong(403, "NOT_IN_SCOPE", "This token is not for others' messages: it would need the scope moderate.",
                    "moderate")  # fmt: skip


async def react(asked: Asked) -> None:
    await _react(asked, REACT_TAG, asked.body.reaction)


async def unreact(asked: Asked) -> None:
    await _react(asked, UNREACT_TAG, asked.given["reaction"])


async def _react(asked: Asked, tag: str, reaction: str) -> None:
    denied = asked.chat.policy.denied_tags
    if len(reaction) > reactions.LONGEST or is_denied(tag[1:], denied) or is_denied(REPLY_TAGS[0][1:], denied):
        raise Wrong(422, "NO_REACTION", "That is no reaction that this server takes.")
    id = msgid(id_of(asked.given["id"], asked.room))
    pages.readable(asked.chat, asked.session, asked.room)
    waiting = tagging.tag(asked.chat, asked.session, asked.room, {tag: reaction, REPLY_TAGS[0]: id})
    if waiting is not None:
        await waiting


async def pins(asked: Asked) -> Page:
    found = [entry for _, entry in await pinning.pinned(asked.chat, asked.session, asked.room)]
    return Page(messages=await _with_reactions(asked, found), more=False)


async def pin(asked: Asked) -> None:
    waiting = pinning.pin(asked.chat, asked.session, asked.room, id_of(asked.body.message, asked.room))
    if waiting is not None:
        await waiting


def unpin(asked: Asked) -> None:
    pinning.unpin(asked.chat, asked.session, asked.room, id_of(asked.given["id"], asked.room))


async def search(asked: Asked) -> Page:
    """Of a token for some rooms alone, one of them has to be asked for."""
    query = asked.query
    place = query.room and (query.room if query.room.startswith("#") else f"#{query.room}")
    if query.with_name and place:
        raise Wrong(422, "BAD_QUERY", "Only one of room and with_name can be asked for.")
    scope = "dm" if query.with_name else "read"
    if not asked.may(scope, place):
        raise Wrong(403, "NOT_IN_SCOPE", f"This token is not for that: it would need the scope {scope}.", scope)
    if query.with_name:
        place = person_named(query.with_name)
    only = SearchFilter(sender=fold(query.sender), after=query.since, before=query.until or LAST)
    found = await find_messages(asked.chat, asked.session, query.words, query.limit, only, place)
    shown = await _with_reactions(asked, found)
    return Page(messages=[one for one in shown if one.room or asked.may("dm")], more=len(found) >= query.limit)


def _text(given: str) -> tuple[str, tuple[int, ...] | None]:
    """The text as it is kept, and where lines were joined: None for a single line. Raises NoText, TextTooLong."""
    text = given.replace("\r\n", "\n")
    if "\0" in text or "\r" in text:
        raise Wrong(422, "BAD_TEXT", "A text has no NUL and no carriage return in it.")
    if not text.strip("\n"):
        raise NoText
    if len(text.encode()) > MULTILINE_BYTES:
        raise TextTooLong(length=str(len(text.encode())), limit=str(MULTILINE_BYTES))
    if text.count("\n") >= MULTILINE_LINES:
        raise Wrong(422, "TOO_MANY_LINES", f"A message has at most {MULTILINE_LINES} lines.")
    return text, () if "\n" in text or len(text.encode()) > LONG else None


def _own(asked: Asked) -> Response:
    """What was said, as who said it is shown it: also to who is blocked, and is not to know."""
    told = [line for line in asked.session.captured or () if isinstance(line, bytes)]
    return Response(201 if "id" not in asked.given else 200, HEADERS, told[-1].split(b" ", 2)[2])


CALLS = (
    Call(method="GET", path="/rooms/{room}/messages", does="See what was said in a room.", run=messages, scope="read",
         query=PageQuery, answer=Page),
    Call(method="POST", path="/rooms/{room}/messages", does="Say something in a room.", run=say, scope="say",
         body=NewMessage, answer=shapes.Message, says=True),
    Call(method="PATCH", path="/rooms/{room}/messages/{id}", does="Give a message of your own another text.", run=edit,
         scope="say", body=NewText, answer=shapes.MessageEdit, says=True),
    Call(method="DELETE", path="/rooms/{room}/messages/{id}", does="Take a message back, or remove that of another.",
         run=erase, scope="say", query=Because),
    Call(method="POST", path="/rooms/{room}/messages/{id}/reactions", does="React to a message.", run=react,
         scope="say", body=NewReaction, says=True),
    Call(method="DELETE", path="/rooms/{room}/messages/{id}/reactions/{reaction}", does="Take a reaction back.",
         run=unreact, scope="say"),
    Call(method="GET", path="/rooms/{room}/pins", does="See what is pinned in a room.", run=pins, scope="read",
         answer=Page),
    Call(method="POST", path="/rooms/{room}/pins", does="Pin a message.", run=pin, scope="moderate", body=Pinned),
    Call(method="DELETE", path="/rooms/{room}/pins/{id}", does="Take a message off the pinned ones.", run=unpin,
         scope="moderate"),
    Call(method="GET", path="/people/{name}/messages", does="See what was said with somebody in private.",
         run=private_messages, scope="dm", query=PageQuery, answer=Page),
    Call(method="POST", path="/people/{name}/messages", does="Say something to somebody in private.",
         run=say_privately, scope="dm", body=NewMessage, answer=shapes.Message, says=True),
    Call(method="PATCH", path="/people/{name}/messages/{id}", does="Give a private message of yours another text.",
         run=edit_private, scope="dm", body=NewText, answer=shapes.MessageEdit, says=True),
    Call(method="DELETE", path="/people/{name}/messages/{id}", does="Take a private message back.", run=erase_private,
         scope="dm", query=Because),
    Call(method="GET", path="/search", does="Find messages by their words.", run=search, query=SearchQuery,
         answer=Page),
)  # fmt: skip
