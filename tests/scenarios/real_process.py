"""`hubbub serve` as a process of its own, reached over sockets."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.scenarios.person import Wire

START = 20.0  # seconds until a server that does not listen counts as broken
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
        self.port = free_port()
        await self._start()

    async def _start(self) -> None:
        data = self.folder / "data"
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hubbub", "serve", "--host", "127.0.0.1", "--port", str(self.port), "--data",
            str(data), "--config", str(self.folder / "hubbub.toml"), "--no-limits",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=(self.folder / "out").open("ab"),
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        async with asyncio.timeout(START):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    assert self.process.returncode is None, (self.folder / "out").read_text()
                    await asyncio.sleep(0.02)  # a process that starts can tell nobody yet
                    continue
                writer.transport.abort()
                return

    async def connect(self) -> Wire:
        return Stream(*await asyncio.open_connection("127.0.0.1", self.port))

    async def restart(self) -> None:
        self.process.kill()
        await self.process.wait()
        await self._start()

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        async with asyncio.timeout(START):
            await self.process.wait()


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
