"""The console: a socket in the data folder, for whoever runs the server, and nobody else on the machine."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from hubbub.server.core.engine import Engine
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import CONSOLE, Peer
from hubbub.settings.places import CONSOLE_FILE

logger = logging.getLogger(__name__)


class ConsoleSocket:
    """Listens on `control.sock` in the data folder. Where that cannot be, the server does without and says why."""

    def __init__(self, engine: Engine, directory: Path) -> None:
        self.engine = engine
        self.path = directory / CONSOLE_FILE
        self.server: asyncio.Server | None = None

    async def open(self) -> None:
        """Let the operator in. What an earlier server left there is replaced: the folder is locked for this one."""
        if not hasattr(socket, "AF_UNIX"):  # Windows
            return
        try:
            sock = _listening(self.path)
        except OSError as error:
            reason = error.strerror or str(error)
            logger.warning("no console at %s: %s", self.path, reason, extra={"event": "no_console"})
            return
        self.server = await self.engine.loop.create_unix_server(self._connection, sock=sock)

    def close(self) -> None:
        """Let nobody in any more, and leave nothing behind."""
        if self.server is not None:
            self.server.close()
            self.path.unlink(missing_ok=True)

    def _connection(self) -> LineProtocol:
        return LineProtocol(self.engine, Peer("", 0, secure=True, kind=CONSOLE, carrier="unix"), "console")


def _listening(path: Path) -> socket.socket:
    """A socket at `path` that only the owner of the process may use. Raises OSError."""
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise OSError("something else is there; move it away")
        path.unlink()
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.bind(os.fspath(path))
        path.chmod(0o600)
        sock.listen()  # only from here on can anybody connect
        sock.setblocking(False)
    except BaseException:
        sock.close()
        raise
    return sock
