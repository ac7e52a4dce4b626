"""One connection that speaks lines: what it says to its dialect, line after line, and its outbox back to the transport.

How that is cut into lines is the business of the protocol below (line_protocol, http/websocket), and how it ends that
of `phases`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from typing import Protocol

from hubbub.chat.chat import Ended
from hubbub.chat.events import LeaveReason
from hubbub.chat.world.session import Dialect, Framing, Profile, Session, Told
from hubbub.dialects.plain.screen import is_prompted
from hubbub.dialects.table import DIALECTS
from hubbub.server.core.engine import Engine
from hubbub.server.core.rate_limit import TokenBucket
from hubbub.wire.lines import BadLine

from . import phases
from .intake import Intake
from .keepalive import KeepAlive, Verdict
from .outflow import Outflow
from .peer import CONSOLE, INSIDE, Peer, asked_host, fingerprint
from .phases import DEAF, OPEN, Phase
from .registration import Registration

logger = logging.getLogger(__name__)

HIGH_WATER = 64 * 1024  # bytes handed to the transport before we keep the rest ourselves
TOGETHER = 2 * 1024  # characters of lines that are handled before others have a turn: very many may come at once
SHORTEST = 64  # that each of them counts as
FLOOD_SECONDS = 60.0  # that somebody may be held back without a pause, before they are closed


class LowerLayer(Protocol):
    """What is below a connection: the protocol of its transport."""

    framing: Framing

    @property
    def in_line(self) -> bool:
        """Whether a line has begun to come."""

    def read_on(self) -> None:
        """All that it said is handled, or thrown away: the next may come."""

    def end(self, reason: LeaveReason, text: str) -> None:
        """The last words were handed to the transport: close, in a way that they arrive."""


class Connection:
    """Implements `Endpoint` for its session. `dialect` is the one to begin with."""

    __slots__ = (
        "__weakref__",
        "below",
        "cut_timer",
        "doing",
        "end_reason",
        "engine",
        "held_reading",
        "intake",
        "is_lost",
        "keepalive",
        "outflow",
        "peer",
        "phase",
        "registration",
        "reloading",
        "session",
        "transport",
        "working",
    )

    def __init__(
        self,
        engine: Engine,
        peer: Peer,
        dialect: Dialect,
        transport: asyncio.Transport,
        below: LowerLayer,
        *,
        greet: bool = True,
    ) -> None:
        limits = engine.limits
        self.engine = engine
        self.peer = peer
        self.transport = transport
        self.below = below
        self.phase: Phase = OPEN
        limited = limits.flood_burst and not peer.is_trusted
        self.intake = Intake(TokenBucket(limits.flood_burst, limits.flood_rate) if limited else None)
        self.outflow = Outflow(below.framing)
        self.keepalive = KeepAlive(engine.loop.time())
        self.registration = Registration(unsure=peer.kind == "any")
        self.held_reading = self.reloading = self.is_lost = False
        self.end_reason: LeaveReason = "lost"  # why it ends, as far as is known
        self.working = 0  # commands that wait for something
        self.doing: str | BadLine | None = None  # the line of the latest of them
        self.cut_timer: asyncio.TimerHandle | None = None  # once the last words are on their way
        transport.set_write_buffer_limits(HIGH_WATER)
        engine.begin()
        profile, direct = Profile.of(dialect, 0, below.framing), peer.carrier in ("tcp", "tls", INSIDE)
        self.session = session = Session(engine.chat, profile, self, peer.address, peer.secure, direct=direct)
        handshake = transport.get_extra_info("ssl_object")
        if handshake is not None:
            session.asked_host, session.fingerprint = asked_host(handshake), fingerprint(handshake)
        session.console = peer.kind == CONSOLE
        session.cookie = peer.cookie
        engine.connections.add(self)
        engine.chat.world.local.strangers.add(session)
        if greet:
            dialect.greet(session, unsure=peer.silent)

    @property
    def is_open(self) -> bool:
        return self.phase is OPEN

    @property
    def is_handled(self) -> bool:
        """Whether what was said is still done."""
        return self.phase is OPEN or self.phase is DEAF

    # from below

    def hear(self, lines: Sequence[str | BadLine]) -> None:
        """This was said. They are handled in order, one after the other."""
        self.keepalive.hear(self.engine.clock)
        self.intake.add(lines)
        self.work()

    def hear_no_more(self, *, answers: bool = True) -> None:
        """Nothing more will be said: that is done, answered, and then it ends. `answers`: those can still go out."""
        if not answers and self.phase is OPEN:
            phases.turn_deaf(self, "lost")
            return
        self.intake.ended = True
        self.engine.commits.let_go_of(self.session)
        self.work()

    def answer_no_more(self, error: Exception | None) -> None:
        """Nobody takes the answers to what was received and comes a little later, or not at all."""
        if self.phase is OPEN:
            self.engine.begin()
            phases.turn_deaf(self, _why_lost(error), more=True)

    def lost(self, error: Exception | None) -> None:
        """The transport is gone. What was received before is handled all the same."""
        self.engine.begin()
        self.is_lost = True
        if self.phase is OPEN:
            phases.turn_deaf(self, _why_lost(error))
        elif self.phase is DEAF:
            self.intake.ended = True
            self.work()
        else:
            phases.bury(self)

    def pause_writing(self) -> None:
        """The transport is full."""
        self.outflow.paused = True

    def resume_writing(self) -> None:
        """It takes more."""
        self.outflow.paused = False
        self.keepalive.heard = self.engine.loop.time()
        self.pump()

    # what it says

    def work(self) -> None:
        """Handle what was said until something holds it, and read no more before that is handled."""
        intake, session, chat = self.intake, self.session, self.engine.chat
        left, before = TOGETHER, None
        if intake.lines:
            chat.batch.asking.append(session)
        while intake.lines and not intake.holds and (self.phase is OPEN or self.phase is DEAF):
            line = intake.lines.pop()
            if before is not None:
                left -= _size(before)
                if _size(line) > left:
                    intake.put_back(line)
                    intake.hold()
                    self.engine.loop.call_soon(self.go_on)
                    break
            before = line
            if session.user is None:
                if not self._may_go_on(line):
                    break
            elif intake.allowance is not None and self._is_too_fast(line):
                intake.put_back(line)
                break
            session.coming = intake.lines
            try:
                waiting = session.profile.dialect.handle(chat, session, line)
            except Ended:
                continue
            except Exception:
                self._blunder()
                continue
            session.in_one_go = bool(intake.lines)
            if waiting is not None:
                intake.hold()
                self.working += 1
                self.doing = line
                self.engine.spawn(self._finish(waiting), "command")
        if intake.lines or intake.ended or self.held_reading:
            self._after_work()

    @property
    def unhandled(self) -> list[str | BadLine]:
        """What was said and is not done yet, in the order in which it came."""
        return [*([] if self.doing is None else [self.doing]), *self.intake.waiting]

    def _after_work(self) -> None:
        """Read as much as is handled; and end when that was all."""
        intake = self.intake
        if not self.is_handled:
            return
        if intake.is_done:
            self.engine.begin()
            self.close(self.end_reason, "")
        elif intake.lines and not self.held_reading and not self._may_leave():
            self.held_reading = True
            if self.phase is OPEN:
                self.transport.pause_reading()
        elif not intake.lines and self.held_reading:
            self.held_reading = False
            self.below.read_on()

    def _may_leave(self) -> bool:
        """Whether it is read on although lines wait: who waits for the disk may give up, and that stands behind them.
        Nobody is to say much meanwhile."""
        if self.session not in self.engine.commits.outside:
            return False
        return sum(map(_size, self.intake.lines)) < TOGETHER

    async def _finish(self, waiting: Awaitable[None]) -> None:
        try:
            await waiting
        except Ended:  # perhaps before it could begin: then there is no `Session.me` any more
            return
        except Exception:
            self._blunder()
        finally:
            self.working -= 1
            self.doing = None
        self.go_on()

    def go_on(self) -> None:
        """Something that held its lines is over."""
        if self.is_handled:
            self.engine.begin()
            self.intake.release()
            self.work()

    def _may_go_on(self, line: str | BadLine) -> bool:
        """Before registration: whether the line is to be handled; an IRC client that we took for a person is let in."""
        session = self.session
        if self.peer.is_trusted:  # the console never registers, and a bot does so in its own way
            return True
        verdict = self.registration.look(line, plain=session.dialect.name == "plain")
        if verdict == "irc":
            self._speak_irc()
        elif verdict == "too many":
            self.close("closed", "Too many lines before registration")
        elif verdict == "http":
            self.close("closed", "This is a chat, and not HTTP any more")
        return self.is_handled

    def _speak_irc(self) -> None:
        session, dialect = self.session, DIALECTS["irc"]
        if is_prompted(session):
            session.send(b"\r\n")  # which ends its line
        session.state = dialect.new_state()
        self.engine.chat.world.local.change_profile(session, Profile.of(dialect, 0, self.below.framing))

    def take_next(self, many: int) -> int:
        """Of the lines that come next so many, which are alike, count as handled, as far as they may be handled
        already: how many of them."""
        lines = self.intake.lines
        if self.intake.allowance is not None:
            many = self.intake.take_more(many, self._cost(lines[-1]), self._shared())
        del lines[len(lines) - many :]
        return many

    def _cost(self, line: str | BadLine) -> float:
        """What the line takes from its sender's allowance."""
        return self.session.profile.dialect.cost(self.session, line)

    def _shared(self) -> TokenBucket | None:
        """The allowance of the account behind it, where that has other connections, too."""
        user = self.session.user
        if user is None or len(user.sessions) < 2 or not user.number:
            return None
        return self.engine.allowance_of(user.number)

    def _is_too_fast(self, line: str | BadLine) -> bool:
        """Whether the line has to wait; if not, it is taken from the connection's allowance and from the shared one."""
        loop, intake = self.engine.loop, self.intake
        wait = intake.wait(loop.time(), self._cost(line), self._shared())
        if wait <= 0:
            return False
        if intake.flooding(loop.time()) > FLOOD_SECONDS:
            self.close("closed", "Too many messages too fast")
        else:
            intake.hold()
            loop.call_later(wait, self.go_on)
        return True

    def _blunder(self) -> None:
        logger.exception("a bug in hubbub: the connection that met it is closed")
        self.engine.begin()
        self.close("closed", "The server made a mistake and has to end this connection")

    # what it is told

    def flush(self, outbox: Sequence[Told]) -> None:
        """Write what one turn had to say, in one write where the transport takes it. Bytes come joined."""
        if self.phase is DEAF:
            return
        first, outflow = outbox[0], self.outflow
        if len(outbox) == 1 and first.__class__ is bytes and outflow.waiting is None and not outflow.paused:
            self.transport.write(first)
        else:
            self.intake.hold(outflow.add(self.session.made(outbox)))
            self.pump()
        if self.session.acknowledged and self._has_left():
            self._acknowledge()

    def pump(self, *, its_turn: bool = False) -> None:
        """Hand over what waits as far as the transport takes it; long replies slice by slice, in turn with those of
        others (`its_turn`: to make one)."""
        outflow, made = self.outflow, False
        while outflow.is_ready or self.transport.is_closing():
            if self.transport.is_closing():  # it takes nothing more
                self.forget_outbox()
                return
            if outflow.is_long:
                if not its_turn and not self.engine.may_make(self, again=made):
                    break
                its_turn, made = False, True
            try:
                data = outflow.take()
            except Exception:  # a long reply is made here
                self._blunder()
                return
            if data is None:
                self.go_on()
            elif data:  # a slice may be of no lines, while more is to be done than others can wait for
                self.transport.write(data)
        if outflow.size > self.engine.limits.send_queue_bytes:
            outflow.clear()  # the reader is too slow: what it has not taken is given up; it can resume
            self.engine.begin()
            self.close("closed", "Too slow: the send queue is full")
        elif not outflow.paused and outflow.waiting is None:
            self._acknowledge()

    def forget_outbox(self) -> None:
        """Nobody reads what waits: long replies on their way hold the lines no more."""
        self.intake.hold(-self.outflow.replies)
        self.outflow.clear()

    def _has_left(self) -> bool:
        """Whether all that it was told is made, and has left us."""
        outflow = self.outflow
        return outflow.waiting is None and not outflow.paused and not self.transport.get_write_buffer_size()

    def _acknowledge(self) -> None:
        if self.session.acknowledged:
            self.engine.begin()
            taken, self.session.acknowledged = self.session.acknowledged, ()
            for callback in taken:
                callback()

    # how it ends

    def close(self, reason: LeaveReason, text: str) -> None:
        """Say goodbye and disconnect; others see the reason."""
        phases.close(self, reason, text)

    def hold(self) -> None:
        """It is closed soon, as one of many: from now on nothing is done of what it says, and it hears nothing of what
        happens."""
        self.intake.hold()
        self.hear_nothing()

    def hear_nothing(self) -> None:
        """It ends soon, as one of many: it is not to hear of all the others."""
        self.engine.chat.world.local.hear_nothing(self.session)

    def stop(self, text: str) -> None:
        """The server is stopping: say so and disconnect, without telling everybody about everybody."""
        phases.stop(self, text)

    def abort(self) -> None:
        """End the connection at once, whatever still waits to be written."""
        if self in self.engine.connections:
            self.transport.abort()

    # what is asked of it

    def move(self, address: str) -> str | None:
        """It comes from there, says a gateway; a reason why it cannot, or None."""
        return self.peer.counted.move(address)

    @property
    def goes_on(self) -> bool:
        """Whether more may come, and answers can go out."""
        return self.phase is OPEN and not self.intake.ended

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken here; without it this very machine alone is safe, and no gateway on it."""
        return self.peer.carrier in ("tls", "wss")

    def look_at_clock(self, clock: float) -> None:
        """Close what is silent for too long; ask for a sign of life before that. Who is trusted is in no hurry.

        Who has said more than is done, or will say nothing more, and takes no answers, is silent: nothing else would
        ever end that connection.
        """
        session, keepalive, limits = self.session, self.keepalive, self.engine.limits
        if self.phase is not OPEN or self.peer.is_trusted:
            return
        verdict: Verdict
        if not self.working and (self.intake.ended or (self.held_reading and self.outflow.paused)):
            verdict = "lost" if keepalive.silence(clock) > limits.dead_seconds else "wait"
        elif session.user is not None:
            verdict = keepalive.after(clock, limits.ping_seconds, limits.dead_seconds, in_line=self.below.in_line)
        elif self.working:  # a password is being hashed
            keepalive.stand_still(clock)
            return
        else:
            verdict = keepalive.before_registration(clock, limits.registration_seconds)
        if verdict == "ask":
            keepalive.asked = session.dialect.ping(session)
        elif verdict == "unregistered":
            self.close("timeout", "Registration timed out")
        elif verdict == "lost":
            self.close("timeout", f"No answer for {round(keepalive.silence(clock))} seconds")


def _size(line: str | BadLine) -> int:
    """What it counts as, of TOGETHER."""
    return max(SHORTEST, len(line)) if isinstance(line, str) else SHORTEST


def _why_lost(error: Exception | None) -> LeaveReason:
    return "timeout" if isinstance(error, TimeoutError) else "lost"
