"""One request and its answer: routed, its body handed on within limits, the answer written as the reader takes it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable
from math import ceil
from typing import TYPE_CHECKING

from hubbub.server.net.addresses import FULL, SHORT

from . import problems
from .body import NO_BODY, Body, BodyLimits, too_large
from .framing import framing
from .head import Head
from .origin import judge_origin
from .refused import Gone, Refused
from .request import Caller, Request
from .response import Response, chunk, head_of, redirect, refusal
from .routes import Handler
from .x_forwarded import forwarded

if TYPE_CHECKING:
    from .protocol import HttpConnection

logger = logging.getLogger(__name__)

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LOOK = 1.0  # seconds until a body that was held up is looked at again


class Exchange:
    """What happens between the head of a request, which was judged, and the end of its answer."""

    def __init__(self, connection: HttpConnection, head: Head) -> None:
        self.connection = connection
        self.head = head
        self.last = head.last
        self.expected = "100-continue" in head.words("expect")
        self.began = connection.loop.time()
        self.broken = False
        self.body = self._body(NO_BODY)

    def begin(self) -> None:
        """Ask the handler: at once where it can, and in the background otherwise."""
        answer: Response | Awaitable[Response]
        try:
            handler, request = self._routed()
            answer = handler(request)
        except Refused as refused:
            answer = self._refusal(refused)
        except Exception as error:
            answer = self._failed(error)
        if isinstance(answer, Response) and answer.parts is None:
            self.write_whole(answer)
        else:
            self.connection.web.engine.spawn(self._later(answer), "http request")

    def feed(self, buffer: bytearray) -> None:
        """Take what belongs to the body from the front of `buffer`."""
        if self.broken:
            buffer.clear()
        elif not self.body.whole:
            try:
                self.body.feed(buffer)
            except Refused:  # the handler is told, and answers
                self.broken = True
            if self.body.whole or self.broken:
                self.connection.patience()

    def nothing_more(self) -> None:
        """The client sends nothing more, or is gone."""
        self.body.fail(Gone())

    def caller(self) -> Caller:
        """Who asks. Raises Refused."""
        peer = self.connection.peer
        web = self.connection.web
        told = forwarded(self.head, peer.address, web.proxies)
        if told is not None and peer.address not in web.proxies:
            web.not_believed(peer.address)
        tls = peer.carrier == "tls" or (told is not None and told.secure)
        if told is None:
            return Caller(peer.address, peer.secure, tls)
        return Caller(told.address, tls, tls, proxied=peer.address in web.proxies)

    def write_whole(self, response: Response) -> None:
        """Write an answer that is there in one piece."""
        unread = self._note_unread()
        try:
            written = head_of(response, last=self.last)
        except ValueError:
            response = self._blunder()
            written = head_of(response, last=self.last)
        if not self.connection.transport.is_closing():
            self.connection.transport.write(written if self.head.method == "HEAD" else written + response.body)
        self.connection.answered(last=self.last, unread=unread)

    # requests

    def _routed(self) -> tuple[Handler, Request]:
        """Who handles it, and what that one gets. Raises Refused."""
        web, head, caller = self.connection.web, self.head, self.caller()
        wait = ceil(web.addresses.request(caller.address))
        if wait:
            self.last = True
            raise Refused(
                429, f"Too many requests from your address. Try again in {wait} s.", {"Retry-After": str(wait)}
            )
        judge_origin(head, tls=caller.tls, others=web.origins)
        if web.prefix and head.path == web.prefix:
            return (lambda _: redirect(f"{web.prefix}/")), Request(head, caller, head.path, {}, self.body)
        path = web.within(head.path)
        route, params = web.routes.find(head.method, path)
        limits = route.limits
        if not self.body.whole:
            if (head.length or 0) > limits.most or not limits.most:
                raise too_large(limits.most)
            self.body = self._body(limits)
            self._watch(limits, 0.0)
        return route.handler, Request(head, caller, path, params, self.body)

    def _body(self, limits: BodyLimits) -> Body:
        return Body(self.connection, framing(self.head), limits.most)

    def wanted(self) -> None:
        """The handler waits for a body that the client holds back until it is told to go on (RFC 9110, 10.1.1)."""
        if self.expected and not self.body.received and not self.connection.transport.is_closing():
            self.connection.transport.write(CONTINUE)
        self.expected = False

    def _watch(self, limits: BodyLimits, held: float) -> None:
        """See to it that the body comes in time. `held`: seconds in which nobody here took it, which do not count."""
        body, connection = self.body, self.connection
        left = self.began + held + limits.seconds + body.received / limits.rate - connection.loop.time()
        if body.held:
            connection.set_timer(LOOK, self._watch, limits, held + LOOK)
        elif left > 0:
            connection.set_timer(left, self._watch, limits, held)
        else:
            self.broken = True
            connection.patience()
            body.fail(Refused(408, "The body of the request did not come in time."))

    # answers

    def _refusal(self, refused: Refused) -> Response:
        """What is answered: programs that use the API read problem details, everybody else a sentence."""
        path = self.connection.web.within(self.head.path)
        return problems.response(refused) if path.startswith(problems.FOR_PROGRAMS) else refusal(refused)

    def _failed(self, error: Exception) -> Response:
        """What is answered where a handler could not: that no file can be opened any more is no mistake of it."""
        if isinstance(error, OSError) and error.errno in SHORT:
            return self._refusal(Refused(503, FULL))
        return self._blunder()

    def _blunder(self) -> Response:
        """What is answered where a handler failed, which is logged."""
        logger.exception("a request could not be answered")
        return self._refusal(Refused(500, "The server made a mistake."))

    async def _later(self, answer: Response | Awaitable[Response]) -> None:
        try:
            response = answer if isinstance(answer, Response) else await answer
        except Refused as refused:
            response = self._refusal(refused)
        except Gone:
            self.connection.transport.abort()
            return
        except Exception as error:
            response = self._failed(error)
        if response.parts is None:
            self.write_whole(response)
        else:
            await self._write_in_parts(response, response.parts)

    async def _write_in_parts(self, response: Response, parts: AsyncIterator[bytes]) -> None:
        """One part after the other, as the reader takes them. How long all of it takes does not matter."""
        chunked = response.length is None and self.head.minor > 0
        self.last = self.last or (response.length is None and not chunked)
        unread = self._note_unread()
        try:
            await self._write(head_of(response, last=self.last, chunked=chunked))
            if self.head.method != "HEAD":
                async for part in parts:
                    if part:
                        await self._write(chunk(part) if chunked else part)
                if chunked:
                    await self._write(chunk(b""))
        except Gone:
            self.connection.transport.abort()
            return
        except Exception:
            logger.exception("an answer broke off")
            self.connection.transport.abort()
            return
        finally:
            await _closed(parts)
        self.connection.answered(last=self.last, unread=unread)

    async def _write(self, data: bytes) -> None:
        """Write, and wait until the reader has taken enough. Raises Gone."""
        connection = self.connection
        if connection.transport.is_closing():
            raise Gone
        connection.transport.write(data)
        if connection.drained is not None:
            await connection.drained
        if self.body.whole:
            connection.patience()

    def _note_unread(self) -> bool:
        """Who is answered before the body was whole need not send the rest, and no request can follow it."""
        unread = not self.body.whole
        self.last = self.last or unread
        return unread


async def _closed(parts: AsyncIterator[bytes]) -> None:
    """What makes the parts is told that nobody takes any more."""
    close = getattr(parts, "aclose", None)
    if close is not None:
        await close()
