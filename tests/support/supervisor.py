"""What systemd is to a server that it has started: hears what that tells of itself (sd_notify(3))."""

from __future__ import annotations

import asyncio
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Self

PATIENCE = 60.0  # seconds until a process that neither tells anything nor ends counts as broken


class Supervisor:
    """`address` goes into NOTIFY_SOCKET; `heard` are the datagrams so far, each as its fields."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.folder = tempfile.mkdtemp(prefix="hub")  # short: such an address has about 100 bytes
        self.address = str(Path(self.folder) / "s")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind(self.address)
        self.heard: list[dict[str, str]] = []

    async def next(self) -> dict[str, str]:
        """What is told next."""
        said = (await asyncio.get_running_loop().sock_recv(self.socket, 4096)).decode()
        self.heard.append(dict(line.split("=", 1) for line in said.splitlines()))
        return self.heard[-1]

    async def until(self, field: str) -> dict[str, str]:
        """What is told up to the first that has this field."""
        async with asyncio.timeout(self.patience):
            while field not in (told := await self.next()):
                pass
        return told

    async def ready(self, process: asyncio.subprocess.Process) -> bool:
        """Whether it accepts connections now; False: it has ended instead."""
        ready = asyncio.ensure_future(self.until("READY"))
        ended = asyncio.ensure_future(process.wait())
        await asyncio.wait([ready, ended], return_when=asyncio.FIRST_COMPLETED)
        is_ready = ready.done() and ready.exception() is None
        for task in (ready, ended):
            task.cancel()
        await asyncio.gather(ready, ended, return_exceptions=True)
        return is_ready

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        shutil.rmtree(self.folder)
