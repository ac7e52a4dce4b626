"""`hubbub serve` as a process of its own, reached over sockets."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.scenarios.person import Wire
from tests.support.certificate import put_certificate
from tests.support.ending import ended
from tests.support.supervisor import Supervisor

STOPS = 20.0  # seconds until a server that does not stop counts as broken
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, as a machine does that crashed


class Stream:
    """A connection over a socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def receive(self) -> bytes:
        try:
            return await self.reader.read(65536)
        except ConnectionError:
            return b""

    async def cut(self) -> None:
        sock = self.writer.get_extra_info("socket")
        if not self.writer.is_closing():
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        self.writer.transport.abort()


class Client:
    """A `hubbub chat` in a pipe."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data.replace(b"\r\n", b"\n"))
        await self.process.stdin.drain()

    async def receive(self) -> bytes:
        assert self.process.stdout is not None
        return await self.process.stdout.read(65536)

    async def cut(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await ended(self.process, "hubbub chat")


class RealProcess:
    """Implements `play.Server`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0

    async def start(self, settings: Mapping[str, str]) -> None:
        config = self.folder / "hubbub.toml"
        lines = ["[server]", 'name = "chat.example"', *(f'{key} = "{value}"' for key, value in settings.items())]
        config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        config.chmod(0o600)  # it may hold a password
        await self._start()

    async def _start(self) -> None:
        put_certificate(self.folder / "data")
        with (self.folder / "log").open("ab") as log, Supervisor() as supervisor:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "hubbub", "serve", "--host", "127.0.0.1", "--port", "0", "--no-limits"),
                *("--data", str(self.folder / "data"), "--config", str(self.folder / "hubbub.toml")),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={**ENVIRONMENT, "NOTIFY_SOCKET": supervisor.address},
            )
            said = (self.folder / "log").read_text
            if not await supervisor.ready(self.process):
                with suppress(ProcessLookupError):
                    self.process.kill()
                raise AssertionError(said(encoding="utf-8"))
        lines = [json.loads(line) for line in said(encoding="utf-8").splitlines()]
        self.port = [line["port"] for line in lines if line["event"] == "listening"][-1]

    async def connect(self, kind: str, name: str) -> Wire:
        if kind != "hubbub chat":
            return Stream(*await asyncio.open_connection("127.0.0.1", self.port))
        return Client(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "hubbub", "chat", "127.0.0.1", str(self.port), "--name", name),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**ENVIRONMENT, "HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)},
            )
        )

    async def restart(self) -> None:
        self.process.kill()
        await ended(self.process, "the server")
        await self._start()

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        await ended(self.process, "the server", STOPS)
        log = (self.folder / "log").read_text(encoding="utf-8")
        assert self.process.returncode == 0, log
        assert '"level": "error"' not in log, log
