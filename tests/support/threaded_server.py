"""A real server in a thread of its own, for tests that have no loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from tests.support.real_server import running

PATIENCE = 20.0  # seconds


@contextmanager
def threaded_server() -> Iterator[int]:
    """Its port, while it runs."""
    ports: SimpleQueue[int] = SimpleQueue()
    loops: SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = SimpleQueue()

    async def serve() -> None:
        over = asyncio.Event()
        async with running() as server:
            loops.put((asyncio.get_running_loop(), over))
            ports.put(server.port)
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    try:
        yield ports.get(timeout=PATIENCE)
    finally:
        loop, over = loops.get(timeout=PATIENCE)
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server has not ended"
