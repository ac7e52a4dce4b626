from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.log.book import fold
from tests.support.postgres import postgres

from hubbub.chat.ports import Log
from hubbub.log.memory import MemoryLog
from hubbub.log.postgres import open_log as open_postgres
from hubbub.log.sqlite import open_log


class Engine:
    """A log of one kind, that can be closed and opened again."""

    def __init__(self, kind: str, directory: Path) -> None:
        self.kind = kind
        self._directory = directory
        self._database = postgres().emptied("log") if kind == "postgres" else ""
        self.log = self._open()

    async def reopen(self) -> Log:
        if self.kind != "memory":
            await self.log.close()
            self.log = self._open()
        return self.log

    def _open(self) -> Log:
        if self.kind == "memory":
            return MemoryLog(fold)
        return open_postgres(self._database, fold) if self._database else open_log(self._directory, fold)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    engine = Engine(request.param, tmp_path / "data")
    yield engine
    await engine.log.close()
