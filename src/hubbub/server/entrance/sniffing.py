"""From the first bytes to the protocol that fits: they are read into a buffer, the same way with and without TLS."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import msgspec

from hubbub.commands.guard import banned
from hubbub.dialects import dialect_module
from hubbub.server.core.engine import Engine
from hubbub.server.core.on_disk import DISK, AnotherProgram
from hubbub.server.http.web import Web
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.closing import linger
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import Peer
from hubbub.wire.sniff import Opening, decide

from .door import SILENCE, TLS_HELLO, Door
from .refusing import page, refusal

if TYPE_CHECKING:
    from hubbub.server.http.protocol import HttpConnection


class Entrance(Door):
    """The door of a server: what comes in is spoken to here."""

    def __init__(self, engine: Engine, addresses: Addresses, web: Web, watched: Web) -> None:
        super().__init__(engine, addresses)
        self.engine = engine
        self.web = web
        self.watched = watched  # what those who watch over the server are shown at an address of its own

    def first_protocol(self, peer: Peer, greet: bool) -> asyncio.Protocol:
        if peer.kind == "metrics":
            return _http(self.watched, peer)
        if peer.kind == "http":
            return _http(self.web, peer)
        if peer.kind == "plain" or greet:
            return Greeted(self.engine, msgspec.structs.replace(peer, silent=greet), "plain")
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
            self._refuse(page(400, "This port is for IRC only."))
        elif opening is Opening.HTTP:
            self._skip_empty_line()
            self._become(_http(self.entrance.web, peer))
        elif opening is Opening.IRC or peer.kind == "irc":
            self._speak_irc()
        else:
            self._skip_empty_line()
            self._become(LineProtocol(engine, peer, "plain"))

    def _speak_irc(self) -> None:
        """What IRC needs is there from the start of a server (`process/later.py`)."""
        try:
            DISK.load(dialect_module("irc"))
        except AnotherProgram as why:
            self._refuse(refusal(b"", str(why)))
        else:
            self._become(LineProtocol(self.entrance.engine, self.peer, "irc"))

    def _skip_empty_line(self) -> None:
        """Enter brings the greeting, and has done its work then; before a request "a server SHOULD ignore" it."""
        for empty in (b"\r\n", b"\n"):
            if self.buffer.startswith(empty):
                del self.buffer[: len(empty)]
                return

    def _become(self, protocol: LineProtocol | HttpConnection | NoHttp) -> None:
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


class NoHttp(asyncio.Protocol):
    """Whoever speaks HTTP where that cannot be had any more is told so."""

    def __init__(self, web: Web, peer: Peer, words: str) -> None:
        self.web = web
        self.peer = peer
        self.words = words

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)
        transport.write(page(503, self.words))
        linger(self.web.engine.loop, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.peer.counted.gone()


def _http(web: Web, peer: Peer) -> HttpConnection | NoHttp:
    """What HTTP needs is there from the start of a server (`process/later.py`)."""
    try:
        module = DISK.load("hubbub.server.http.protocol")
        _ = web.routes  # with what stands behind the addresses
    except AnotherProgram as why:
        return NoHttp(web, peer, str(why))
    connection: HttpConnection = module.HttpConnection(web, peer)
    return connection
