"""A copy that is made while people talk: they do not notice.

One of a gigabyte, on a machine that does nothing else, is asked to take less than a minute:
ENTRIES=2900000 .venv/bin/python -m pytest -n 0 -s -m long tests/operate/test_copy_under_load.py
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path

import apsw
import pytest
from tests.support.real_engine import Client
from tests.support.server_process import ServerProcess, server_process

ENTRIES = int(os.environ.get("ENTRIES", "400000"))
TALKERS, LISTENERS = 10, 40
EVERY = 0.1  # seconds between two messages of one person
BUSY = 0.01  # seconds that a message may always take: what goes on on the machine besides
COPIES, CALM = 3, 5.0  # copies, and seconds of talk alone before and behind each

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]


def fill(data: Path, text: str) -> None:
    """Make the last message of the room the first of very many."""
    connection = apsw.Connection(str(data / "hubbub.db"))
    columns = [row[1] for row in connection.execute("pragma table_info(entry)")]
    found = connection.execute(f"select {', '.join(columns)} from entry")
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    row = next(row for row in rows if text in json.loads(row["body"]).get("text", ""))
    body = json.loads(row["body"])
    seq = max(one["seq"] for one in rows if one["log"] == row["log"])
    top = max(one["id"] for one in rows)
    statement = f"insert into entry ({', '.join(columns)}) values ({', '.join(f':{name}' for name in columns)})"
    with connection:
        for number in range(1, ENTRIES + 1):
            told = json.dumps({**body, "text": f"{text} {number} of many words that were said here"})
            made = told if isinstance(row["body"], str) else told.encode()
            connection.execute(statement, {**row, "seq": seq + number, "id": top + number, "body": made})
    connection.close()


class Talk:
    """People who talk in a room, and one who hears how late each message is."""

    def __init__(self, talkers: list[Client], listener: Client) -> None:
        self.talkers = talkers
        self.listener = listener
        self.late: list[float] = []

    async def hear(self) -> None:
        while line := await self.listener.line():
            if " :@" in line:
                self.late.append(time.monotonic() - float(line.rpartition("@")[2]))

    async def during(self, true: asyncio.Event, at_least: float) -> list[float]:
        """Talk until that is so, at least so many seconds; how late each message came."""
        self.late = []
        until = time.monotonic() + at_least
        while not true.is_set() or time.monotonic() < until:
            for talker in self.talkers:
                talker.send(f"PRIVMSG #tea :@{time.monotonic()}")
                await asyncio.sleep(EVERY / len(self.talkers))
        return self.late


def most(late: list[float], percent: int = 99) -> float:
    """What so many of them came within."""
    return sorted(late)[len(late) * percent // 100]


async def come(server: ServerProcess, name: str) -> Client:
    client = await server.irc(name)
    client.send("JOIN #tea", "PING :in")
    await client.until(" PONG hubbub :in")
    return client


async def drain(client: Client) -> None:
    while await client.line():
        pass


async def copy(server: ServerProcess, file: Path, done: asyncio.Event) -> str:
    """What `hubbub backup` says."""
    process = await asyncio.create_subprocess_exec(
        *server.command[:3], "backup", str(file), "--data", str(server.data), stdout=-1, stderr=-2
    )
    said, _ = await process.communicate()
    done.set()
    return said.decode()


async def test_a_copy_under_talk_costs_nobody_their_pace(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        olga = await come(server, "olga")
        olga.send("PRIVMSG #tea :first", "PING :said")
        await olga.until(" PONG hubbub :said")
        await server.stop()
        fill(server.data, "first")
        await server.start()
        people = [await come(server, f"p{number}") for number in range(TALKERS + LISTENERS)]
        listener = await come(server, "ears")
        talk = Talk(people[:TALKERS], listener)
        reading = [asyncio.ensure_future(drain(one)) for one in people]
        hearing = asyncio.ensure_future(talk.hear())
        done = asyncio.Event()
        done.set()
        calm, under, took = await talk.during(done, CALM), list[float](), list[float]()
        for number in range(COPIES):
            began, done = time.monotonic(), asyncio.Event()
            copying = asyncio.create_task(copy(server, tmp_path / f"{number}.tar.gz", done))
            under += await talk.during(done, 0)
            took.append(time.monotonic() - began)
            said = await copying
            assert "Proved" in said
            calm += await talk.during(done, CALM)
        size = sum(file.stat().st_size for file in server.data.glob("hubbub.db*"))
        print(f"copies of {size >> 20} MiB in {', '.join(f'{one:.1f}' for one in took)} s")
        for percent in (50, 90, 99):
            print(f"{percent} % within {most(under, percent) * 1000:.1f} ms, calm {most(calm, percent) * 1000:.1f} ms")
        assert most(under) < 2 * max(most(calm), BUSY)
        for task in (*reading, hearing):
            task.cancel()
