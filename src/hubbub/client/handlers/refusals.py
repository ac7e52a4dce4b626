"""What the server says no to: a message, a question, an entry into a room, or anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hubbub.client import history, moving, posting, searching
from hubbub.client.arrivals import Around
from hubbub.client.events import Event, KeyWanted, NameRefused, NotAdmitted
from hubbub.client.live import release
from hubbub.client.notes import notice
from hubbub.client.protocol.questions import Question
from hubbub.client.protocol.registration import Step
from hubbub.client.state.items import Note
from hubbub.client.state.messages import Failure
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from .handler import Handler, note_of

if TYPE_CHECKING:
    from hubbub.client.session import Client

_LATER_ERRORS = frozenset({n.ERR_STARTTLS, n.ERR_INVALIDMODEPARAM, n.ERR_NOPRIVS, n.ERR_MONLISTFULL})


def fail(client: Client, line: Line, around: Around) -> list[Event]:
    """FAIL (https://ircv3.net/specs/extensions/standard-replies)"""
    match line.params:
        case ["TOKEN", "INVALID_TOKEN", *_]:
            client.registration.token_refused()
            client.token = ""
            return []
        case ["PRIVMSG" | "NOTICE", "CLIENT_ID_REUSED", id, *_]:
            told = posting.failed(client, id, failure_of(line))
            return told or notice(client, note_of(line, around.now, error=True))
        case ["*", "ACCOUNT_REQUIRED" | "INVITATION_REQUIRED" as code, _] if not client.been_here:
            return [NotAdmitted(line.params[-1], invited=code == "INVITATION_REQUIRED")]
        case ["NICK", _, *_] if client.registration.step not in (Step.WELCOME, Step.DONE):
            return [NameRefused(client.name, client.registration.name_refused(line), line.params[1])]
    return refused(client, line, around)


def failure_of(line: Line) -> Failure:
    note = note_of(line, 0)
    return Failure(note.code, note.details, note.text)


def refused(client: Client, line: Line, around: Around) -> list[Event]:
    """Something was not done."""
    command = line.params[0] if line.command == "FAIL" else ""
    question = None
    if around.label or command in ("CHATHISTORY", "SEARCH"):
        question = client.questions.answered(around.label, client.link)
        told = _unanswered(client, question)
        if told is not None:
            return told
    id = _message_of(client, line, around)
    if id:
        told = posting.failed(client, id, failure_of(line))
        return told or notice(client, note_of(line, around.now, error=True))
    locked = _locked(client, line, around)
    moved = _not_entered(client, line, around)
    if locked:
        return [*moved, *locked]
    buffer = client.state.buffer(question.target) if question else None
    events = notice(client, note_of(line, around.now, error=True), buffer)
    if question is not None and question.kind == "search":
        events += searching.failed(client)
    elif question is not None and question.kind == "shown":
        events += history.failed(client, question)
    return events + moved


def _unanswered(client: Client, question: Question | None) -> list[Event] | None:
    """What becomes of a question to which there is no answer; None: the person is told."""
    match question:
        case Question(kind="entering"):
            return history.failed(client, question)
        case Question(gate=str()):
            return release(client, client.catchup.failed(question, client.link, client.questions))
        case Question(kind="older" | "newest" | "gap" | "around"):
            return history.failed(client, question)
    return None


def _message_of(client: Client, line: Line, around: Around) -> str:
    """The id of the message that is refused, '' when it is something else."""
    if around.label and client.queue.is_under_way(around.label):
        return around.label
    command = line.params[0] if line.command == "FAIL" else ""
    if client.link.labels or (command and command not in ("PRIVMSG", "NOTICE", "BATCH")):
        return ""
    return next(filter(None, map(client.queue.match, line.params)), "")


def _locked(client: Client, line: Line, around: Around) -> list[Event]:
    """ERR_BADCHANNELKEY: the room lets in who knows its key. Who waits for an answer by name hears of it as such."""
    room = _entering(client, line, around) if line.command == n.ERR_BADCHANNELKEY else None
    buffer = client.state.buffers.get(room) if room is not None else None
    if buffer is None:
        return []
    if client.aside:
        return notice(client, note_of(line, around.now, error=True))  # who gave the key hears that it is another
    note = replace(note_of(line, around.now, error=True), id=client.identity.local_id())
    return [KeyWanted(buffer.name, note, tried=room == client.tried)]


def _not_entered(client: Client, line: Line, around: Around) -> list[Event]:
    """The room that we said we would be in next is none that we may be in."""
    room = _entering(client, line, around)
    if room is None:
        return []
    del client.entering[room]
    events = moving.put_out(client, room)
    return events if client.rooms.find(room) else [*events, *_put_away(client, room)]


def _entering(client: Client, line: Line, around: Around) -> str | None:
    """The key of the room that we have asked to enter, and that this is about."""
    named = {casemap.lower(word) for word in line.params[:-1]}
    return next((room for room, label in client.entering.items() if label == around.label or room in named), None)


def _put_away(client: Client, room: str) -> list[Event]:
    """A buffer that was made for a room that we are not let into, unless something was said there."""
    buffer = client.state.buffers.get(room)
    if buffer is None or buffer.unsent or any(not isinstance(item, Note) for item in buffer.timeline):
        return []
    return moving.remove(client, room)


def other(client: Client, line: Line, around: Around) -> list[Event]:
    """Numerics from 400 to 599 are errors, and some later ones; everything else that we do not know is not for us."""
    command = line.command
    is_error = len(command) == 3 and command.isascii() and command.isdigit() and command[0] in "45"
    return refused(client, line, around) if (is_error or command in _LATER_ERRORS) and line.params else []


HANDLERS: dict[str, tuple[int, Handler]] = {
    "FAIL": (2, fail),
}
