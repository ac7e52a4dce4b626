"""CHATHISTORY (IRCv3 draft/chathistory)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, Event, MessageEdited
from hubbub.chat.ids import read_msgid
from hubbub.chat.ports import Counts
from hubbub.chat.refusals import HistoryAway, HistoryDamaged, NoHistory, UnknownPoint
from hubbub.chat.world.session import Session
from hubbub.commands.history import pages
from hubbub.commands.history.pages import First, Point
from hubbub.commands.messages import reactions
from hubbub.dialects.irc.batches import in_batch, lazily_in_batch
from hubbub.dialects.irc.lines import SLICE, server_name, shortened, standard_reply, tagged
from hubbub.dialects.irc.rendering.caps import EDIT
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import OwnRefusal, sentence
from hubbub.irc.caps import Cap
from hubbub.irc.times import format_time, parse_time
from hubbub.wire.message import Message
from hubbub.wire.numbers import whole

REACTIONS = Cap.REACTIONS.value
EVENT_PLAYBACK = Cap.EVENT_PLAYBACK.value


NOT_READ = HistoryDamaged.code  # "If no message history can be returned due to an error"


class BadParameters(OwnRefusal):
    code = "INVALID_PARAMS"


class NoPoint(BadParameters):
    sentence = "{about} does not say where to read: give msgid=... or timestamp=..."


class NoPointNorLatest(BadParameters):
    sentence = "{about} does not say where to read: give msgid=..., timestamp=... or *."


class NoTime(BadParameters):
    sentence = "{about} is no time: CHATHISTORY TARGETS takes timestamp=2026-11-21T09:30:00.000Z and the like."


class UnknownReference(OwnRefusal):
    """Of a type that ISUPPORT MSGREFTYPES does not name."""

    code = "INVALID_MSGREFTYPE"
    sentence = "{about} is of no known type: give msgid=... or timestamp=..."


def chathistory(chat: Chat, session: Session, message: Message) -> Awaitable[None]:
    return _chathistory(chat, session, message.params)


async def _chathistory(chat: Chat, session: Session, params: list[str]) -> None:
    """Read, or say what is wrong in the form of the specification: the subcommand, then what it is about."""
    name = params[0].upper()
    try:
        if name not in SUBCOMMANDS:
            raise BadParameters(sentence="There is no such subcommand of CHATHISTORY.")
        read, needed = SUBCOMMANDS[name]
        if len(params) != needed + 1:
            raise BadParameters(sentence=f"CHATHISTORY {name} takes {needed} parameters.")
        await read(chat, session, params[1:])
    except NoHistory as refusal:
        _show_nothing(chat, session, name, refusal)
    except (HistoryAway, HistoryDamaged, UnknownReference) as refusal:
        about = [shortened(param, 64) for param in params[1:2]]
        standard_reply(session, "FAIL", "CHATHISTORY", refusal.code, name, *about, text=sentence(refusal))
    except UnknownPoint as refusal:
        about = [shortened(params[1], 64), shortened(refusal.about, 64)]
        standard_reply(session, "FAIL", "CHATHISTORY", NOT_READ, name, *about, text=sentence(refusal))
    except BadParameters as refusal:
        about = [shortened(refusal.about, 64)] if refusal.about else []
        text = sentence(refusal)
        standard_reply(session, "FAIL", "CHATHISTORY", refusal.code, shortened(name), *about, text=text)


def _show_nothing(chat: Chat, session: Session, name: str, refusal: NoHistory) -> None:
    """ "If there are no messages ... an empty batch": also of somebody to whom nothing was ever said."""
    other = chat.world.user(refusal.about)
    if other is not None:
        in_batch(session, "chathistory", [other.name], [])
        return
    about, text = shortened(refusal.about, 64), sentence(refusal)
    standard_reply(session, "FAIL", "CHATHISTORY", refusal.code, shortened(name), about, text=text)


async def _before(chat: Chat, session: Session, params: list[str]) -> None:
    target, point, limit = params
    await _show_page(
        chat,
        session,
        target,
        await pages.before(chat, session, target, _point(point), _limit(limit), events=_events(session)),
    )


async def _after(chat: Chat, session: Session, params: list[str]) -> None:
    target, point, limit = params
    await _show_page(
        chat,
        session,
        target,
        await pages.after(chat, session, target, _point(point), _limit(limit), events=_events(session)),
    )


async def _latest(chat: Chat, session: Session, params: list[str]) -> None:
    target, point, limit = params
    since = None if point == "*" else _point(point, NoPointNorLatest)
    await _show_page(
        chat,
        session,
        target,
        await pages.latest(chat, session, target, since, _limit(limit), events=_events(session)),
    )


async def _around(chat: Chat, session: Session, params: list[str]) -> None:
    target, point, limit = params
    await _show_page(
        chat,
        session,
        target,
        await pages.around(chat, session, target, _point(point), _limit(limit), events=_events(session)),
    )


async def _between(chat: Chat, session: Session, params: list[str]) -> None:
    target, start, end, limit = params
    found = await pages.between(
        chat, session, target, _point(start), _point(end), _limit(limit), events=_events(session)
    )
    await _show_page(chat, session, target, found)


async def _targets(chat: Chat, session: Session, params: list[str]) -> None:
    start, end = _point(params[0], NoTime), _point(params[1], NoTime)
    for point, text in ((start, params[0]), (end, params[1])):
        if point.id:
            raise NoTime(shortened(text))
    found = await pages.targets(chat, session, start.at, end.at, _limit(params[2]))
    server = server_name(session)
    lines = [f":{server} CHATHISTORY TARGETS {name} {format_time(at)}".encode() for name, at in found]
    in_batch(session, "draft/chathistory-targets", [], lines)


async def _show_page(chat: Chat, session: Session, target: str, entries: list[Entry]) -> None:
    tag = "hubbub.chat/beginning" if isinstance(entries, First) else ""  # docs/ext/beginning.md
    await show(session, "chathistory", lambda: [pages.canonical(chat, session, target)], entries, tag)


async def show(
    session: Session, kind: str, about: Callable[[], list[str]], entries: list[Entry], tag: str = ""
) -> None:
    """A page of messages as a batch, with what it is about as its parameters, asked for when all is there."""
    counts: dict[int, Counts] = {}
    own: dict[int, list[str]] = {}
    if state_of(session).caps & REACTIONS:
        own = await reactions.own(session.chat, session, entries)
        entries, counts = await reactions.counted(session.chat, session, entries)
    parameters, slices = about(), _slices(session, entries, counts, own)
    if len(entries) <= SLICE:
        in_batch(session, kind, parameters, [line for lines in slices for line in lines], tag)
    else:
        lazily_in_batch(session, kind, parameters, slices, tag)


def _slices(
    session: Session, entries: list[Entry], counts: dict[int, Counts], own: dict[int, list[str]]
) -> Iterator[list[bytes]]:
    """The lines of these, some at a time, and each as it is when it is shown: it may be taken back meanwhile."""
    for start in range(0, len(entries), SLICE):
        lines: list[bytes] = []
        for entry in map(session.chat.world.recent.as_now, entries[start : start + SLICE]):
            if entry.event is not None and _is_shown(session, entry.event):
                rendered = session.profile.lines((entry.event,))
                if rendered and entry.id in counts:
                    rendered[0] = with_reactions(rendered[0], dict(counts[entry.id]), own.get(entry.id, []))
                lines += rendered
        yield lines


def with_reactions(line: bytes, counts: dict[str, int], own: list[str]) -> bytes:
    """The message with how often it was reacted to, and which of that is the asker's own (docs/ext/reactions.md)."""
    line = tagged(line, "hubbub.chat/reactions", msgspec.json.encode(counts).decode())
    theirs = [text for text in own if text in counts]
    return tagged(line, "hubbub.chat/own-reactions", msgspec.json.encode(theirs).decode()) if theirs else line


def _is_shown(session: Session, event: Event) -> bool:
    """An edit need not be told to those who cannot read it: the message has the new text already."""
    return not isinstance(event, MessageEdited) or bool(session.profile.caps & EDIT)


def _events(session: Session) -> bool:
    """Whether joins, topics and the like are wanted too (draft/event-playback)."""
    return bool(state_of(session).caps & EVENT_PLAYBACK)


def _point(text: str, wrong: type[BadParameters] = NoPoint) -> Point:
    """Raises `wrong`, which says what may stand there, or UnknownPoint."""
    kind, _, value = text.partition("=")
    if kind == "msgid":
        id = read_msgid(value)
        if id is not None:
            return Point(id=id)
        if value:  # of another server, say
            raise UnknownPoint(text)
    elif kind == "timestamp":
        try:
            return Point(at=parse_time(value))
        except ValueError:
            pass
    elif kind != text:
        raise UnknownReference(shortened(text, 64))
    raise wrong(shortened(text))


def _limit(text: str) -> int:
    if not (limit := whole(text)):
        raise BadParameters(shortened(text), "{about} is no number of messages: give 1 or more.")
    return limit


Read = Callable[[Chat, Session, list[str]], Awaitable[None]]

SUBCOMMANDS: dict[str, tuple[Read, int]] = {
    "BEFORE": (_before, 3),
    "AFTER": (_after, 3),
    "LATEST": (_latest, 3),
    "AROUND": (_around, 3),
    "BETWEEN": (_between, 4),
    "TARGETS": (_targets, 3),
}

VERBS: dict[str, Verb] = {
    "CHATHISTORY": Verb(
        chathistory,
        "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <msgid=...|timestamp=...> <limit>",
        "See earlier messages.",
        params=1,
        cost=2,
    ),
}
