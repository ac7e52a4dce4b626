"""One visit to one server: connects, shows what comes, sends what is typed, and comes back after a lost connection."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.typed import sentences
from hubbub.uplink.dial import CannotReach, NotTrusted, Stream

from .lines import Line, Lines, bare

SILENCE = 60.0  # seconds without a word from the server before it is asked for one, and again before it is given up
GOODBYE = 5.0  # seconds that the server may take to close the connection after our goodbye
SHORTEST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds before connecting again
MOST_PENDING = 200  # messages that may wait before a pipe is read on

OK, FAILED = 0, 1


class Dial(Protocol):
    """The way to one server."""

    async def __call__(self) -> Stream:
        """A connection. Raises CannotReach or NotTrusted."""

    def heard(self, said: e.StrictTransport) -> bool:
        """Follow what the server says of TLS. True: the connection has to end, for a better one."""

    def ended(self) -> None:
        """A connection has ended."""


class Face(Protocol):
    """Where lines are shown and questions are asked."""

    asks: bool  # whether there is a person who can answer

    def show(self, lines: list[Line]) -> None:
        """Show lines, in order."""

    def refresh(self) -> None:
        """The prompt may look different now."""


class Ended(Exception):
    """The visit is over; what there is to say was said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def waits(chance: Callable[[], float]) -> Callable[[], float]:
    """Growing waits in seconds: 1, 2, 4 ... 30, each cut by up to half. `chance`: numbers from 0 to 1."""
    longest = SHORTEST_WAIT / 2

    def next_wait() -> float:
        nonlocal longest
        longest = min(LONGEST_WAIT, longest * 2)
        return longest * (1 - chance() / 2)

    return next_wait


class Visit:
    """`now`: milliseconds since 1970. `sleep` waits between attempts."""

    def __init__(
        self,
        client: Client,
        face: Face,
        *,
        now: Callable[[], int],
        chance: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.client = client
        self.face = face
        self.now = now
        self.lines = Lines(client, now)
        self.question = ""  # what is being asked; the next typed line is the answer
        self.secret = False  # whether the answer is nobody's to see
        self.ready = asyncio.Event()
        self.settled = asyncio.Event()
        self._chance = chance
        self._wait = waits(chance)
        self._given_up = False
        self._sleep = sleep
        self._answers: deque[asyncio.Future[str]] = deque()
        self._asking = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: asyncio.TimerHandle | None = None  # when more may be sent
        self._room_for_more = asyncio.Event()
        self._dial: Dial | None = None
        self._moving = False  # the connection is given up for a better one
        self._again = asyncio.Event()  # an answer came that makes another attempt worth while

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
        self._show(self.client.typed(text, self.now()))

    def say(self, text: str) -> None:
        """A line of several that were pasted: said as it is."""
        self._show(self.client.say(text, self.now()))

    def leave(self) -> None:
        """Say goodbye now, whatever is being asked."""
        if self.client.quitting or not self.client.connected:
            raise Ended(OK)
        self._show(self.client.quit())

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

    async def room_for_more(self) -> None:
        """Wait until what was typed has mostly been sent."""
        while len(self.client.queue) >= MOST_PENDING:
            self._room_for_more.clear()
            await self._room_for_more.wait()

    async def finish(self) -> None:
        """All has been typed: wait until it is accepted and answered, and say goodbye."""
        self.client.settle()
        self._send()
        await self.settled.wait()
        self._show(self.client.quit())

    # The connection

    async def run(self, dial: Dial) -> int:
        """Stay until the person leaves; the exit code."""
        self._dial = dial
        try:
            while True:
                stream = await self._connect(dial)
                await self._stay(*stream)
                await self._between()
        except Ended as ended:
            return ended.code
        finally:
            for task in self._tasks:
                task.cancel()
            self._tell_unsent()

    async def _connect(self, dial: Dial) -> Stream:
        if self.client.been_here:
            await self._sleep(self._wait())
        while True:
            try:
                return await dial()
            except NotTrusted as error:
                self.tell(f"! {error}")
                raise Ended(FAILED) from None
            except CannotReach as error:
                if not self.client.been_here:
                    self.tell(f"! {error}")
                    raise Ended(FAILED) from None
            await self._sleep(self._wait())

    async def _stay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Be connected until the connection ends."""
        self._writer = writer
        self.client.connect()
        self._send()
        reason = ""
        try:
            await self._listen(reader)
        except OSError as error:
            reason = error.strerror or str(error) or "the connection broke"
        except TimeoutError:
            reason = "the server does not answer"
        finally:
            self._send_nothing_more()
            self._writer = None
            writer.close()
            if self._dial is not None:
                self._dial.ended()
        self.ready.clear()
        lost = self.client.connection_lost(reason)
        self._show([] if self._moving else lost)

    def _send_nothing_more(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        silent = False
        while True:
            try:
                async with asyncio.timeout(self._patience()):  # wait_for of 3.11 may swallow a Ctrl-C
                    data = await reader.read(65536)
            except TimeoutError:
                if silent or self.client.quitting:
                    raise
                silent = True
                self.client.check_alive()
                self._send()
                continue
            if not data:
                return
            silent = False
            self._show(self.client.receive(data, self.now()))
            if self.client.failed or self._moving:
                return
            if self._writer is not None:
                await self._writer.drain()

    def _patience(self) -> float:
        """Seconds to wait for a word from the server. A goodbye may have to wait for what is sent before it."""
        said_goodbye = self.client.quitting and self.client.wait(self.now()) is None
        return GOODBYE if said_goodbye else SILENCE

    async def _between(self) -> None:
        """After a lost connection: over, or worth another attempt, perhaps after an answer."""
        if self._moving:
            self._moving = False
            return
        if self.client.quitting or self._given_up:
            raise Ended(FAILED if self._given_up else OK)
        if self._answers:
            await self._again.wait()
            self._again.clear()
        elif not self.client.been_here:
            raise Ended(FAILED)

    def _send(self) -> None:
        if self._moving:
            return
        data = self.client.bytes_to_send(self.now())
        if data and self._writer is not None:
            self._writer.write(data)
        wait = self.client.wait(self.now())
        if wait is not None and self._later is None:
            self._later = asyncio.get_running_loop().call_later(wait / 1000, self._send_more)

    def _send_more(self) -> None:
        """The server's pace allows for more."""
        self._later = None
        self._send()

    # What is shown

    def _show(self, events: list[e.Event]) -> None:
        """Show events, then send: what the server is told we have seen, we have seen."""
        lines = [line for event in events for line in self.lines.of(event)]
        if lines:
            self.face.show(lines)
        for event in events:
            self._follow(event)
        self._send()
        if len(self.client.queue) < MOST_PENDING:
            self._room_for_more.set()
        if events:
            self.face.refresh()

    def tell(self, text: str) -> None:
        """Show lines of our own."""
        self.face.show([Line(line) for line in text.split("\n")])

    def _follow(self, event: e.Event) -> None:
        match event:
            case e.NameRefused():
                self._start(self._choose_name())
            case e.NotAdmitted(invited=invited):
                self._start(self._be_admitted(invited))
            case e.PasswordRefused():
                self._start(self._give_password())
            case e.AskPrivate():
                self._start(self._ask_private())
            case e.StrictTransport() if self._dial is not None and self._dial.heard(event):
                self.tell("This server is to be reached over TLS only: connecting again.")
                self._moving = True
            case e.Banned():
                raise Ended(FAILED)
            case e.Ready(again=again):
                self.ready.set()
                self._wait = waits(self._chance)
                if not again and not self.client.lobby:
                    self._show(self.client.typed("/who", self.now()))
            case e.PlaceChanged(room=None):
                self.tell(sentences.OUTSIDE)
            case e.Settled():
                self.settled.set()
            case e.Quitting() if not self.client.connected:
                raise Ended(OK)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _choose_name(self) -> None:
        if not self.face.asks:
            self._give_up("Give another name with --name.")
            return
        name = (await self.ask("Your name: ")).strip()
        while not self.client.choose_name(name):
            self.tell("! A name has no spaces.")
            name = (await self.ask("Your name: ")).strip()
        self._send()
        self._again.set()

    async def _give_password(self) -> None:
        if not self.face.asks:
            self._give_up("This server has a password; join it from a terminal.")
            return
        self.client.password = await self.ask("The server's password: ", secret=True)
        self._again.set()

    async def _be_admitted(self, invited: bool) -> None:
        """By the code of an invitation, or by logging in."""
        if not self.face.asks:
            self._give_up("Join it from a terminal, or with --cert, to log in.")
            return
        question = "The code of your invitation (Enter alone: you have an account): "
        code = (await self.ask(question, secret=True)).strip() if invited else ""
        if code:
            self.client.password = code
        else:
            await self._log_in()
        self._again.set()

    async def _log_in(self) -> None:
        """What a server is told by PASS; it takes that over TLS, and from its own machine."""
        account = (await self.ask(f"Your account [{bare(self.client.name)}]: ")).strip() or self.client.name
        password = await self.ask(f"The password of {bare(account)}: ", secret=True)
        self.client.choose_name(account)
        self.client.password = f"{account}:{password}"

    def _give_up(self, text: str) -> None:
        """Nobody is there who could answer."""
        self.tell(f"! {text}")
        self._given_up = True
        if self._writer is not None:
            self._writer.close()

    async def _ask_private(self) -> None:
        name = (await self.ask("To whom? (Enter alone: to nobody) ")).strip()
        if not name:
            return
        text = await self.ask("What is the message? ")
        if text.strip():
            self._show(self.client.private(name, text, self.now()))

    def _tell_unsent(self) -> None:
        for message in self.client.queue:
            did = "This may not have arrived" if message.sent else "This was not sent"
            self.tell(f"! {did}: {message.text}")
