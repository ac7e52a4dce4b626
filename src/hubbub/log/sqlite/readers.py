"""A few threads that read, each with a connection of its own, so that no query holds up the loop or the writer."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import apsw

from hubbub.chat.ports import LogDamaged

from .errors import DAMAGE, damage
from .files import open_reader
from .search import Search

Found = TypeVar("Found")

_THREADS = 2

_logger = logging.getLogger(__name__)


class Reader:
    """What one thread reads with."""

    def __init__(self, connection: apsw.Connection, search: Search) -> None:
        self.connection = connection
        self.search = search


class Readers:
    """Runs queries. The threads and their connections are there from the start, for a day without descriptors."""

    def __init__(self, path: Path, make_search: Callable[[], Search]) -> None:
        self._path = path
        self._make_search = make_search
        self._own = threading.local()
        self._named = False
        self._all: list[Reader] = []
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="log-read")
        self._everybody_in = threading.Barrier(_THREADS)
        for _ in range(_THREADS):
            self._pool.submit(self._enter)

    async def run(self, query: Callable[[Reader], Found]) -> Found:
        """What `query` returns, from one of the threads. Raises LogDamaged."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._in_thread, query)

    def close(self) -> None:
        """Wait for the queries in hand, drop the waiting ones, close the connections."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for reader in self._all:
            reader.connection.close()

    def _enter(self) -> None:
        """Open this thread's connection; the barrier keeps one thread from doing it for both."""
        try:
            self._reader()
        finally:
            self._everybody_in.wait()

    def _in_thread(self, query: Callable[[Reader], Found]) -> Found:
        try:
            return query(self._reader())
        except DAMAGE as error:
            self.name(error)
            raise LogDamaged(str(error)) from error

    def name(self, error: Exception) -> None:
        """Say it once: who reads on meets it again and again."""
        if not self._named:
            self._named = True
            _logger.critical(damage(self._path, error), extra={"event": "database_damaged"})

    def _reader(self) -> Reader:
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = Reader(open_reader(self._path), self._make_search())
            self._all.append(reader)
        return reader
