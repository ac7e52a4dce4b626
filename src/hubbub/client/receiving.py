"""Received lines and batches: which are answers to questions, which came earlier, and which are news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hubbub.irc import numerics as n
from hubbub.wire import message as wire
from hubbub.wire.lines import BadLine

from . import history, searching
from .arrivals import Around, is_room, read, time_of
from .asides import record_of
from .changes import BufferChanged
from .events import Event
from .handlers import lists
from .handlers.table import handle
from .live import release
from .notes import refuse
from .protocol.batches import Batch, TooMuch
from .protocol.capabilities import EDIT, MULTILINE
from .protocol.link import is_word
from .protocol.questions import Kind, Question

if TYPE_CHECKING:
    from .session import Client

_PAGES: tuple[Kind, ...] = ("older", "newest", "gap", "around", "entering", "shown")
_QUESTIONS_BY_BATCH: dict[str, tuple[Kind, ...]] = {
    "chathistory": ("after", "latest", *_PAGES),
    "draft/chathistory-targets": ("targets", "conversations"),
    "search": ("search",),
    "soju.im/search": ("search",),
}
_CHANGES = frozenset({"EXPIRE", "MODE", "RETENTION", "TBAN"})  # what has nothing to say to them has changed nothing
_NOT_THERE = frozenset({n.ERR_NOSUCHNICK, n.ERR_NOSUCHCHANNEL, n.ERR_USERNOTINCHANNEL})
_EARLIER = frozenset({"chathistory", "znc.in/playback"})  # batches whose lines are no news, even unasked


def take(client: Client, line: str | BadLine, now: int) -> list[Event]:
    """One received line, which may belong to a batch that is not complete."""
    if isinstance(line, BadLine):
        return refuse(client, "unreadable_line", now)
    try:
        message = wire.parse(line, limited=False)
    except wire.BadMessage:
        return []
    try:
        if client.batches.collect(message):
            return []
        if message.command == "BATCH":
            batch = client.batches.command(message)
            return _batch(client, batch, now) if batch else []
    except TooMuch:
        client.failed = "the server opened batches without an end"
        return []
    label = (message.tags or {}).get("label", "")
    if _is_asked_again(client, label, message):
        return []
    return _line(client, message, now, label=label) + _closed(client, label)


def _batch(client: Client, batch: Batch, now: int) -> list[Event]:
    """A complete batch: the answer to a question, an answer of several lines, or lines that belong together."""
    if batch.type == "labeled-response":
        return _response(client, batch, now)
    if batch.type in (MULTILINE, EDIT):
        return _line(client, batch.said(), now, label=batch.label) + _closed(client, batch.label)
    kinds = _QUESTIONS_BY_BATCH.get(batch.type)
    question = client.questions.answered(batch.label, client.link, kinds) if kinds else None
    if question is not None:
        return _answer(client, question, batch, now)
    late = batch.type in _EARLIER
    events: list[Event] = []
    for message in batch.messages():
        events += _line(client, message, now, label=batch.label, late=late)
    return events


def _is_asked_again(client: Client, label: str, *answer: wire.Message) -> bool:
    """Whether the answer says that nobody and nothing has a name whose owner has taken another one since: then it is
    asked, or sent, again, once, under the same label."""
    if all(line.command not in _NOT_THERE for line in answer):
        return False
    question = client.questions.find(label)
    if question is None or not question.again:
        return client.queue.again(label)
    client.questions.ask(replace(question, again=False), client.link, *question.words, label=label)
    return True


def _response(client: Client, batch: Batch, now: int) -> list[Event]:
    if _is_asked_again(client, batch.label, *batch.messages()):
        return []
    held = any(line.command == "NOTE" and line.params[1:2] == ["HELD"] for line in batch.messages())
    events: list[Event] = []
    for item in batch.items:
        if isinstance(item, Batch):
            events += _batch(client, item, now)
        else:
            events += _line(client, item, now, label=batch.label, held=held)
    question = client.questions.answered(batch.label, client.link) if client.link.labels else None
    return events + (_answer(client, question, batch, now) if question else [])


def _closed(client: Client, label: str) -> list[Event]:
    """A line with a label is the whole answer."""
    question = client.questions.find(label)
    if question is None or question.kind not in ("command", "asked", "members", "whois"):
        return []
    client.questions.answered(label, client.link)
    return client.asides.done(question.target) if question.kind == "asked" else []


def _line(
    client: Client, message: wire.Message, now: int, *, label: str = "", late: bool = False, held: bool = False
) -> list[Event]:
    """One line of the server."""
    if message.command == "ACK":  # a labelled command that has nothing to say
        question = client.questions.answered(label, client.link) if label else None
        if question is not None and question.kind == "command" and question.words[0] in _CHANGES:
            return refuse(client, "so_already", now, buffer=client.state.buffer(question.target))
        return _answer(client, question, Batch("", [], label, message), now) if question else []
    if not late:
        client.catchup.heard(time_of(message, 0))
    question = client.questions.find(label)
    client.aside = question is not None and question.kind == "asked"
    client.record = record_of(message) if client.aside else None
    events = handle(client, message, Around(now, label, late, held))
    client.aside, client.record = False, None
    if question is None or question.kind != "asked":
        return events
    events = client.asides.hear(question, events)
    refused = client.questions.find(label) is None  # what refuses a question closes it
    return [*events, *client.asides.done(question.target)] if refused else events


def _answer(client: Client, question: Question, batch: Batch, now: int) -> list[Event]:
    if question.kind == "asked":
        return client.asides.done(question.target)
    if question.kind in ("targets", "conversations"):
        return _targets(client, question, batch)
    if question.kind == "search":
        return searching.answered(client, batch, now)
    if question.kind in _PAGES:
        return history.answered(client, question, batch, now)
    if question.kind in ("after", "latest"):
        around = Around(now, late=True)
        found = [one for line in batch.messages() if (one := read(client, line, around)) is not None]
        placed = [lists.in_buffer(question.target, arrival) for arrival in found]
        return release(client, client.catchup.page(question, placed, client.link, client.questions))
    return []


def _targets(client: Client, question: Question, batch: Batch) -> list[Event]:
    """The answer to CHATHISTORY TARGETS."""
    rows = [line for line in batch.messages() if line.command == "CHATHISTORY" and len(line.params) > 2]
    if question.kind == "conversations":
        return lists.conversations(client, rows)
    people = [row.params[1] for row in rows if is_word(row.params[1]) and not is_room(row.params[1])]
    return release(client, client.catchup.targets(people, client.link, client.questions))


def forget_typing(client: Client, now: int) -> list[Event]:
    """Who has not been seen to write for a while has stopped."""
    events: list[Event] = []
    for buffer in client.state.buffers.values():
        over = [key for key, until in buffer.typing.items() if until <= now]
        for key in over:
            del buffer.typing[key]
        if over:
            events.append(BufferChanged(buffer.key, ("typing",)))
    return events


def forget_presence(client: Client) -> list[Event]:
    """The connection is gone: we are in no room, and nobody is seen to write, or to be here."""
    events: list[Event] = []
    for person in client.state.people.values():
        person.online = None
    for buffer in client.state.buffers.values():
        if buffer.joined or buffer.typing or buffer.fetching:
            buffer.joined = buffer.fetching = False
            buffer.typing.clear()
            events.append(BufferChanged(buffer.key, ("joined", "typing", "fetching")))
    return events
