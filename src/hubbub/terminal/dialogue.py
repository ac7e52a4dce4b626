"""A visit in lines: what comes is shown as lines, questions are asked at the prompt, lines are answers or are done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from hubbub.client import events as e
from hubbub.client.changes import CurrentChanged, MessageChanged, Noticed
from hubbub.client.session import Client
from hubbub.typed import help, sentences
from hubbub.typed.grammar import is_command, read
from hubbub.typed.meanings import Login, Place, Register
from hubbub.uplink import questions as q
from hubbub.uplink.happenings import Faulted, FileTrouble, Upgrading, UploadChanged
from hubbub.uplink.ports import Dial, Keep, Told
from hubbub.uplink.sentences import of
from hubbub.uplink.sharing import chosen
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Visit

from . import troubles
from .answers import Answers
from .lines import Line, Lines, bare, safe
from .prompt import Prompt
from .reading import COMMANDS, Reading
from .typed_lines import TypedLines, Typist

OK, FAILED = 0, 1


class Face(Typist, Protocol):
    """Where lines are shown and questions are asked."""

    def show(self, lines: list[Line]) -> None:
        """Show lines, in order. Raises OSError when nobody can see them any more."""

    def refresh(self) -> None:
        """The prompt may look different now."""


class Dialogue:
    """`now`: milliseconds since 1970; `chance`: numbers from 0 to 1."""

    def __init__(self, client: Client, face: Face, *, now: Callable[[], int], chance: Callable[[], float]) -> None:
        self.client = client
        self.face = face
        self.room = ""  # where to go at first
        self.marks = True  # whether one's other devices are told what was read
        self.visit = Visit(client, self._watch, now=now, chance=chance)
        self.lines = Lines(client, now)
        self.reading = Reading(client)
        self.asking = Prompt(face.refresh, self.tell)
        self.typed = TypedLines(self.visit, face, self.asking, self.tell, self._start, now)
        self._answers = Answers(self.visit, self.asking, self.tell, self._start, asks=face.asks)
        self._kept_as = ""  # the name under which it is kept, whatever one is called later
        self._failed = False  # something was not done
        self._refused = False  # nor was what was typed last
        self._gone: OSError | None = None  # nobody can see any more what is shown
        self._tasks: set[asyncio.Future[None]] = set()

    def go_on(self, keep: Keep) -> None:
        """The client goes on where it ended last; the next one goes on where this one ends."""
        self.visit.keep, self._kept_as = keep, self.client.name
        self._show(self.reading.began())
        for message in self.client.queue:
            self.tell(f"This was not sent yet, and will be now: {safe(message.text)}")

    async def run(self, dial: Dial) -> int:
        """Stay until the person leaves; the exit code, which for a pipe says whether all was done. Raises OSError when
        nothing can be shown any more.
        """
        try:
            over = await self.visit.run(dial)
            told = troubles.of(over)
            if told:
                self.tell(f"! {told}")
        finally:
            for task in self._tasks:
                task.cancel()
            self._tell_unsent()
        if self._gone is not None:
            raise self._gone
        return FAILED if over.code != "left" or (self._undone and not self.face.asks) else OK

    @property
    def _undone(self) -> bool:
        return self._failed or self.typed.failed or len(self.client.queue) > 0

    # What the face calls

    @property
    def prompt(self) -> str:
        """What stands before the line being typed."""
        if self.asking.question:
            return self.asking.question
        if self.client.quitting and not self.client.connected:
            return ""
        if not self.client.connected or not self.client.ready:
            return "reconnecting... " if self.client.been_here else "connecting... "
        return f"{bare(self.client.current)}> " if self.client.current else "> "

    def line(self, text: str) -> bool:
        """A line was typed: the answer to the question, or something to do. Whether it is a command, which may be
        refused."""
        if self.asking.answered(text):
            return False
        told = self.reading.typed(text) if self.face.asks else None
        if told is not None:
            self._show(told)
            return False
        self._has_read()
        self._refused = False
        self.typed.line(text)
        return is_command(text, self.client.place(self.client.current_buffer))

    def _has_read(self) -> None:
        """Whoever types has read what was shown: where they are, and where all that is unread was shown."""
        if not self.face.asks or self.reading.waiting:
            return
        current = self.client.state.current
        for buffer in list(self.client.state.buffers.values()):
            shown = buffer.told_unread is None and not buffer.more_unread
            if buffer.unread and (shown or buffer.key == current):
                self.visit.act(partial(_mark_read, buffer.key, self.marks))

    async def answered(self, text: str) -> None:
        """Wait for what comes of the command that was typed last, unless it asks something."""
        if self.asking.question or self.client.quitting or (self.face.asks and not self.client.ready):
            return
        await self.visit.answered()
        if isinstance(read(text, Place.LOBBY), Login | Register) and not self.client.state.me.account:
            self._failed = self._refused = True  # NickServ says so in words alone
        if self._refused:
            self.typed.refused(text)

    def leave(self) -> None:
        """Say goodbye now, whatever is being asked."""
        self.visit.leave()

    def tell(self, text: str) -> None:
        """Show lines of our own."""
        self._show([Line(line) for line in text.split("\n")])

    # What the visit tells

    def _watch(self, told: list[Told]) -> None:
        lines = [line for event in told for line in self.reading.now(event, self.lines.of(event))]
        if lines:
            self._show(lines)
        for event in told:
            self._follow(event)
        self.face.refresh()

    def _show(self, lines: list[Line]) -> None:
        if self._gone is None and lines:
            try:
                self.face.show(lines)
            except OSError as error:
                self._gone = error
                self.visit.end(Trouble("unanswered"))

    def _follow(self, event: Told) -> None:
        match event:
            case q.NameNeeded() | q.PasswordNeeded() | q.AdmissionNeeded() | q.CertificateQuestion():
                self._answers.give(event)
            case Upgrading():
                self.tell("This server is to be reached over TLS only: connecting again.")
            case FileTrouble(trouble) | Faulted(trouble):
                self.tell(f"! {troubles.of(trouble)}")
            case e.AskPrivate():
                self._start(self._ask_private())
            case e.UploadAsked() if not self.face.asks:
                self._failed = self._refused = True
                self.tell("! Not done: files are uploaded by who sits at a terminal, not through a pipe.")
            case e.UploadAsked():
                self._start(self._upload(event))
            case UploadChanged(stage="failed"):
                self.visit.sharing.forget(event.upload.id)
            case e.Ready(again=False):
                self._arrive()
            case e.KeyWanted() if self.face.asks:
                self._start(self._ask_key(event))
            case Noticed() | e.KeyWanted() if event.note.error:
                self._failed = self._refused = True
            case MessageChanged(change="failed" | "unsure"):
                self._failed = self._refused = True
            case e.HelpAsked(command=None) if self.face.asks:
                self._show([Line(row) for row in help.listing([*COMMANDS.values()])])
            case CurrentChanged(buffer=None):
                self.tell(sentences.OUTSIDE)

    def _arrive(self) -> None:
        if not self.client.lobby:
            self.visit.typed("/who")
        if self.room:
            self.visit.act(lambda client, now: client.do("join", now, room=self.room))

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask_private(self) -> None:
        name = (await self.asking.ask("To whom? (Enter alone: to nobody) ")).strip()
        text = await self.asking.ask("What is the message? ") if name else ""
        if text.strip():
            self.visit.act(lambda client, now: client.private(name, text, now))
        else:
            self.tell("Nothing was sent.")

    async def _ask_key(self, wanted: e.KeyWanted) -> None:
        key = (await self.asking.ask(f"The key of {safe(wanted.room)} (Enter alone: stay out) ", secret=True)).strip()
        if key:
            self.visit.act(lambda client, now: client.do("join", now, room=wanted.room, key=key))

    async def _upload(self, asked: e.UploadAsked) -> None:
        """From a terminal only: what comes through a pipe may be anybody's, and is to reach no file of this person."""
        named = asked.file or (await self.asking.ask("Which file? (Enter alone: none) ")).strip()
        sharing = self.visit.sharing
        if named == "stop":
            if not sharing.uploads:
                return self.tell("Nothing is being uploaded.")
            return sharing.stop_all()
        try:
            if named:
                sharing.upload(asked.buffer, chosen(named))
        except Trouble as trouble:
            self.tell(f"! {of(trouble)}")
        return None

    def _tell_unsent(self) -> None:
        for message in self.client.queue:
            did = "This may not have arrived" if message.sent else "This was not sent"
            self.tell(f"! {did}: {safe(message.text)}")
        if self.visit.keep is not None and len(self.client.queue):
            self.tell(f"It is kept, and sent when you come again as {safe(self._kept_as)}.")


def _mark_read(key: str, tell: bool, client: Client, now: int) -> list[e.Event]:
    return client.do("mark_read", now, buffer=key, tell=tell)
