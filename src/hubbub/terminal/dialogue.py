"""A visit in lines: what comes is shown as lines, questions are asked at the prompt, lines are answers or are done."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from hubbub.client import events as e
from hubbub.client.changes import CurrentChanged
from hubbub.client.protocol.link import is_word
from hubbub.client.session import Client
from hubbub.typed import sentences
from hubbub.uplink import questions as q
from hubbub.uplink.happenings import FileTrouble, Upgrading
from hubbub.uplink.ports import Dial, Told
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Visit

from . import troubles
from .lines import Line, Lines, bare

OK, FAILED = 0, 1


class Face(Protocol):
    """Where lines are shown and questions are asked."""

    asks: bool  # whether there is a person who can answer

    def show(self, lines: list[Line]) -> None:
        """Show lines, in order."""

    def refresh(self) -> None:
        """The prompt may look different now."""


class Dialogue:
    """`now`: milliseconds since 1970; `chance`: numbers from 0 to 1."""

    def __init__(self, client: Client, face: Face, *, now: Callable[[], int], chance: Callable[[], float]) -> None:
        self.client = client
        self.face = face
        self.visit = Visit(client, self._watch, now=now, chance=chance)
        self.lines = Lines(client, now)
        self.question = ""  # what is being asked; the next typed line is the answer
        self.secret = False  # whether the answer is nobody's to see
        self._answers: deque[asyncio.Future[str]] = deque()
        self._asking = asyncio.Lock()
        self._tasks: set[asyncio.Future[None]] = set()

    async def run(self, dial: Dial) -> int:
        """Stay until the person leaves; the exit code."""
        try:
            over = await self.visit.run(dial)
            told = troubles.of(over)
            if told:
                self.tell(f"! {told}")
            return OK if over.code == "left" else FAILED
        finally:
            for task in self._tasks:
                task.cancel()
            self._tell_unsent()

    # What the face calls

    @property
    def prompt(self) -> str:
        """What stands before the line being typed."""
        if self.question:
            return self.question
        if not self.client.connected or not self.client.ready:
            return "reconnecting... " if self.client.been_here else "connecting... "
        return f"{bare(self.client.current)}> " if self.client.current else "> "

    def line(self, text: str) -> None:
        """A line was typed: the answer to the question, or something to do."""
        if self._answers:
            self._answers.popleft().set_result(text.rstrip("\r\n"))
            return
        self.visit.typed(text)

    def say(self, text: str) -> None:
        """A line of several that were pasted: said as it is."""
        self.visit.say(text)

    def leave(self) -> None:
        """Say goodbye now, whatever is being asked."""
        self.visit.leave()

    async def ask(self, question: str, *, secret: bool = False) -> str:
        """The next typed line."""
        async with self._asking:
            answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            self._answers.append(answer)
            self.question, self.secret = question, secret
            self.face.refresh()
            try:
                return await answer
            finally:
                self.question, self.secret = "", False
                self.face.refresh()

    def tell(self, text: str) -> None:
        """Show lines of our own."""
        self.face.show([Line(line) for line in text.split("\n")])

    # What the visit tells

    def _watch(self, told: list[Told]) -> None:
        lines = [line for event in told for line in self.lines.of(event)]
        if lines:
            self.face.show(lines)
        for event in told:
            self._follow(event)
        self.face.refresh()

    def _follow(self, event: Told) -> None:
        match event:
            case q.NameNeeded():
                self._put(event, "Give another name with --name.", self._choose_name)
            case q.PasswordNeeded():
                self._put(event, "This server has a password; join it from a terminal.", self._give_password)
            case q.AdmissionNeeded():
                self._put(event, "Join it from a terminal, or with --cert, to log in.", self._be_admitted)
            case q.CertificateQuestion():
                self._meet(event)
            case Upgrading():
                self.tell("This server is to be reached over TLS only: connecting again.")
            case FileTrouble(trouble):
                self.tell(f"! {troubles.of(trouble)}")
            case e.AskPrivate():
                self._start(self._ask_private())
            case e.Ready(again=False) if not self.client.lobby:
                self.visit.typed("/who")
            case CurrentChanged(buffer=None):
                self.tell(sentences.OUTSIDE)

    def _put(self, question: q.Question, otherwise: str, ask: Callable[[q.Question], Awaitable[q.Answer]]) -> None:
        """Ask the person, or say that nobody is there who could answer."""
        if not self.face.asks:
            self.tell(f"! {otherwise}")
            self.visit.end(Trouble("unanswered"))
            return

        async def answer() -> None:
            self.visit.answer(question, await ask(question))

        self._start(answer())

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _choose_name(self, _: q.Question) -> str:
        name = (await self.ask("Your name: ")).strip()
        while not is_word(name):
            self.tell("! A name has no spaces.")
            name = (await self.ask("Your name: ")).strip()
        return name

    async def _give_password(self, _: q.Question) -> str:
        return await self.ask("The server's password: ", secret=True)

    async def _be_admitted(self, question: q.Question) -> q.Answer:
        """By the code of an invitation, or by logging in."""
        invited = isinstance(question, q.AdmissionNeeded) and question.invited
        asked = "The code of your invitation (Enter alone: you have an account): "
        code = (await self.ask(asked, secret=True)).strip() if invited else ""
        return q.Code(code) if code else await self._log_in()

    async def _log_in(self) -> q.Login:
        account = (await self.ask(f"Your account [{bare(self.client.name)}]: ")).strip() or self.client.name
        return q.Login(account, await self.ask(f"The password of {bare(account)}: ", secret=True))

    def _meet(self, question: q.CertificateQuestion) -> None:
        """A certificate is seen for the first time. A pipe takes it, and says so."""
        if self.face.asks:
            self._start(self._compare(question))
            return
        shown = question.fingerprint
        self.tell(f"The certificate of this server is new here and remembered from now on: SHA-256 {shown}")
        self.visit.answer(question, True)

    async def _compare(self, question: q.CertificateQuestion) -> None:
        place = f"{question.host}:{question.port}"
        self.tell(
            f"{place} shows a certificate of its own, and this is the first visit there. Its SHA-256 is\n"
            f"  {question.fingerprint}\n"
            "Compare it with what the server's operator tells you. It is remembered if you go on."
        )
        answer = (await self.ask("Go on? (yes/no) ")).strip().lower() in ("y", "yes")
        self.visit.answer(question, answer)

    async def _ask_private(self) -> None:
        name = (await self.ask("To whom? (Enter alone: to nobody) ")).strip()
        if not name:
            return
        text = await self.ask("What is the message? ")
        if text.strip():
            self.visit.act(lambda client, now: client.private(name, text, now))

    def _tell_unsent(self) -> None:
        for message in self.client.queue:
            did = "This may not have arrived" if message.sent else "This was not sent"
            self.tell(f"! {did}: {message.text}")
