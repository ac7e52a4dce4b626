"""A busy hour drawn at random, carried from a data folder into PostgreSQL and back: every answer stays the same."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest
from tests.chat.test_replay import busy
from tests.log.test_engines import batches, told
from tests.support.postgres import postgres

from hubbub.chat.names import fold
from hubbub.chat.ports import Log
from hubbub.log.errors import CannotOpen
from hubbub.log.moving import to_directory, to_postgres
from hubbub.log.postgres import open_log as open_postgres
from hubbub.log.sqlite import open_log


@pytest.mark.parametrize("seed", [7, 11])
async def test_a_log_is_the_same_there_and_back(tmp_path: Path, seed: int) -> None:
    chat = busy(Random(seed), "#lobby")
    here, database, back = tmp_path / "here", postgres().emptied("moved"), tmp_path / "back"
    log = open_log(here, fold)
    log.load(1)
    for entries, changes in batches(Random(seed), chat.happened):
        log.append(entries, changes)
    await log.close()
    moved = await asyncio.to_thread(to_postgres, here, database)
    assert await asyncio.to_thread(to_directory, database, back) == moved
    found = []
    logs: list[Log] = [open_log(here, fold), open_postgres(database, fold), open_log(back, fold)]
    for each in logs:
        found.append(await told(each, chat.happened, chat.now))
        await each.close()
    assert moved.entries > 0
    assert found[1:] == [found[0], found[0]]
    with pytest.raises(CannotOpen, match="has a log already"):
        await asyncio.to_thread(to_postgres, here, database)
    with pytest.raises(CannotOpen, match="is there already"):
        await asyncio.to_thread(to_directory, database, back)


def test_what_cannot_be_moved_is_named(tmp_path: Path) -> None:
    database = postgres().emptied("moved")
    with pytest.raises(CannotOpen, match=r"There is no log in .*hubbub\.db is missing"):
        to_postgres(tmp_path, database)
    with pytest.raises(CannotOpen, match="no log of hubbub's in this database"):
        to_directory(database, tmp_path / "new")
    assert not (tmp_path / "new" / "hubbub.db").exists()
    with pytest.raises(CannotOpen, match="Is PostgreSQL running there"):
        to_directory("postgresql://127.0.0.1:1/x", tmp_path / "new")
