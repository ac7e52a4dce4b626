"""From the first bytes to the protocol that fits: they are read into a buffer, the same way with and without TLS."""

from __future__ import annotations

import asyncio
from typing import cast

import msgspec

from hubbub.commands.guard import banned
from hubbub.server.core.engine import Engine
from hubbub.server.http.protocol import HttpConnection
from hubbub.server.http.response import error_response
from hubbub.server.http.web import Web
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.closing import linger
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import Peer
from hubbub.wire.sniff import Opening, decide

from .door import SILENCE, TLS_HELLO, Door

ONCE_MORE = 0.01  # seconds in which what has come is read, after a silence


class Entrance(Door):
    """The door of a server: what comes in is spoken to here."""

    def __init__(self, engine: Engine, addresses: Addresses, web: Web, watched: Web) -> None:
        super().__init__(engine, addresses)
        self.engine = engine
        self.web = web
        self.watched = watched  # what those who watch over the server are shown at an address of its own

    def first_protocol(self, peer: Peer, greet: bool, first: bytes = b"") -> asyncio.Protocol:
        if peer.kind == "metrics":
            return HttpConnection(self.watched, peer)
        if peer.kind == "http":
            return HttpConnection(self.web, peer)
        if peer.kind == "plain" or greet:
            return Greeted(self.engine, msgspec.structs.replace(peer, silent=greet), "plain")
        if decide(first) is Opening.IRC:  # nearly always: programs do not wait with their first line
            return LineProtocol(self.engine, peer, "irc")
        return OpeningProtocol(self, peer)

    def why_not(self, address: str) -> str:
        return banned.refused(self.engine.chat, address)

    @property
    def name(self) -> str:
        return self.engine.chat.policy.server


class OpeningProtocol(asyncio.Protocol):
    """Reads until it is clear who is there, then gives the transport, and what it has read, to whom it concerns."""

    transport: asyncio.Transport

    def __init__(self, entrance: Entrance, peer: Peer) -> None:
        self.entrance = entrance
        self.peer = peer
        self.buffer = bytearray()
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        loop = self.entrance.engine.loop
        self.entrance.waiting.add(self)
        self.silence = loop.call_later(SILENCE, self._silent)
        self.deadline = loop.call_later(self.entrance.engine.limits.registration_seconds, self._too_late)

    def data_received(self, data: bytes) -> None:
        if self.ended:
            return
        self.buffer += data
        opening = decide(bytes(self.buffer))
        if opening is not Opening.MORE:
            self._decided(opening)

    def eof_received(self) -> bool | None:
        """All that a person says may be one line without an end."""
        if self.ended or decide(bytes(self.buffer) + b"\n") is not Opening.PERSON or not self.buffer:
            return None
        self._decided(Opening.PERSON)
        return cast(LineProtocol, self.transport.get_protocol()).eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        self._stop()
        self.peer.counted.gone()

    def drop(self) -> None:
        """Nothing came of it."""
        self._stop()
        self.transport.close()

    def _decided(self, opening: Opening) -> None:
        engine, peer = self.entrance.engine, self.peer
        if opening in (Opening.TLS, Opening.PROXY):  # nobody's word for another address is believed
            self.drop()
        elif opening is Opening.HTTP and peer.kind == "irc":
            self._refuse(error_response(400, "This port is for IRC only."))
        elif opening is Opening.HTTP:
            self._skip_empty_line()
            self._become(HttpConnection(self.entrance.web, peer))
        elif opening is Opening.IRC or peer.kind == "irc":
            self._become(LineProtocol(engine, peer, "irc"))
        else:
            self._skip_empty_line()
            self._become(LineProtocol(engine, peer, "plain"))

    def _skip_empty_line(self) -> None:
        """Enter brings the greeting, and has done its work then; before a request "a server SHOULD ignore" it."""
        for empty in (b"\r\n", b"\n"):
            if self.buffer.startswith(empty):
                del self.buffer[: len(empty)]
                return

    def _become(self, protocol: LineProtocol | HttpConnection) -> None:
        self._stop()
        transport = self.transport
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        if self.buffer:
            protocol.data_received(bytes(self.buffer))

    def _refuse(self, words: bytes) -> None:
        self._stop()
        self.transport.write(words)
        linger(self.entrance.engine.loop, self.transport)

    def _silent(self) -> None:
        """Who spoke while the process had no time was not silent: a loop may look at its timers first."""
        self.silence = self.entrance.engine.loop.call_later(ONCE_MORE, self._was_silent)

    def _was_silent(self) -> None:
        peer = self.peer
        if not self.buffer and peer.kind == "any" and not self.entrance.addresses.speaks_http(peer.address):
            self._become(Greeted(self.entrance.engine, msgspec.structs.replace(peer, silent=True), "plain"))

    def _too_late(self) -> None:
        if self.buffer:
            self._refuse(b"Registration timed out\r\n")
        else:
            self.drop()  # a browser would take our words for the answer to its next request

    def _stop(self) -> None:
        self.ended = True
        self.silence.cancel()
        self.deadline.cancel()
        self.entrance.waiting.discard(self)


class Greeted(LineProtocol):
    """Somebody who was greeted before their first byte; should they speak TLS then, they cannot be helped."""

    unheard = True

    def data_received(self, data: bytes) -> None:
        if self.unheard:
            self.unheard = False
            if data.startswith(TLS_HELLO):
                self.transport.abort()
                return
        super().data_received(data)
