"""A server on a database in which several messages that share a row cannot be read: it starts, and does all else."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from tests.log.book import NOW, Book
from tests.log.sqlite.test_damage import SPOILT, lasting
from tests.support.real_engine import serving

from hubbub.chat.events import Entry, RoomCreated
from hubbub.chat.ids import msgid
from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.commands.messages.erasing import Eraser
from hubbub.log.sqlite import SqliteLog, open_log
from hubbub.server.core import erasing

DAY = 86_400_000
DAMAGED = "This cannot be read: the server's database is damaged. Its operator finds more in its log."


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "EVERY", 0.01)


async def opened(folder: Path, how: str, *, last: int) -> tuple[SqliteLog, list[Entry]]:
    """A log with a damaged run whose newest message is so many days old, others of 40 days, and one of today."""
    log = open_log(folder, fold)
    now = int(time.time() * 1000)
    book = Book(log, now - 40 * DAY)
    book.keep(*[RoomCreated(log=number, at=NOW, name=f"#r{number}") for number in (1, 2)])
    said = book.say(1, "before")
    book.now = now - last * DAY
    said += book.say(1, *map(str, range(8)))
    book.now = now - 40 * DAY  # of another room
    said += book.say(2, "old")
    book.now = now
    said += book.say(1, "new") + book.say(2, "new")
    await log.close()
    data = (folder / "hubbub.db").read_bytes()
    assert data.count(SPOILT[how][0]) == 1
    (folder / "hubbub.db").write_bytes(data.replace(*SPOILT[how]))
    return open_log(folder, fold), said


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("last", [20, 35])
async def test_retention_passes_it_and_takes_it_along_once_all_of_it_is_old(
    tmp_path: Path, how: str, last: int
) -> None:
    log, _ = await opened(tmp_path, how, last=last)
    async with serving(log=log, policy=Policy(keep_days=30)) as served:

        async def texts() -> list[str]:
            return [getattr(one.event, "text", "?") for one in await log.oldest(0, 99)]

        left = ["?"] * 8 if last == 20 else []
        while await texts() != [*left, "new", "new"]:  # noqa: ASYNC110
            await asyncio.sleep(0.005)  # for what nobody is told of
        assert [one.seq for one in await log.oldest_of(1, 0, 99)] == [*([2, 3, 4, 5, 6, 7, 8, 9] if left else []), 10]
        alice = await served.irc("alice", "draft/chathistory", "batch")
        alice.send("JOIN #r2", "PRIVMSG #r2 :goes on", "CHATHISTORY LATEST #r2 * 10")
        lines = await alice.until("BATCH -")
        assert [line.rsplit(":", 1)[1] for line in lines if "PRIVMSG" in line] == ["new", "goes on"]


async def test_retention_that_has_ended_a_server_ends_no_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time() * 1000)
    await lasting(tmp_path, "entry_by_place", now - 40 * DAY, now)
    policy = Policy(keep_days=30)
    async with serving(log=open_log(tmp_path, fold), policy=policy) as served:
        await served.engine.broken
    looked: list[int] = []
    monkeypatch.setattr(Eraser, "step", lambda eraser: looked.append(1))
    async with serving(log=open_log(tmp_path, fold), policy=policy) as served:
        alice = await served.irc("alice")
        alice.send("JOIN #r2", "PRIVMSG #r2 :goes on", "PING done")
        await alice.until("PONG hubbub :done")
        assert not served.engine.broken.done()
    assert looked == []


@pytest.mark.parametrize("how", SPOILT)
async def test_who_asks_for_it_is_told_and_everybody_else_goes_on(tmp_path: Path, how: str) -> None:
    log, said = await opened(tmp_path, how, last=1)
    async with serving(log=log) as served:
        alice = await served.irc("alice", "draft/chathistory", "batch", "standard-replies", "draft/message-redaction")
        alice.send("JOIN #r1", "CHATHISTORY LATEST #r1 * 50")
        await alice.until(DAMAGED)
        alice.send(f"REDACT #r1 {msgid(said[3].id)}")
        await alice.until(f"FAIL REDACT MESSAGE_ERROR :{DAMAGED}")
        alice.send("PRIVMSG #r1 :goes on", "CHATHISTORY LATEST #r1 * 1")
        assert any(line.endswith(":goes on") for line in await alice.until("BATCH -"))
