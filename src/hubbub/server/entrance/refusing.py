"""How a socket is refused before anybody reads it."""

from __future__ import annotations

import logging
import socket

from hubbub.irc.numerics import ERR_YOUREBANNEDCREEP
from hubbub.server.http.response import error_response
from hubbub.wire.sniff import Opening, decide

logger = logging.getLogger(__name__)


def refuse(sock: socket.socket, reason: str) -> None:
    """Say one line, or 503 to what looks like HTTP, nothing to TLS, and close; never wait."""
    _answer(sock, _waiting(sock), f"ERROR :{reason}\r\n", error_response(503, reason))


def refuse_banned(sock: socket.socket, server: str, reason: str) -> None:
    """The same to who is banned, with 403; to what looks like IRC the numeric, too: the client need not come again."""
    first = _waiting(sock)
    numeric = f":{server} {ERR_YOUREBANNEDCREEP} * :{reason}\r\n" if decide(first) is Opening.IRC else ""
    _answer(sock, first, f"{numeric}ERROR :{reason}\r\n", error_response(403, reason))


def _waiting(sock: socket.socket) -> bytes:
    """What has come already. It is taken, not peeked at: closing with unread bytes would reset the connection."""
    try:
        sock.setblocking(False)
        return sock.recv(4096)
    except OSError:
        return b""


def _answer(sock: socket.socket, first: bytes, line: str, page: bytes) -> None:
    try:
        if first.startswith((b"GET ", b"HEAD ", b"POST ")):
            sock.send(page)
        elif not first.startswith(b"\x16"):
            sock.send(line.encode())
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        logger.debug("a refused connection was gone")
    finally:
        sock.close()
