"""One HTTP connection: bytes to requests, each judged before anything is done with it, one at a time.

| phase   | what it waits for                                    | then                                           |
|---------|------------------------------------------------------|------------------------------------------------|
| waiting | the head of a request, for `head_seconds`            | an exchange; or an error and the end           |
| busy    | its answer; the body is handed on, the rest is kept  | waiting; or the end, or a WebSocket takes over |
| ended   | the last words to arrive; what comes is thrown away  |                                                |
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from hubbub.server.net.closing import finish, linger
from hubbub.server.net.peer import Peer

from . import problems
from .exchange import Exchange
from .head import Head, judge, parse
from .refused import Refused
from .response import head_of, refusal
from .upgrade import upgrade
from .web import Web

END = b"\r\n\r\n"
EMPTY_LINES = 8  # before a request, which are ignored
LINE = 256  # bytes of a request by which it is seen what it is for
ANSWER_SECONDS = 30.0  # for a reader who takes nothing of the answer


class HttpConnection(asyncio.Protocol):
    """One connection of an HTTP client. `exchange` is the request that is being answered; None: it waits for one."""

    transport: asyncio.Transport

    def __init__(self, web: Web, peer: Peer) -> None:
        self.web = web
        self.loop = web.engine.loop
        self.peer = peer
        self.buffer = bytearray()
        self.exchange: Exchange | None = None
        self.drained: asyncio.Future[None] | None = None  # while the transport takes nothing more
        self.ended = self.at_end = self.held = False
        self.timer: asyncio.TimerHandle | None = None

    # from the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        self.web.connections.add(self)
        self.set_timer(self.web.limits.http_head_seconds, self._too_late)

    def data_received(self, data: bytes) -> None:
        if not self.ended:
            self.buffer += data
            self._advance()

    def eof_received(self) -> bool:
        """A client may close its sending side and still wait for the answer (TLS has no such thing)."""
        self.at_end = True
        if self.exchange is not None and not self.exchange.body.more:
            self.exchange.nothing_more()
        return self.exchange is not None and self.peer.carrier == "tcp"

    def connection_lost(self, error: Exception | None) -> None:
        self.release()
        exchange, self.exchange = self.exchange, None
        if exchange is not None:
            exchange.nothing_more()
        self.resume_writing()
        self.peer.counted.gone()

    def pause_writing(self) -> None:
        if self.drained is None:
            self.drained = self.loop.create_future()

    def resume_writing(self) -> None:
        drained, self.drained = self.drained, None
        if drained is not None:
            drained.set_result(None)

    # for the exchange

    def hold(self) -> None:
        """Read nothing more for now."""
        if not self.held:
            self.held = True
            self.transport.pause_reading()

    def go_on(self) -> None:
        """Read again."""
        if self.held and not self.transport.is_closing():
            self.held = False
            self.transport.resume_reading()

    def wanted(self) -> None:
        """Somebody waits for the body."""
        if self.exchange is not None:
            self.exchange.wanted()

    def set_timer(self, seconds: float, call: Callable[..., object], *given: Any) -> None:
        """Do that in so many seconds, in place of what was to be done before."""
        if self.timer is not None:
            self.timer.cancel()
        self.timer = self.loop.call_later(seconds, call, *given)

    def patience(self) -> None:
        """From now on there is some time for the answer, or for more of it."""
        self.set_timer(ANSWER_SECONDS, self.transport.abort)

    def answered(self, *, last: bool, unread: bool) -> None:
        """The answer is written. `last`: the connection ends; `unread`: though the request was not read to its end."""
        if self.transport.is_closing():
            return
        if last or self.at_end:
            self.end(lingering=unread or bool(self.buffer))
        elif self.drained is not None:
            self.drained.add_done_callback(lambda _: self._next())
        else:
            self._next()

    def release(self) -> None:
        """This protocol has nothing more to do with the connection."""
        self._stop()
        self.web.connections.discard(self)

    def end(self, *, lingering: bool) -> None:
        """The last words are written. `lingering`: the other side may still be sending, and is to read them first."""
        self._stop()
        self.buffer.clear()
        self.go_on()
        if lingering and not self.at_end:
            linger(self.loop, self.transport)
        else:
            finish(self.loop, self.transport)

    # requests

    def _advance(self) -> None:
        """Use what is in the buffer, as far as that is possible now."""
        if self.ended:
            return
        if self.exchange is None:
            self._look()
        if self.exchange is not None and (self.buffer or self.exchange.body.more):
            self._feed(self.exchange)

    def _feed(self, exchange: Exchange) -> None:
        """What belongs to the body of a request, of very many chunks some in a turn."""
        had_more = exchange.body.more
        exchange.feed(self.buffer)
        if exchange.body.more:
            self.loop.call_soon(self._advance)
        elif had_more and self.at_end:
            exchange.nothing_more()
        if exchange.body.more or len(self.buffer) > self.web.limits.http_head_bytes:
            self.hold()
        elif had_more and not exchange.body.held:
            self.go_on()

    def _look(self) -> None:
        """Take the next head out of the buffer when it is whole, and begin to answer."""
        begun = bytes(self.buffer[:LINE])
        try:
            raw = self._next_head()
            if raw is None:
                return
            head = parse(raw, self.web.limits.http_headers)
            judge(head, self.web.hosts.ours, self.web.prefix)
        except Refused as refused:
            self._refuse(refused, begun)
        else:
            self._begin(head, raw)

    def _next_head(self) -> bytes | None:
        """The next head, or None while it is not whole. Raises Refused."""
        most = self.web.limits.http_head_bytes
        for _ in range(EMPTY_LINES):  # RFC 9112, 2.2: "SHOULD ignore at least one empty line" before a request
            if self.buffer.startswith(b"\r\n"):
                del self.buffer[:2]
        end = self.buffer.find(END) + len(END)
        if end > most or (end < len(END) and len(self.buffer) > most):
            raise Refused(431, f"The head of a request may have {most} bytes.")
        if end < len(END):
            if b"\n" in self.buffer.replace(b"\r\n", b""):
                raise Refused(400, "Lines of an HTTP head end with CR and LF.")
            return None
        raw = bytes(self.buffer[:end])
        del self.buffer[:end]
        return raw

    def _begin(self, head: Head, raw: bytes) -> None:
        self.patience()
        self.web.addresses.spoke_http(self.peer.address)
        self.exchange = Exchange(self, head)
        if head.wants_websocket and self.web.talks:
            self.web.engine.spawn(upgrade(self, self.exchange, raw), "websocket")
        else:
            self.exchange.begin()

    def _next(self) -> None:
        """Wait for the next request; what has come of it already is looked at when others had their turn."""
        self.exchange = None
        if self.ended or self.transport.is_closing():
            return
        if self.at_end:
            self.end(lingering=False)
            return
        self.set_timer(self.web.limits.http_head_seconds, self._too_late)
        self.go_on()
        if self.buffer:
            self.loop.call_soon(self._advance)

    def _too_late(self) -> None:
        if self.buffer:
            self._refuse(Refused(408, "The head of the request did not come in time."), bytes(self.buffer[:LINE]))
        else:
            self.end(lingering=False)

    def _refuse(self, refused: Refused, begun: bytes) -> None:
        """Answer with an error and close: where the next request begins is not certain any more. `begun`: how it
        begins, by which a program is known."""
        target = b" ".join(begun.split(b" ", 2)[1:2]).removeprefix(self.web.prefix.encode())
        for_program = target.startswith(problems.FOR_PROGRAMS.encode())
        response = problems.response(refused) if for_program else refusal(refused)
        self.transport.write(head_of(response, last=True) + response.body)
        self.end(lingering=True)

    def _stop(self) -> None:
        self.ended = True
        if self.timer is not None:
            self.timer.cancel()
