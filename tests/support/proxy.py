"""Something between a client and PostgreSQL that can lose a commit, or the answer to it."""

from __future__ import annotations

import asyncio
from pathlib import Path

WRITES = b"hubbub write"  # how the connection introduces itself
COMMIT = b"COMMIT"


class Proxy:
    """Listens on loopback and passes all on to a socket, until it is told to cut: the next COMMIT of a batch is lost
    with its connection (`before`), or only the answer to it (`after`)."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._cut = ""
        self._server: asyncio.Server
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, target: Path) -> Proxy:
        proxy = cls(target)
        proxy._server = await asyncio.start_server(proxy._serve, "127.0.0.1", 0)
        return proxy

    def address(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._server.sockets[0].getsockname()[1]}/{database}"

    def cut(self, when: str) -> None:
        self._cut = when

    async def close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        there, back = await asyncio.open_unix_connection(self._target)
        silent = asyncio.Event()  # nothing goes back any more

        async def asks() -> None:
            writes = False
            while data := await reader.read(1 << 16):
                writes = writes or WRITES in data
                if writes and self._cut and COMMIT in data:
                    if self._cut == "before":
                        self._cut = ""
                        break
                    silent.set()
                    self._cut = ""
                back.write(data)
                await back.drain()

        async def answers() -> None:
            while data := await there.read(1 << 16):
                if silent.is_set():
                    break
                writer.write(data)
                await writer.drain()

        both = [asyncio.ensure_future(asks()), asyncio.ensure_future(answers())]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()
            back.close()
            writer.transport.abort()
            self._tasks.discard(task)
