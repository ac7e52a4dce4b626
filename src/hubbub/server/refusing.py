"""How a socket is refused before anybody reads it."""

from __future__ import annotations

import logging
import socket

from .http import error_response

logger = logging.getLogger(__name__)


def refuse(sock: socket.socket, reason: str, status: int = 503) -> None:
    """Say one line, or that status to what looks like HTTP, nothing to TLS, and close; never wait."""
    try:
        sock.setblocking(False)
        first = _waiting(sock)
        if first.startswith((b"GET ", b"HEAD ", b"POST ")):
            sock.send(error_response(status, reason))
        elif not first.startswith(b"\x16"):
            sock.send(f"ERROR :{reason}\r\n".encode())
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        logger.debug("a refused connection was gone")
    finally:
        sock.close()


def _waiting(sock: socket.socket) -> bytes:
    """What has come already. It is taken, not peeked at: closing with unread bytes would reset the connection."""
    try:
        return sock.recv(4096)
    except OSError:
        return b""
