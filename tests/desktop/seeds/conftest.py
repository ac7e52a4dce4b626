"""What the scenarios of the seeds share: people on `nc`, and a server console in a window."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.desktop.desk import Desk
from tests.support.screens import missing


class Consoled:
    """A server console in a window, at the desk of who runs the server. `data`: the server's folder."""

    def __init__(self, desk: Desk, data: Path) -> None:
        self.desk, self.data = desk, data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    async def start(self, command: str = "serve") -> None:
        """`hubbub serve --gui`, at that port of this machine."""
        place = ("--host", "127.0.0.1", "--port", str(self.port)) if command == "serve" else ()
        await self.desk.console(command, "--gui", "--data", str(self.data), *place)

    def end_server(self) -> None:
        """The server, if it still runs."""
        lock = self.data / "lock"
        number = lock.read_text().strip() if lock.exists() else ""
        command = Path(f"/proc/{number}/cmdline")
        if number and command.exists() and str(self.data).encode() in command.read_bytes():
            os.kill(int(number), signal.SIGKILL)


@pytest.fixture
async def consoled(tmp_path: Path) -> AsyncIterator[Consoled]:
    if missing():
        pytest.skip(missing())
    made = Consoled(Desk(tmp_path / "operator"), tmp_path / "data")
    yield made
    await made.desk.close()
    made.end_server()
