"""The console: plain text for who sits at the server's machine, where an operator's commands need no name.

What is typed needs no slash. Each answer ends with a line of one control character: ACK when the command was done, NAK
when it was refused. No other line has control characters, so programs know where an answer ends, and how. After `json`
a command is answered in lines of JSON.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from itertools import islice

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import DatabaseAwayWaits, DatabaseHeldWaits, DiskFullWaits, Refusal
from hubbub.chat.world.session import Outbox, Session, Slices
from hubbub.dialects.refusals import OwnRefusal, sentence
from hubbub.dialects.services import console, serving
from hubbub.dialects.services.service import Answer
from hubbub.typed import grammar, help, qr, table
from hubbub.typed.meanings import Help, Incomplete, ListOnline, ListRooms, Nothing, Place, Quit, Serve, Unknown
from hubbub.wire.lines import BadLine

from . import replies
from .commands import COMMANDS
from .dialect import UNREADABLE, Plain, Unreadable
from .screen import SLICE, say_all
from .state import state_of

ACK = b"\x06"
NAK = b"\x15"
AS_JSON = "json"  # before a command: its answer is lines of JSON

FOR_NOBODY = (Help, Incomplete, ListOnline, ListRooms, Nothing, Quit, Unknown)  # what needs no name
USEFUL = [command for command in table.COMMANDS if command.console]
SERVED = frozenset(command.name for command in USEFUL if command.served)
OWN = [(f"/{own.usage}", own.help) for name, own in console.CONSOLE.items() if name != "rooms"]


WAITS = (
    "What was asked for holds from now on, but is written only then: should the server end before, it was never done. "
    "What it would have told is not shown."
)
OUTAGES: dict[type[Refusal], str] = {
    DiskFullWaits: "The server's disk is full: make space.",
    DatabaseHeldWaits: "Another program holds the server's database: end it.",
    DatabaseAwayWaits: "The server cannot reach its database.",
}


class NeedsName(OwnRefusal):
    code = "NO_NAME"
    sentence = "The console is nobody in the chat. To see what it can do, type help"


class NotHere(OwnRefusal):
    code = "UNKNOWN_COMMAND"
    sentence = "The console has no command {about}. To see what it can do, type help"


class ConsoleDialect(Plain):
    """Implements `chat.session.Dialect`."""

    name = "console"

    def handle(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        state_of(session).line = line if isinstance(line, str) else ""
        try:
            working = self._do(chat, session, line)
        except Refusal as refusal:
            _refuse(session, refusal, as_json=_is_json(line))
            return None
        if working is not None:
            return self._finish(session, working, _is_json(line))
        _done(session)
        return None

    def _do(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        if isinstance(line, BadLine):
            raise Unreadable(sentence=UNREADABLE[line.code])
        text = line.strip(grammar.SPACES).removeprefix("/")
        first, _, words = text.partition(" ")
        if first.lower() == AS_JSON:
            return _serve_json(session, _answering(chat, session, words))
        if first.lower() in console.CONSOLE and (words or first.lower() not in console.IN_WORDS):
            return _serve(session, console.serve(chat, session, first.lower(), words))
        meaning = grammar.read(f"/{text}" if text else "", Place.OUTSIDE)
        if isinstance(meaning, Serve) and meaning.command in SERVED:
            return _serve(session, serving.serve(chat, session, meaning.command, meaning.words or ""))
        if not isinstance(meaning, FOR_NOBODY):
            raise NeedsName
        if isinstance(meaning, Help):
            show_help(session, meaning.command)
            return None
        if isinstance(meaning, Quit):
            session.answer(ACK)
            session.close("quit", "")
            return None
        return COMMANDS[meaning.__class__](chat, session, meaning)

    async def _finish(self, session: Session, working: Awaitable[None], as_json: bool = False) -> None:
        try:
            await working
        except Refusal as refusal:
            _refuse(session, refusal, as_json=as_json)
        else:
            _done(session)

    def refuse(self, session: Session, refusal: Refusal) -> None:
        """An answer in place of the one that cannot be given, when the log cannot take what was done."""
        why = OUTAGES.get(refusal.__class__)
        told = OwnRefusal(sentence=f"{why} {WAITS}") if why else refusal
        _refuse(session, told, refusal.code, as_json=_is_json(state_of(session).line))

    def behind_answer(self, session: Session, outbox: Outbox) -> Outbox | None:
        done = session.profile.frame(ACK)
        return outbox[outbox.index(done) + 1 :] if done in outbox else []

    def greet(self, session: Session, *, unsure: bool = False) -> None:
        """Nobody has to be asked for anything."""

    def farewell(self, session: Session, reason: str) -> list[bytes]:
        """An end without ACK or NAK says that something was not done."""
        return []


def show_help(session: Session, word: str | None) -> None:
    """What there is here, or all about one of these commands."""
    own = console.CONSOLE.get(word.removeprefix("/").lower()) if word else None
    if own is not None:
        say_all(session, help.listing([(f"/{own.usage}", own.help)]))
        return
    command = table.find(word) if word else None
    if word and (command is None or not command.console):
        raise NotHere(word[:40])
    say_all(session, help.about(command, console=True) if command else [*help.listed(USEFUL), *help.listing(OWN)])


def _answering(chat: Chat, session: Session, text: str) -> Awaitable[Answer]:
    """What is served, for programs. Raises NotHere for what is only shown to people."""
    first, _, words = text.strip(grammar.SPACES).removeprefix("/").partition(" ")
    if first.lower() in console.CONSOLE:
        return console.serve(chat, session, first.lower(), "json" if (first, words) == ("status", "") else words)
    command = serving.served(first)
    if command is None or command.name not in SERVED:
        raise NotHere(first[:40])
    return serving.serve(chat, session, command.name, words)


async def _serve_json(session: Session, answering: Awaitable[Answer]) -> None:
    """A line of JSON for each line of the answer: the record that it is, or the sentence."""
    session.captured = []  # what it did is in the answer, and not told besides
    try:
        told = await answering
    finally:
        session.captured = None
    session.answer_slowly(_slices(iter(told)))


def _slices(told: Iterator[str]) -> Slices:
    while some := [_as_json(said) for said in islice(told, SLICE)]:
        yield some


def _as_json(said: str) -> bytes:
    record = getattr(said, "record", None)
    if record is None and said.startswith("{"):
        record = msgspec.json.decode(said)
    return msgspec.json.encode(record or {"row": "told", "text": said})


async def _serve(session: Session, answering: Awaitable[Answer]) -> None:
    """What the server understands by itself. The answers stand among no messages, and need no time."""
    sentences = await answering
    say_all(session, (line for sentence in sentences for line in (sentence, *qr.after(sentence))))


def _done(session: Session) -> None:
    if not session.ended:
        session.answer(ACK)


def _is_json(line: str | BadLine) -> bool:
    """Whether a program asks."""
    return isinstance(line, str) and line.strip(grammar.SPACES).removeprefix("/").lower().startswith(f"{AS_JSON} ")


def _refuse(session: Session, refusal: Refusal, code: str = "", *, as_json: bool = False) -> None:
    if as_json:
        told = {"row": "refused", "code": code or refusal.code, "about": refusal.about, "text": sentence(refusal)}
        session.answer(msgspec.json.encode(told))
    else:
        replies.refuse(session, refusal)
    session.answer(NAK)


CONSOLE = ConsoleDialect()
