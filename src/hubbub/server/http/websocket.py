"""IRC over WebSocket: one message is one line, in both directions (RFC 6455; https://ircv3.net/specs/extensions/websocket)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from types import GeneratorType
from typing import cast

from websockets.exceptions import NegotiationError
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import Protocol, Side, State
from websockets.server import ServerProtocol
from websockets.typing import Origin, Subprotocol

from hubbub.chat.events import LeaveReason
from hubbub.chat.world.session import Framing
from hubbub.dialects.table import DIALECTS
from hubbub.server.core.engine import Engine
from hubbub.server.core.rate_limit import TokenBucket
from hubbub.server.net import phases
from hubbub.server.net.closing import finish, linger
from hubbub.server.net.connection import Connection, LowerLayer
from hubbub.server.net.peer import Peer
from hubbub.server.net.reading import ReadingProtocol, Rest
from hubbub.wire.lines import check_message

from .head import Head

TEXT = Subprotocol("text.ircv3.net")
BINARY = Subprotocol("binary.ircv3.net")

SLICE = 1024  # bytes parsed before we look whether they are worth it
CODES: dict[LeaveReason, CloseCode] = {"quit": CloseCode.NORMAL_CLOSURE, "stopped": CloseCode.GOING_AWAY}
ODD_BURST, ODD_RATE = 100, 10  # control frames and fragments, at once and a second: people need next to none

Resume = Callable[[asyncio.Transport, LowerLayer], Connection]

_quiet = logging.getLogger(f"{__name__}.frames")
_quiet.setLevel(logging.CRITICAL)


def frame_text(line: bytes, /) -> bytes:
    """A line as an unmasked text frame."""
    return _frame_head(0x81, len(line)) + line


def frame_binary(line: bytes, /) -> bytes:
    """A line as an unmasked binary frame."""
    return _frame_head(0x82, len(line)) + line


def shake_hands(raw: bytes, head: Head, origins: Iterable[str], largest: int) -> tuple[ServerProtocol, bytes]:
    """The protocol after the opening handshake, and what to write first. Its state is OPEN when all went well.

    `raw` and `head` are the same request; `largest` is the size of a message in bytes.
    """
    protocol = ServerProtocol(
        origins=[None, *map(Origin, origins)],
        subprotocols=[TEXT, BINARY],
        select_subprotocol=_select,
        max_size=largest,
        logger=_quiet,
    )
    protocol.receive_data(raw)
    for request in protocol.events_received():
        assert isinstance(request, Request)
        response = protocol.accept(request)
        if response.status_code != 101 and head.all("sec-websocket-version") != ["13"]:
            response = protocol.reject(426, "Only version 13 of WebSocket is spoken here.\n")
            response.headers["Upgrade"] = "websocket"
        if response.status_code == 426:
            response.headers["Sec-WebSocket-Version"] = "13"
        protocol.send_response(response)
    return protocol, b"".join(protocol.data_to_send())


class WebSocketProtocol(ReadingProtocol):
    """An IRC client behind a WebSocket whose handshake is done. Implements `LowerLayer`."""

    in_line = False  # a message is a whole line

    def __init__(self, engine: Engine, peer: Peer, protocol: Protocol) -> None:
        self.engine = engine
        self.peer = peer
        self.framing: Framing = frame_binary if protocol.subprotocol == BINARY else frame_text
        self.protocol = protocol
        self.message = bytearray()
        self.is_text = True
        self.odd = TokenBucket(ODD_BURST, ODD_RATE)
        self.rest: Rest | None = None
        self.failed = self.at_end = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass of it
        self.connection = Connection(self.engine, self.peer, DIALECTS["irc"], self.transport, self)

    @property
    def in_halves(self) -> bool:
        return self.peer.carrier == "ws"

    def end_of_input(self) -> bool:
        self.connection.hear_no_more(answers=self.in_halves)
        if self.protocol.state is not State.OPEN:  # our goodbye will not be answered
            finish(self.engine.loop, self.transport)
        return self.in_halves

    def pause_writing(self) -> None:
        self.connection.pause_writing()

    def resume_writing(self) -> None:
        self.connection.resume_writing()

    def take(self, data: bytes) -> None:
        """Hear the messages that these bytes complete."""
        self.engine.begin()
        for start in range(0, len(data), SLICE):
            if self.protocol.eof_sent:
                return
            self.protocol.receive_data(data[start : start + SLICE])
            self._take(self.protocol.events_received())
            self._write_frames()

    # frames in

    def _take(self, frames: Sequence[object]) -> None:
        for frame in frames:
            if self.failed or not self.connection.is_handled:
                return
            assert isinstance(frame, Frame)
            if frame.opcode is Opcode.CLOSE:
                received = self.protocol.close_rcvd
                if received is not None and received.code == CloseCode.GOING_AWAY:
                    phases.reload(self.connection)
                else:
                    phases.leave(self.connection, "quit")
            elif self._tolerable(frame) and frame.opcode not in (Opcode.PING, Opcode.PONG):
                self._add(frame)

    def _tolerable(self, frame: Frame) -> bool:
        """Whole messages are counted by the flood control of the chat, everything else here."""
        if frame.fin and frame.opcode in (Opcode.TEXT, Opcode.BINARY):
            return True
        if self.odd.take(self.engine.loop.time(), 1) > 0:
            self._fail(CloseCode.POLICY_VIOLATION, "Too many frames that say nothing")
            return False
        return True

    def _add(self, frame: Frame) -> None:
        if frame.opcode is not Opcode.CONT:
            self.is_text = frame.opcode is Opcode.TEXT
        self.message += frame.data
        if frame.fin:
            message = bytes(self.message)
            self.message.clear()
            self._hear(message)

    def _hear(self, message: bytes) -> None:
        if self.is_text:
            try:
                message.decode()
            except UnicodeDecodeError:
                self._fail(CloseCode.INVALID_DATA, "A text message has to be UTF-8")
                return
        # The IRCv3 specification has one line without its end in each message; two, or an end, are refused whole.
        self.connection.hear([check_message(message, self.engine.limits.read_queue_bytes)])

    # ends

    def end(self, reason: LeaveReason, text: str) -> None:
        """Begin the closing handshake; the client's answer, or the clock, ends the connection."""
        if self.protocol.state is State.OPEN:
            self.protocol.send_close(CODES.get(reason, CloseCode.POLICY_VIOLATION), _short(text))
            self.transport.write(b"".join(self.protocol.data_to_send()))
        if self.at_end:  # no answer can come
            finish(self.engine.loop, self.transport)

    def _fail(self, code: CloseCode, text: str) -> None:
        self.failed = True
        self.protocol.fail(code, text)

    def _write_frames(self) -> None:
        """Pongs and closing frames go out at once: they say nothing of the chat."""
        writes = b"".join(self.protocol.data_to_send())
        if writes and not self.transport.is_closing():
            self.transport.write(writes)
        if not self.protocol.eof_sent:
            return
        if not self.connection.is_open:
            finish(self.engine.loop, self.transport)
            return
        sent = self.protocol.close_sent
        phases.leave(self.connection, "closed", sent.reason if sent else "")
        linger(self.engine.loop, self.transport)


class ResumedSocket(WebSocketProtocol):
    """A WebSocketProtocol that goes on where another process has stopped, between two messages. `resume` makes its
    connection as it was."""

    resumed: Connection | None = None

    def __init__(self, engine: Engine, peer: Peer, protocol: Protocol, resume: Resume) -> None:
        super().__init__(engine, peer, protocol)
        self.resume = resume

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.connection = self.resumed = self.resume(self.transport, self)
        del self.resume  # and what it knows of the connection

    def connection_lost(self, error: Exception | None) -> None:
        self.resumed = None
        super().connection_lost(error)


def open_protocol(largest: int, *, binary: bool) -> Protocol:
    """A protocol whose handshake another process has done."""
    protocol = Protocol(Side.SERVER, state=State.OPEN, max_size=largest, logger=_quiet)
    protocol.subprotocol = BINARY if binary else None
    return protocol


def is_between_messages(protocol: Protocol, message: bytearray) -> bool:
    """Whether all that was received are whole messages: no frame has begun to come, and no message of several frames.

    The parser is a generator that waits for the first byte of a frame in another way than for the rest of it.
    """
    waits: object = protocol.parser
    while isinstance(waits, GeneratorType) and waits.gi_yieldfrom is not None:
        waits = waits.gi_yieldfrom
    at_start = isinstance(waits, GeneratorType) and waits.__name__ == "at_eof"
    return protocol.state is State.OPEN and at_start and protocol.current_size is None and not message


def _select(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """The first that we know of those a client offers, in its order; none when it offers none."""
    if not offered:
        return None
    for name in offered:
        if name in (TEXT, BINARY):
            return name
    raise NegotiationError(f"invalid subprotocol; expected {TEXT} or {BINARY}")


def _frame_head(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 65536:
        return bytes((first, 126)) + length.to_bytes(2, "big")
    return bytes((first, 127)) + length.to_bytes(8, "big")


def _short(text: str) -> str:
    """A reason that fits a control frame: at most 123 bytes."""
    return text.encode()[:123].decode(errors="ignore")
