"""One visit to one server: connects, hands on what comes, sends what is typed, comes back after a lost connection."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TypeVar

from hubbub.client import events as e
from hubbub.client.session import Client

from . import faults
from .asking import Asking
from .backoff import waits
from .happenings import Faulted, FileTrouble, Phase, PhaseChanged, Upgrading
from .http import Site
from .ports import Dial, Keep, Watch
from .pulse import Pulse
from .questions import AdmissionNeeded, Answer, NameNeeded, PasswordNeeded, Question, is_owned
from .sharing import Sharing
from .streams import Stream
from .trouble import CannotReach, Trouble

SILENCE = 60.0  # seconds without a word from the server before it is asked for one, and again before it is given up
WAKING = 5.0  # seconds that the server has for a word after the machine has slept
GOODBYE = 5.0  # seconds that the server may take to close the connection after our goodbye
SLICE = 8192  # bytes taken in at once: others have their turn in between
MOST_FAULTS = 5  # of ours, before a visit is given up
MOST_PENDING = 200  # messages that may wait before a pipe is read on

T = TypeVar("T")


def _now() -> int:
    return time.time_ns() // 1_000_000


class Visit:
    """`watch` is given what the core and the visit have to tell, in order, when all of it is so.

    `keep`: what survives this process. `faults` writes down what went wrong here. `patient`: the first connection, too,
    is tried again and again. `holding`: held while the core changes, for faces that read it in another thread. `now`:
    milliseconds since 1970; `chance`: numbers from 0 to 1; `sleep` waits between attempts.
    """

    def __init__(
        self,
        client: Client,
        watch: Watch,
        *,
        keep: Keep | None = None,
        faults: Callable[[BaseException], Trouble] = faults.note,
        patient: bool = False,
        holding: Callable[[], AbstractContextManager[object]] = nullcontext,
        now: Callable[[], int] = lambda: _now(),
        chance: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.client = client
        self.watch = watch
        self.now = now
        self.phase: Phase = "connecting"
        self.over: Trouble | None = None
        self.ready = asyncio.Event()
        self.settled = asyncio.Event()
        self.sharing = Sharing(client, self.act, self._site, lambda change: self.watch([change]), faults)
        self.keep = keep
        self._note_fault = faults
        self._faults = 0
        self._told: Trouble | None = None  # of our files
        self._patient = patient
        self._holding = holding
        self._chance = chance
        self._sleep = sleep
        self._wait = waits(chance)
        self._asking = Asking(self._ask)
        self._pulse = Pulse(now, self.wake)
        self._dial: Dial | None = None
        self._stream: Stream | None = None
        self._upgrading = False  # the connection is given up for a better one
        self._later: asyncio.TimerHandle | None = None  # when more may be sent
        self._listening: asyncio.Timeout | None = None
        self._deadline: float | None = None  # when the server has to have answered, after the machine has slept
        self._room_for_more = asyncio.Event()
        self._hurry = asyncio.Event()  # the next attempt is to be made now
        self._ended = asyncio.Event()

    # What a face asks for

    def act(self, do: Callable[[Client, int], list[e.Event]]) -> None:
        """Let the core do something, tell what comes of it, and send."""
        try:
            with self._holding():
                events = do(self.client, self.now())
            self._tell(events)
        except Exception as error:
            self._faulted(error)

    def typed(self, text: str) -> None:
        self.act(lambda client, now: client.typed(text, now))

    def answer(self, question: Question, answer: Answer) -> None:
        """The person's answer to the question that is open; None ends the visit. Any other question is past."""
        if question != self._asking.question:
            return
        if answer is None:
            self.end(Trouble("unanswered"))
        elif self._asking.answer(self.client, answer):
            self._send()
            if self._asking.anew and self._stream is not None:
                self._stream.close()

    @property
    def question(self) -> Question | None:
        """The one that waits for an answer."""
        return self._asking.question

    def leave(self, text: str = "") -> None:
        """Say goodbye, after what is still to be sent."""
        if self.client.quitting or not self.client.connected:
            self.end(Trouble("left"))
            return
        self.act(lambda client, now: client.quit(text))
        self._hurry_up()

    def retry(self) -> None:
        """Do not wait any longer for the next attempt."""
        self._hurry.set()

    def wake(self) -> None:
        """The machine has slept: the server has a few seconds to show that it is there."""
        self.retry()
        if self._stream is None or not self.client.ready:
            return
        self.client.check_alive()
        self._deadline = asyncio.get_running_loop().time() + WAKING
        self._hurry_up()
        self._send()

    def end(self, trouble: Trouble) -> None:
        """The visit is over."""
        if self.over is None:
            self.over = trouble
            self._ended.set()

    async def room_for_more(self) -> None:
        """Wait until what was typed has mostly been sent."""
        while len(self.client.queue) >= MOST_PENDING:
            self._room_for_more.clear()
            await self._room_for_more.wait()

    async def answered(self) -> None:
        """Wait until all that was typed is accepted or refused, and answered."""
        self.settled.clear()
        with self._holding():
            self.client.settle()
        self._send()
        await self.settled.wait()

    async def finish(self) -> None:
        """All has been typed: wait until it is accepted and answered, and say goodbye."""
        await self.answered()
        self.leave()

    # The connection

    async def run(self, dial: Dial) -> Trouble:
        """Stay until the person leaves ("left"), or until there is nothing to be done about a trouble."""
        self._dial = dial
        living = asyncio.create_task(self._live(dial))
        ending = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait([living, ending], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (living, ending):
                task.cancel()
            self.sharing.stop_all()
            await asyncio.wait([living, ending])
            if self.keep is not None:
                self._carefully(partial(self.keep.close, self.client))
        if not living.cancelled() and (fault := living.exception()) is not None:
            raise fault
        over = self.over or Trouble("left")
        self._enter("over", over)
        return over

    async def _site(self) -> Site:
        if self._dial is None:
            raise Trouble("not-connected")
        return await self._dial.site()

    async def _live(self, dial: Dial) -> None:
        while self.over is None:
            stream = await self._connect(dial)
            if stream is None:
                return
            reason = await self._stay(stream)
            if self.over is None:
                await self._between(reason)

    async def _connect(self, dial: Dial) -> Stream | None:
        """A connection; None: there will be none."""
        while True:
            self._enter("connecting")
            try:
                return await dial(self._asking.trust)
            except CannotReach as trouble:
                if not self.client.been_here and not self._patient:
                    self.end(trouble)
                    return None
                await self._pause(trouble)
            except Trouble as trouble:
                self.end(trouble)
                return None

    async def _pause(self, trouble: Trouble) -> None:
        """Wait for the next attempt, unless somebody cannot wait."""
        seconds = self._wait()
        self._hurry.clear()
        self._enter("waiting", trouble, seconds)
        waiting = [asyncio.ensure_future(self._sleep(seconds)), asyncio.create_task(self._hurry.wait())]
        pulse = asyncio.create_task(self._pulse.run())
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*waiting, pulse):
                task.cancel()

    async def _stay(self, stream: Stream) -> Trouble:
        """Be connected until the connection ends; why it did."""
        self._stream = stream
        self._asking.again.clear()
        self._asking.anew = False
        with self._holding():
            begun = self.client.connect()
        pulse = asyncio.create_task(self._pulse.run())
        reason, trouble = "", Trouble("lost", reason="")
        try:
            self._enter("entering")
            self._tell(begun)
            await self._listen(stream)
        except TimeoutError:  # which is an OSError
            reason, trouble = "the server does not answer", Trouble("silent")
        except OSError as error:
            reason = error.strerror or str(error) or "the connection broke"
        except Exception as error:
            reason = "something went wrong here"
            self._faulted(error)
        finally:
            pulse.cancel()
            self._hang_up(stream)
        if self.over is not None:
            return self.over
        with self._holding():
            lost = self.client.connection_lost(reason)
        self._tell([] if self._upgrading or self._asking.anew else lost)
        if trouble.code == "silent":
            return trouble
        return Trouble("lost", reason=next((one.reason for one in lost if isinstance(one, e.Disconnected)), reason))

    def _hang_up(self, stream: Stream) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._stream = self._deadline = None
        self.ready.clear()
        stream.close()
        if self._dial is not None:
            self._carefully(self._dial.ended)

    async def _listen(self, stream: Stream) -> None:
        """Take in what comes until the end. Raises OSError, TimeoutError."""
        silent = False
        while True:
            try:
                data = await self._within(stream.read())
            except TimeoutError:
                if silent or self.client.quitting or self._deadline is not None:
                    raise
                silent = True
                self.client.check_alive()
                self._send()
                continue
            if not data:
                return
            silent = False
            for start in range(0, len(data), SLICE):
                self._receive(data[start : start + SLICE])
                if self.client.failed or self._upgrading or self.over is not None:
                    return
                await asyncio.sleep(0)
            await self._within(stream.drain())

    async def _within(self, work: Awaitable[T]) -> T:
        """Wait for it as long as there is patience, which may change meanwhile. Raises TimeoutError."""
        try:
            async with asyncio.timeout(self._patience()) as self._listening:  # wait_for may swallow a Ctrl-C
                return await work
        finally:
            self._listening = None

    def _hurry_up(self) -> None:
        """There is less patience than when the waiting began."""
        if self._listening is not None:
            self._listening.reschedule(asyncio.get_running_loop().time() + self._patience())

    def _receive(self, data: bytes) -> None:
        with self._holding():
            events = self.client.receive(data, self.now())
        self._tell(events)

    def _patience(self) -> float:
        """Seconds to wait for a word from the server. A goodbye may have to wait for what is sent before it."""
        if self._deadline is not None:
            return max(0.0, self._deadline - asyncio.get_running_loop().time())
        said_goodbye = self.client.quitting and self.client.wait(self.now()) is None
        return GOODBYE if said_goodbye else SILENCE

    async def _between(self, trouble: Trouble) -> None:
        """After a lost connection: over, or worth another attempt, perhaps after an answer."""
        if self._upgrading:
            self._upgrading = False
        elif self.client.quitting:
            self.end(Trouble("left"))
        elif self._asking.question is not None or self._asking.again.is_set():
            await self._asking.again.wait()
        elif self.client.been_here or self._patient:
            await self._pause(trouble)
        else:
            self.end(Trouble("turned-away", reason=trouble.details.get("reason", "")))

    def _send(self) -> None:
        if self._upgrading or self._stream is None:
            return
        with self._holding():
            data, wait = self.client.bytes_to_send(self.now()), self.client.wait(self.now())
        if data:
            self._stream.write(data)
        if wait is not None and self._later is None:
            self._later = asyncio.get_running_loop().call_later(wait / 1000, self._send_more)

    def _send_more(self) -> None:
        """The server's pace allows for more."""
        self._later = None
        self._send()

    # What is told

    def _tell(self, events: list[e.Event]) -> None:
        """Keep, tell, send: what is shown is safe, and what the server takes for seen has been seen."""
        keep = self.keep
        if keep is not None:
            self._carefully(partial(keep.changed, self.client))
        if events:
            self.watch([*events])
        if keep is not None:
            self._carefully(partial(keep.shown, self.client))
        for event in events:
            self._follow(event)
        self._send()
        if len(self.client.queue) < MOST_PENDING:
            self._room_for_more.set()

    def _follow(self, event: e.Event) -> None:
        self.sharing.see(event)
        match event:
            case e.NameRefused():
                owned = is_owned(self.client, event.reason)
                wrong = owned and event.name == self._asking.tried
                self._asking.ask(NameNeeded(event.name, event.reason, owned, wrong))
            case e.PasswordRefused():
                self._asking.ask(PasswordNeeded(event.reason))
            case e.NotAdmitted():
                self._asking.ask(AdmissionNeeded(event.reason, event.invited))
            case e.Banned():
                self.end(Trouble("banned", reason=event.reason))
            case e.StrictTransport():
                self._carefully(lambda: self._heard(event))
            case e.Alive():
                self._deadline = None
            case e.Ready():
                self._asking.tried = ""
                self._wait = waits(self._chance)
                self.ready.set()
                self._enter("on")
            case e.Settled():
                self.settled.set()
            case e.Quitting() if not self.client.connected:
                self.end(Trouble("left"))

    def _heard(self, said: e.StrictTransport) -> None:
        if self._dial is not None and self._dial.heard(said):
            self._upgrading = True
            self.watch([Upgrading()])

    def _ask(self, question: Question) -> None:
        self._enter("asking")
        self.watch([question])

    def _enter(self, phase: Phase, trouble: Trouble | None = None, wait: float = 0.0) -> None:
        self.phase = phase
        self.watch([PhaseChanged(phase, trouble, wait)])

    def _faulted(self, error: Exception) -> None:
        """Something is wrong with us: the person is told, and the visit goes on, unless that helps nothing."""
        self._faults += 1
        trouble = self._note_fault(error)
        self.watch([Faulted(trouble)])
        if self._faults >= MOST_FAULTS:
            self.end(trouble)

    def _carefully(self, do: Callable[[], None]) -> None:
        """A file that cannot be written is no reason to leave; it is told once."""
        try:
            do()
        except Trouble as trouble:
            if trouble != self._told:
                self._told = trouble
                self.watch([FileTrouble(trouble)])
