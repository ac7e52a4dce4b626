"""One connection that speaks lines: bytes in, lines to the dialect, and its outbox back to the socket."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import cast

from hubbub.chat.chat import Ended
from hubbub.chat.events import LeaveReason
from hubbub.chat.world.session import Framing, Nowhere, Profile, Session, Slices, text_line
from hubbub.commands.sessions import entering
from hubbub.dialects import DIALECTS
from hubbub.server.core.engine import Engine
from hubbub.server.core.rate_limit import Allowance
from hubbub.server.entrance.fingerprints import fingerprint
from hubbub.server.entrance.tls import asked_host
from hubbub.wire.lines import BadLine, LineReader
from hubbub.wire.sniff import looks_like_irc

from .closing import linger
from .peer import Peer

logger = logging.getLogger(__name__)

HIGH_WATER = 64 * 1024  # bytes handed to the transport before we keep the rest ourselves
LINGER = 10.0  # seconds that the last words may take


class Connection(asyncio.Protocol):
    """A person or an IRC client on a stream of bytes. `kind` is the name of the dialect to begin with.

    What the transport does not take yet waits in `backlog`, long replies unrendered. While a command is still at
    work, or its reply on the way, nothing more is read from the same connection.
    """

    framing: Framing = staticmethod(text_line)

    def __init__(self, engine: Engine, peer: Peer, kind: str) -> None:
        self.engine = engine
        self.peer = peer
        self.chat = engine.chat
        self.reader = LineReader(engine.limits.read_bytes)
        self.backlog: deque[bytes | Slices] = deque()
        self.backlog_bytes = 0
        self.pending: deque[str | BadLine] = deque()
        self.working = self.paused = self.closing = self.pinged = self.at_end = False
        self.lingering = False
        self.abort_timer: asyncio.TimerHandle | None = None  # once the last words are on their way
        self.slices = 0  # long replies in the backlog
        self.lines_read = 0
        limits = engine.limits
        self.allowance = Allowance(limits.flood_burst, limits.flood_rate) if limits.flood_burst else None
        engine.begin()
        dialect = DIALECTS[kind]
        profile, direct = Profile.of(dialect, 0, self.framing), peer.carrier in ("tcp", "tls")
        self.session = Session(engine.chat, profile, self, peer.address, peer.secure, direct=direct)
        self.session.cookie = peer.cookie

    # from the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        self.opened = self.heard = self.engine.loop.time()
        self.wrote_at = self.opened
        self.transport.set_write_buffer_limits(HIGH_WATER)
        self.session.asked_host = asked_host(self.transport)
        self.session.fingerprint = fingerprint(self.transport)
        self.engine.connections.add(self)
        self.engine.begin()
        self.session.dialect.greet(self.session)

    def data_received(self, data: bytes) -> None:
        if self.closing:  # it is read all the same: to close with unread bytes would take the last words along
            return
        self.engine.begin()
        self.receive(self.reader.feed(data))
        if self.reader.overfull:
            self.close("closed", "The line is too long")

    def eof_received(self) -> bool:
        """The client has said all it will say: do that, answer, and then close."""
        self.at_end = True
        self._end_when_done()
        return self.peer.carrier in ("tcp", "ws") and not self.lingering

    def _end_when_done(self) -> None:
        if self.at_end and not (self.pending or self.working or self.slices or self.closing):
            self.engine.begin()
            self.close("lost", "")

    def connection_lost(self, error: Exception | None) -> None:
        self.engine.begin()
        self.engine.forget(self)
        self.closing = True
        self.pending.clear()
        self.backlog.clear()
        reason: LeaveReason = "timeout" if isinstance(error, TimeoutError) else "lost"
        entering.leave(self.chat, self.session, reason)
        if self.abort_timer is not None:
            self.abort_timer.cancel()
        # Nothing is to keep what is gone alive: under attack there are thousands of them.
        self.session.endpoint = Nowhere()
        self.peer.gone()

    def pause_writing(self) -> None:
        self.paused = True

    def resume_writing(self) -> None:
        self.paused = False
        self._pump()

    # lines in

    def receive(self, lines: Sequence[str | BadLine]) -> None:
        """Handle the lines in order, or keep them while the connection is busy or talks too fast."""
        self.heard = self.engine.loop.time()
        self.pinged = False
        if self.working or self.slices or self.pending:
            self._keep_for_later(lines)
            return
        for number, line in enumerate(lines):
            if self.allowance is not None and not self._allowed(line):
                self._keep_for_later(lines[number:])
                return
            if not self._handle(line):
                self._keep_for_later(lines[number + 1 :])
                return

    def _handle(self, line: str | BadLine) -> bool:
        """Whether the next line can be handled at once."""
        session = self.session
        if session.user is None and self._too_early(line):
            return False
        try:
            waiting = session.profile.dialect.handle(self.chat, session, line)
        except Exception:
            self._blunder()
            return False
        if waiting is not None:
            self.working = True
            self.engine.spawn(self._finish(waiting), "command")
        return not self.working and not self.closing

    def _too_early(self, line: str | BadLine) -> bool:
        """Before registration: count lines, and let an IRC client in that we took for a person."""
        self.lines_read += 1
        if self.lines_read > self.engine.limits.registration_lines:
            self.close("closed", "Too many lines before registration")
            return True
        unsure = self.session.dialect.name == "plain" and self.peer.kind == "any"
        if unsure and isinstance(line, str) and looks_like_irc(line):
            self.session.send(b"\r\n")
            dialect = DIALECTS["irc"]
            self.session.state = dialect.new_state()
            self.chat.world.change_profile(self.session, Profile.of(dialect, 0, self.framing))
        return False

    async def _finish(self, waiting: Awaitable[None]) -> None:
        try:
            await waiting
        except Ended:
            return
        except Exception:
            self._blunder()
        self.engine.begin()
        self._resume()

    def _resume(self) -> None:
        """Something is done: go on with the lines that came meanwhile, if nothing else holds them up."""
        self.working = False
        self._take_pending()

    def _take_pending(self) -> None:
        if self.working or self.slices or self.closing:
            return
        lines = list(self.pending)
        self.pending.clear()
        if not self.transport.is_closing() and not self.at_end:
            self.transport.resume_reading()
        if lines:
            self.receive(lines)
        self._end_when_done()

    def _keep_for_later(self, lines: Sequence[str | BadLine]) -> None:
        if lines and not self.closing:
            self.pending.extend(lines)
            self.transport.pause_reading()

    def _allowed(self, line: str | BadLine) -> bool:
        """Whether the line may be handled now, by the connection's allowance and by that of the account behind it."""
        user, allowance = self.session.user, self.allowance
        if user is None or allowance is None:
            return True
        clock, cost = self.engine.loop.time(), self.session.dialect.cost(line)
        wait = allowance.take(clock, cost)
        if wait <= 0 and user.number and len(user.sessions) > 1:
            shared = self.engine.allowance_of(user.number)
            wait = shared.take(clock, cost)
            if wait > 0:
                allowance.give_back(cost)
                allowance = shared
        if wait <= 0:
            return True
        if allowance.flooding(clock) > self.engine.limits.flood_seconds:
            self.close("closed", "Too many messages too fast")
            return False
        self.working = True
        self.engine.loop.call_later(wait, self._go_on)
        return False

    def _go_on(self) -> None:
        if not self.closing:
            self.engine.begin()
            self._resume()

    def _blunder(self) -> None:
        logger.exception("a bug in hubbub: the connection that met it is closed")
        self.engine.begin()
        self.close("closed", "The server made a mistake and has to end this connection")

    # bytes out

    def flush(self, outbox: list[bytes | Slices]) -> None:
        """Write what one turn had to say, in one write where the transport takes it. Bytes come joined."""
        first = outbox[0]
        if len(outbox) == 1 and isinstance(first, bytes) and not self.backlog and not self.paused:
            self.transport.write(first)
        else:
            self.backlog.extend(outbox)
            self.backlog_bytes += sum(len(item) for item in outbox if isinstance(item, bytes))
            self.slices += sum(1 for item in outbox if not isinstance(item, bytes))
            self._pump()
        if not self.paused and self.session.acknowledged and not self.transport.get_write_buffer_size():
            self._acknowledge()

    def _pump(self) -> None:
        """Hand over the backlog as far as the transport takes it; long replies slice by slice."""
        while self.backlog and not self.paused:
            item = self.backlog.popleft()
            if isinstance(item, bytes):
                self.backlog_bytes -= len(item)
                self.transport.write(item)
                continue
            lines = next(item, None)
            if lines is not None:
                self.backlog.appendleft(item)
                self.transport.write(b"".join(map(self.framing, lines)))
            else:
                self.slices -= 1
                self.engine.begin()
                self._take_pending()
        if self.backlog_bytes > self.engine.limits.send_bytes:
            self._cut_off()
        elif not self.paused:
            self._acknowledge()

    def _acknowledge(self) -> None:
        if self.session.acknowledged:
            self.engine.begin()
            taken, self.session.acknowledged = self.session.acknowledged, []
            for callback in taken:
                callback()

    def _cut_off(self) -> None:
        """The reader is too slow: what it has not taken is given up; it can resume."""
        self.backlog.clear()
        self.backlog_bytes = 0
        self.paused = False
        self.engine.begin()
        self.close("closed", "Too slow: the send queue is full")

    # ends

    def close(self, reason: LeaveReason, text: str) -> None:
        """Say goodbye and disconnect; others see the reason."""
        if self.closing:
            return
        self._part(text if reason != "lost" else "The connection has ended")
        entering.leave(self.chat, self.session, reason, text)

    def stop(self, text: str) -> None:
        """The server is stopping: say so and disconnect, without telling everybody about everybody."""
        if self.closing:
            return
        self._part(text)
        self.session.ended = True

    def _part(self, text: str) -> None:
        self.closing = True
        for line in self.session.dialect.farewell(self.session, text):
            self.session.send(self.framing(line))
        self.session.send(iter(self._goodbye, None))
        self.abort_timer = self.engine.loop.call_later(LINGER, self.abort)

    def _goodbye(self) -> list[bytes] | None:
        """The end of the last outbox: everything before it was handed over. The client may still be talking."""
        if self.at_end or not self.transport.can_write_eof():
            self.transport.close()
        else:
            self.lingering = True
            self.backlog.clear()
            self.session.endpoint = Nowhere()
            self.transport.resume_reading()
            linger(self.engine.loop, self.transport, LINGER)
        return None

    def move(self, address: str) -> str | None:
        """It comes from there, says a gateway; a reason why it cannot, or None."""
        return self.peer.move(address)

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken here; without it this very machine alone is safe, and no gateway on it."""
        return self.peer.carrier in ("tls", "wss")

    def abort(self) -> None:
        """End the connection at once, whatever still waits to be written."""
        if self in self.engine.connections:
            self.transport.abort()

    def look_at_clock(self, clock: float) -> None:
        """Close what is silent for too long; ask for a sign of life before that."""
        limits = self.engine.limits
        if self.closing:
            return
        silent = clock - self.heard
        if self.session.user is None and self.working:
            self.opened += silent  # the clock stands still while a password is hashed
            self.heard = clock
        elif self.session.user is None:
            if clock - self.opened > limits.registration_seconds:
                self.close("timeout", "Registration timed out")
        elif self.pinged or self.reader.buffered:
            if silent > limits.dead_seconds:
                self.close("timeout", f"No answer for {int(silent)} seconds")
        elif silent > limits.ping_seconds:
            self.pinged = self.session.dialect.ping(self.session)


Connect = Callable[[Peer, str], Connection]
