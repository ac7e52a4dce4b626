from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.log.book import fold

from hubbub.chat.ports import Log
from hubbub.log.memory import MemoryLog
from hubbub.log.sqlite import open_log


class Engine:
    """A log of one kind, that can be closed and opened again."""

    def __init__(self, kind: str, directory: Path) -> None:
        self.kind = kind
        self._directory = directory
        self.log: Log = MemoryLog(fold) if kind == "memory" else open_log(directory, fold)

    async def reopen(self) -> Log:
        if self.kind == "sqlite":
            await self.log.close()
            self.log = open_log(self._directory, fold)
        return self.log


@pytest.fixture(params=["memory", "sqlite"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    engine = Engine(request.param, tmp_path / "data")
    yield engine
    await engine.log.close()
