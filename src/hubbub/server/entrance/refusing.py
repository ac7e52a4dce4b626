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
    answer(sock, refusal(begun(sock), reason))


def refuse_banned(sock: socket.socket, server: str, reason: str) -> None:
    """The same to who is banned, with 403; to what looks like IRC the numeric, too: the client need not come again."""
    answer(sock, refusal_of_banned(begun(sock), server, reason))


def refusal(first: bytes, reason: str) -> bytes:
    """What is said to whoever has begun in this way."""
    return _fitting(first, f"ERROR :{reason}\r\n", 503, reason)


def refusal_of_banned(first: bytes, server: str, reason: str) -> bytes:
    numeric = f":{server} {ERR_YOUREBANNEDCREEP} * :{reason}\r\n" if decide(first) is Opening.IRC else ""
    return _fitting(first, f"{numeric}ERROR :{reason}\r\n", 403, reason)


def _fitting(first: bytes, line: str, status: int, reason: str) -> bytes:
    if first.startswith((b"GET ", b"HEAD ", b"POST ")):
        return error_response(status, reason)
    return b"" if first.startswith(b"\x16") else line.encode()


def begun(sock: socket.socket) -> bytes:
    """What has come already. It is taken, not peeked at: closing with unread bytes would reset the connection."""
    try:
        sock.setblocking(False)
        return sock.recv(4096)
    except OSError:
        return b""


def answer(sock: socket.socket, words: bytes) -> None:
    """Say that, and close."""
    try:
        if words:
            sock.send(words)
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        logger.debug("a refused connection was gone")
    finally:
        sock.close()
