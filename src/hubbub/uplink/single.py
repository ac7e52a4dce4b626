"""One running face for each server and name: a second start raises the window of the first, and ends.

A lock says who runs, until that process ends, however it ends. A socket beside it takes the words of a second start.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from . import files
from .places import runtime_directory
from .trouble import Trouble

PATIENCE = 2.0  # seconds that the first one has for an answer
LONGEST = 4096  # bytes of words

Raised = Callable[[str], None]


class Single:
    """`raised` is called, in the loop, with the words of a second start: a link or a room to open, or ''."""

    def __init__(self, key: str, raised: Raised, folder: Path | None = None) -> None:
        self._folder = folder or runtime_directory()
        self._lock_file = self._folder / f"{key}.lock"
        self._door_file = self._folder / f"{key}.door"
        self._raised = raised
        self._lock: IO[bytes] | None = None
        self._server: asyncio.Server | None = None

    async def begin(self, words: str = "") -> None:
        """Be the only one. Raises Trouble("running") when there is another one, which was raised, Trouble("file")."""
        try:
            files.private_folder(self._folder)
            self._lock = _lock(self._lock_file)
        except OSError as error:
            raise Trouble("file", file=self._lock_file, reason=files.reason(error)) from None
        if self._lock is None:
            await self._raise_the_other(words)
            raise Trouble("running")
        secret = secrets.token_hex(16)
        self._server = await asyncio.start_server(self._answer(secret), "127.0.0.1", 0, limit=LONGEST)
        port = self._server.sockets[0].getsockname()[1]
        files.write(self._door_file, f"{port} {secret}".encode())

    def end(self) -> None:
        """Make room for the next one."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            with suppress(Trouble):
                files.remove(self._door_file)
            self._lock.close()
            self._lock = None

    def _answer(self, secret: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], asyncio.Future[None]]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, ValueError, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    given, _, words = (await reader.readline()).decode(errors="replace").rstrip("\n").partition(" ")
                if hmac.compare_digest(given.encode(), secret.encode()):
                    self._raised(words)
                    writer.write(b"ok\n")
                    await writer.drain()
            writer.close()

        return answer  # type: ignore[return-value]

    async def _raise_the_other(self, words: str) -> None:
        """If it does not answer, it is busy, or about to end: it runs in any case."""
        with suppress(OSError, ValueError, TimeoutError, Trouble):
            async with asyncio.timeout(PATIENCE):
                port, _, secret = files.read(self._door_file).decode().partition(" ")
                reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
                one_line = " ".join(words.split())[: LONGEST // 4]
                writer.write(f"{secret} {one_line}\n".encode(errors="replace"))
                await reader.readline()
                writer.close()


def _lock(file: Path) -> IO[bytes] | None:
    """The file, locked until it is closed; None: somebody else has it. Raises OSError."""
    opened = os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the one on POSIX, the other on Windows
        opened.close()
        return None
    return opened
