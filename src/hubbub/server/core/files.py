"""Removes the content of files from the disk, once the log has it that they are gone; and what killed uploads left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hubbub.chat.chat import Batch
from hubbub.chat.events import FileRemoved
from hubbub.files import FileStore

if TYPE_CHECKING:
    from .engine import Engine

logger = logging.getLogger(__name__)

EVERY = 3600.0  # seconds between two looks at what lies about


class Remover:
    """An observer of the commits."""

    def __init__(self, engine: Engine, store: FileStore) -> None:
        self.engine = engine
        self.store = store

    def __call__(self, batch: Batch) -> None:
        """The log has this."""
        gone = [event.hash for event in batch.of({FileRemoved}) if isinstance(event, FileRemoved)]
        if gone:
            self.engine.spawn(self._remove(gone), "removing files")

    async def _remove(self, hashes: list[str]) -> None:
        for hash in hashes:
            if self._is_gone(hash):
                await asyncio.to_thread(remove, self._detached(hash))

    def _is_gone(self, hash: str) -> bool:
        return hash not in self.engine.chat.world.files.hashes and not self.store.is_held(hash)

    def _detached(self, hash: str) -> list[Path]:
        try:
            return self.store.detach(hash)
        except OSError as error:
            logger.warning("a removed file could not be deleted (%s); it is tried again later", error.strerror)
            return []

    async def keep_sweeping(self) -> None:
        """Look for what no file has, at the start and every hour, until the server stops."""
        while True:
            try:
                await self.sweep()
            except OSError as error:
                logger.warning("the folder of files cannot be looked through (%s)", error.strerror)
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """Delete what killed uploads and a killed server left."""
        await asyncio.to_thread(lambda: remove(self.store.leftovers()))
        await self.engine.commits.settled()
        for hash, _ in await asyncio.to_thread(lambda: list(self.store.contents())):
            if self._is_gone(hash):
                await asyncio.to_thread(remove, self._detached(hash))


def remove(paths: Iterable[Path]) -> None:
    """Delete these, in a thread: of a large file that takes a while. What cannot be is left for the next sweep."""
    for path in paths:
        with suppress(OSError):
            path.unlink()
