"""Received lines and batches: which are answers to questions, which came earlier, and which are news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.wire import message as wire
from hubbub.wire.lines import BadLine

from . import messages
from .batches import Batch, TooMuch
from .events import Event, Page, Told
from .link import is_word
from .messages import Around
from .questions import Kind, Question
from .received import handle

if TYPE_CHECKING:
    from .session import Client

_QUESTIONS_BY_BATCH: dict[str, tuple[Kind, ...]] = {
    "chathistory": ("after", "latest", "history", "door"),
    "draft/chathistory-targets": ("targets",),
    "search": ("search",),
}


def take(client: Client, line: str | BadLine, now: int) -> list[Event]:
    """One received line, which may belong to a batch that is not complete."""
    if isinstance(line, BadLine):
        return [Told("The server sent a line that cannot be read; it is left out.", error=True)]
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
    return _handle(client, message, now, label=(message.tags or {}).get("label", ""))


def _batch(client: Client, batch: Batch, now: int) -> list[Event]:
    """A complete batch: the answer to a question, an answer of several lines, or messages from earlier."""
    if batch.type == "labeled-response":
        return _response(client, batch, now)
    kinds = _QUESTIONS_BY_BATCH.get(batch.type)
    question = client.questions.answered(batch.label, client.link, kinds) if kinds else None
    if question is not None:
        return _answer(client, question, batch, now)
    events: list[Event] = []
    for message in batch.messages():
        events += _handle(client, message, now, label=batch.label, late=True)
    return events


def _response(client: Client, batch: Batch, now: int) -> list[Event]:
    held = any(line.command == "NOTE" and line.params[1:2] == ["HELD"] for line in batch.messages())
    events: list[Event] = []
    for item in batch.items:
        if isinstance(item, Batch):
            events += _batch(client, item, now)
        else:
            events += _handle(client, item, now, label=batch.label, held=held)
    question = client.questions.answered(batch.label, client.link) if client.link.labels else None
    return events + (_answer(client, question, batch, now) if question else [])


def _handle(
    client: Client, message: wire.Message, now: int, *, label: str = "", late: bool = False, held: bool = False
) -> list[Event]:
    """One line of the server."""
    if message.command == "ACK":  # a labelled command that has nothing to say
        question = client.questions.answered(label, client.link) if label else None
        return _answer(client, question, Batch("", [], label), now) if question else []
    if not late:
        client.catchup.heard(messages.time_of(message, 0))
    return handle(client, message, Around(now, label, late, held))


def _answer(client: Client, question: Question, batch: Batch, now: int) -> list[Event]:
    lines = batch.messages()
    if question.kind == "targets":
        names = [line.params[1] for line in lines if line.command == "CHATHISTORY" and len(line.params) > 2]
        people = [name for name in names if is_word(name) and not messages.is_room(name)]
        return client.release(client.catchup.targets(people, client.link, client.questions))
    found = [
        message
        for line in lines
        if line.command in ("PRIVMSG", "NOTICE")
        and (message := messages.read(line, client.name, now, late=True)) is not None
    ]
    if question.kind == "door":
        return [Page(question.target, client.quotes.add_all(found), entering=True)] if found else []
    if question.gate is None:
        return [Page(question.target, client.quotes.add_all(found), question.words)]
    return client.release(client.catchup.page(question, found, client.link, client.questions))
