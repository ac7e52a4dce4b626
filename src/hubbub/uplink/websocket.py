"""IRC over a WebSocket, for servers behind HTTP proxies: one line in each message, without its end.

https://ircv3.net/specs/extensions/websocket, RFC 6455
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidMessage, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI

from .http import SAFE
from .streams import Stream
from .trouble import CannotReach

LARGEST = 1 << 20  # bytes of one message

BINARY, TEXT = Subprotocol("binary.ircv3.net"), Subprotocol("text.ircv3.net")  # what the server may choose from

_quiet = logging.getLogger(f"{__name__}.frames")
_quiet.setLevel(logging.CRITICAL)


class WebSocket:
    """A stream of lines over another one."""

    def __init__(self, below: Stream, protocol: ClientProtocol) -> None:
        self._below = below
        self._protocol = protocol
        self._binary = protocol.subprotocol != TEXT
        self._message = bytearray()

    async def read(self) -> bytes:
        while True:
            lines = self._lines()
            if lines:
                return lines
            data = await self._below.read()
            if not data:
                self._protocol.receive_eof()
                return b""
            self._protocol.receive_data(data)
            self._flush()

    def _lines(self) -> bytes:
        lines = bytearray()
        for frame in self._protocol.events_received():
            if not isinstance(frame, Frame) or frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                continue
            self._message += frame.data
            if frame.fin:
                lines += self._message + b"\r\n"
                self._message.clear()
        return bytes(lines)

    def write(self, data: bytes) -> None:
        if self._protocol.state is not State.OPEN:
            return
        send = self._protocol.send_binary if self._binary else self._protocol.send_text
        for line in data.split(b"\r\n"):
            if line:
                send(line)
        self._flush()

    async def drain(self) -> None:
        await self._below.drain()

    def close(self) -> None:
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(1000)
            self._flush()
        self._below.close()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._below.write(data)


async def shake_hands(below: Stream, host: str, port: int, path: str, *, secure: bool) -> WebSocket:
    """Turn a connection into a WebSocket. Raises CannotReach, OSError."""
    target, _, query = path.partition("?")
    uri = WebSocketURI(secure, host, port, quote(target, safe=SAFE), quote(query, safe=SAFE))
    protocol = ClientProtocol(uri, subprotocols=[BINARY, TEXT], max_size=LARGEST, logger=_quiet)
    protocol.send_request(protocol.connect())
    below.write(b"".join(protocol.data_to_send()))
    while protocol.state is State.CONNECTING:
        data = await below.read()
        if not data:
            protocol.receive_eof()
            break
        protocol.receive_data(data)
        if protocol.handshake_exc is not None:
            break
    if protocol.state is not State.OPEN:
        raise CannotReach("no-websocket", host=host, port=port, status=_status(protocol.handshake_exc))
    return WebSocket(below, protocol)


def _status(error: Exception | None) -> str:
    """What the server said instead."""
    if isinstance(error, InvalidStatus):
        return f"{error.response.status_code} {error.response.reason_phrase}".strip()
    return "no HTTP" if error is None or isinstance(error, InvalidMessage) else "no WebSocket"
