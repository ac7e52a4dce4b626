"""`hubbub serve` as a process of its own: started, watched, killed, and started again on the same data and port."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support.certificate import put_certificate
from tests.support.ending import ended
from tests.support.real_engine import Client, connected
from tests.support.supervisor import Supervisor

PATIENCE = 60.0  # seconds until a server that neither listens nor ends counts as broken
ROOT = Path(__file__).parents[2]


class ServerProcess:
    """A server on loopback whose data is in `data`, or `folder`/data; the first start chooses the port.

    `program` is what Python runs, `before` stands in front of the whole command (such as `with_files`), `options` are
    those of `hubbub serve`.
    """

    patience = PATIENCE

    def __init__(
        self,
        folder: Path,
        *options: str,
        program: Sequence[str] = ("-m", "hubbub"),
        before: Sequence[str] = (),
        data: Path | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.folder = folder
        self.host = host
        self.data = data or folder / "data"
        self.log = folder / "server.log"
        self.command = (*before, sys.executable, *program, "serve", "--host", host, "--data", str(self.data))
        self.options = ("--no-limits", "--name", "hubbub", *options)
        self.port = 0
        self.process: asyncio.subprocess.Process | None = None
        self.clients: list[Client] = []

    async def start(self) -> None:
        """Returns when it accepts clients. AssertionError when it ends instead."""
        with Supervisor(self.patience) as supervisor:
            process = await self.launch(notify=supervisor.address)
            assert await supervisor.ready(process), self.log_text()
        self.port = [line for line in self.log_lines() if line["event"] == "listening"][-1]["port"]

    async def launch(self, stdout: int = PIPE, notify: str = "") -> asyncio.subprocess.Process:
        """Start it and do not wait for anything. `notify`: where it tells how it is."""
        path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        put_certificate(self.data)
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(*self.command, "--port", str(self.port), *self.options),
                stdin=DEVNULL,
                stdout=stdout,
                stderr=log,
                env={**os.environ, "PYTHONPATH": path, "NOTIFY_SOCKET": notify},
            )
        return self.process

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def children(self) -> list[int]:
        """The pids of those that it has started and that still run."""
        try:
            pids = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            return [int(pid) for pid in pids if ") Z " not in Path(f"/proc/{pid}/stat").read_text()]
        except OSError:  # one of them has ended just now
            return []

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def ended(self, within: float = PATIENCE) -> int:
        """Wait for its end; the exit code."""
        assert self.process is not None
        async with asyncio.timeout(within):
            await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; the exit code."""
        os.kill(self.pid, by)
        return await self.ended()

    async def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        await ended(self.process, "the server", PATIENCE)

    async def restart(self) -> None:
        """kill -9, and start again on the same port."""
        await self.kill()
        await self.start()

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def log_lines(self) -> list[dict[str, Any]]:
        """What it logged so far, without what is no JSON (such as an error before the log was set up)."""
        return [json.loads(line) for line in self.log_text().splitlines() if line.startswith("{") and line[-1] == "}"]

    def events(self) -> set[str]:
        """The names of the events it logged."""
        return {line["event"] for line in self.log_lines()}

    async def connect(self, *, receive_buffer: int = 0, say: bytes = b"") -> Client:
        client = await connected(self.port, host=self.host, say=say, receive_buffer=receive_buffer)
        self.clients.append(client)
        return client

    async def irc(self, name: str, *caps: str, receive_buffer: int = 0) -> Client:
        """Somebody registered on IRC; the welcome is read already."""
        client = await self.connect(receive_buffer=receive_buffer)
        if caps:
            client.send(f"CAP REQ :{' '.join(caps)}")
        client.send(f"NICK {name}", f"USER {name} 0 * :{name}", *(["CAP END"] if caps else []), "PING :welcomed")
        await client.until(" PONG hubbub :welcomed")
        return client

    def let_go(self) -> None:
        """Cut all connections that were made here."""
        for client in self.clients:
            client.writer.transport.abort()
        self.clients.clear()


def with_files(most: int) -> tuple[str, ...]:
    """Put in front of a command: it may have so many files open."""
    return ("sh", "-c", f'ulimit -n {most} && exec "$@"', "sh")


@asynccontextmanager
async def server_process(
    folder: Path,
    *options: str,
    program: Sequence[str] = ("-m", "hubbub"),
    before: Sequence[str] = (),
    data: Path | None = None,
) -> AsyncIterator[ServerProcess]:
    """A running server, killed at the end if it still runs then."""
    server = ServerProcess(folder, *options, program=program, before=before, data=data)
    try:
        await server.start()
        yield server
    finally:
        server.let_go()
        if server.running:
            await server.kill()
