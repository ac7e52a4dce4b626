"""CHATHISTORY (IRCv3 draft/chathistory) and SEARCH (docs/ext/search.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hubbub.chat.events import Entry
from hubbub.chat.ids import read_msgid
from hubbub.chat.refusals import BadHistoryQuery
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import history
from hubbub.commands.history import Point
from hubbub.irc.times import format_time, parse_time
from hubbub.wire.message import Message

from .batches import in_batch
from .lines import server_name, shortened
from .verb import Verb

SEARCH_RESULTS = 50


def chathistory(turn: Turn, session: Session, message: Message) -> Awaitable[None]:
    subcommand, *params = message.params
    name = subcommand.upper()
    if name not in SUBCOMMANDS:
        raise BadHistoryQuery(shortened(subcommand), "There is no CHATHISTORY {about}.")
    read, needed = SUBCOMMANDS[name]
    if len(params) < needed:
        raise BadHistoryQuery(name, "CHATHISTORY {about} needs more parameters.")
    return read(turn, session, params)


def search(turn: Turn, session: Session, message: Message) -> Awaitable[None]:
    return _search(turn, session, " ".join(message.params))


async def _search(turn: Turn, session: Session, words: str) -> None:
    show(session, "search", [], await history.search(turn, session, words, SEARCH_RESULTS))


async def _before(turn: Turn, session: Session, params: list[str]) -> None:
    target, point, limit = params[:3]
    found = await history.before(turn, session, target, _point(point), _limit(limit))
    show(session, "chathistory", [target], found)


async def _after(turn: Turn, session: Session, params: list[str]) -> None:
    target, point, limit = params[:3]
    found = await history.after(turn, session, target, _point(point), _limit(limit))
    show(session, "chathistory", [target], found)


async def _latest(turn: Turn, session: Session, params: list[str]) -> None:
    target, point, limit = params[:3]
    since = None if point == "*" else _point(point)
    found = await history.latest(turn, session, target, since, _limit(limit))
    show(session, "chathistory", [target], found)


async def _around(turn: Turn, session: Session, params: list[str]) -> None:
    target, point, limit = params[:3]
    found = await history.around(turn, session, target, _point(point), _limit(limit))
    show(session, "chathistory", [target], found)


async def _between(turn: Turn, session: Session, params: list[str]) -> None:
    target, start, end, limit = params[:4]
    found = await history.between(turn, session, target, _point(start), _point(end), _limit(limit))
    show(session, "chathistory", [target], found)


async def _targets(turn: Turn, session: Session, params: list[str]) -> None:
    start, end = _point(params[0]), _point(params[1])
    if start.id or end.id:
        raise BadHistoryQuery("TARGETS", "CHATHISTORY {about} takes two timestamps.")
    found = await history.targets(turn, session, start.at, end.at, _limit(params[2]))
    server = server_name(session)
    lines = [f":{server} CHATHISTORY TARGETS {name} {format_time(at)}".encode() for name, at in found]
    in_batch(session, "draft/chathistory-targets", [], lines)


def show(session: Session, kind: str, params: list[str], entries: list[Entry]) -> None:
    """A page of messages as a batch."""
    rendered = (session.dialect.render(entry.event, session.profile) for entry in entries if entry.event is not None)
    in_batch(session, kind, params, [line for line in rendered if line is not None])


def _point(text: str) -> Point:
    kind, _, value = text.partition("=")
    if kind == "msgid":
        id = read_msgid(value)
        if id is not None:
            return Point(id=id)
    elif kind == "timestamp":
        try:
            return Point(at=parse_time(value))
        except ValueError:
            pass
    raise BadHistoryQuery(shortened(text))


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) < 1:
        raise BadHistoryQuery(shortened(text), "{about} is no number of messages: give 1 or more.")
    return int(text[:9])


Read = Callable[[Turn, Session, list[str]], Awaitable[None]]

SUBCOMMANDS: dict[str, tuple[Read, int]] = {
    "BEFORE": (_before, 3),
    "AFTER": (_after, 3),
    "LATEST": (_latest, 3),
    "AROUND": (_around, 3),
    "BETWEEN": (_between, 4),
    "TARGETS": (_targets, 3),
}

VERBS = {
    "CHATHISTORY": Verb(
        chathistory,
        "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <msgid=...|timestamp=...> <limit>",
        "Shows earlier messages.",
        params=1,
        cost=2,
    ),
    "SEARCH": Verb(search, "SEARCH :<words>", "Searches in what you may read.", params=1, cost=2),
}
