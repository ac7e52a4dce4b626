"""The console's socket: who may use it, what is left there, and what it does where it cannot be."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.real_server import Running, running
from tests.support.told import told

from hubbub.chat.ports import LogFull, LogLocked, RoomState, Sleeping
from hubbub.dialects.services import console
from hubbub.server.process.console import ConsoleSocket

LONG = "d" * 120


@asynccontextmanager
async def open_console(directory: Path) -> AsyncIterator[Running]:
    async with running() as here:
        console = ConsoleSocket(here.server.engine, directory)
        await console.open()
        try:
            yield here
        finally:
            console.close()


async def ask(directory: Path, *lines: str) -> list[str]:
    """All that comes back to these lines."""
    reader, writer = await asyncio.open_unix_connection(directory / "control.sock")
    writer.write("".join(f"{line}\n" for line in lines).encode())
    writer.write_eof()
    told = (await reader.read()).decode().splitlines()
    writer.close()
    return told


async def test_it_is_for_the_owner_alone_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with open_console(tmp_path):
        assert os.stat(tmp_path / "control.sock").st_mode & 0o777 == 0o600
        assert await ask(tmp_path, "rooms") == ["Rooms:", "  lobby (0 members)", "\x06"]
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("at_most", [1, 1000])
async def test_rooms_that_sleep_are_listed_and_sleep_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_most: int
) -> None:
    """Those that nobody has asked for since the start were missing in `hubbub room list`."""
    monkeypatch.setattr(console, "SORTED", at_most)
    async with open_console(tmp_path) as here:
        world = here.server.engine.chat.world
        world.asleep = Sleeping([RoomState(7, "#tea", 1, "Of tea", "a!b@c", 1, 4, 5, True, None)])
        listed = await ask(tmp_path, "room list")
        assert "#tea +n, 0 members: Of tea" in listed
        rows = [json.loads(line) for line in (await ask(tmp_path, "json room list"))[:-1]]
        assert {(row["name"], row["last"]) for row in rows if row["name"] == "#tea"} == {("#tea", 5)}
        assert world.asleep.left == 1


async def test_who_is_at_the_console_is_nobody_in_the_chat(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here:
        alice = await here.connect()
        alice.send("alice")
        await alice.until("Welcome to the chat")
        told = await ask(tmp_path, "/who", "hello", "/join #lobby", "/quit")
        assert told == [
            "Online now (1): alice",
            "\x06",
            "! There is no command /hello. To see all commands, type /help",
            "\x15",
            "! The console is nobody in the chat. To see what it can do, type help",
            "\x15",
            "\x06",
        ]
        assert here.server.engine.chat.world.users.keys() == {"alice"}


async def test_a_silent_console_is_not_closed(tmp_path: Path) -> None:
    async with open_console(tmp_path) as here:
        reader, writer = await asyncio.open_unix_connection(tmp_path / "control.sock")
        await here.until(lambda: bool(here.server.engine.connections))
        for connection in here.server.engine.connections:
            connection.look_at_clock(connection.keepalive.opened + 10_000)
        writer.write(b"quit\n")
        assert await reader.read() == b"\x06\r\n"
        writer.close()


async def test_what_a_killed_server_left_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(tmp_path / "control.sock"))
    async with open_console(tmp_path):
        assert (await ask(tmp_path, "quit")) == ["\x06"]


@pytest.mark.parametrize(("name", "words"), [("file", "move it away"), (LONG, "path too long")])
async def test_where_it_cannot_be_the_server_says_why_and_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, words: str
) -> None:
    directory = tmp_path / name
    directory.mkdir()
    if name != LONG:
        (directory / "control.sock").write_text("mine")
    with caplog.at_level(logging.WARNING):
        async with open_console(directory) as here:
            client = await here.connect()
            client.send("alice")
            await client.until("Welcome to the chat")
    assert [record for record in caplog.records if words in record.getMessage()]
    assert "no_console" in told(caplog)
    assert name == LONG or (directory / "control.sock").read_text() == "mine"


@pytest.mark.parametrize(
    ("why", "says"), [(LogFull, "The server's disk is full"), (LogLocked, "Another program holds")]
)
async def test_what_the_log_cannot_take_is_answered_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: type[LogFull], says: str
) -> None:
    """The answer was held back, and the command line waited a minute for it."""
    async with open_console(tmp_path) as here:
        commits = here.server.engine.commits

        def full(*batch: object) -> None:
            raise why

        with monkeypatch.context() as patched:
            for name in {"append", "append_load"} & set(dir(commits.log)):
                patched.setattr(commits.log, name, full)
            told = await ask(tmp_path, "uban add 192.0.2.1 spam")
            assert told[0].startswith(f"! {says}")
            assert "holds from now on" in told[0]
            assert told[1:] == ["\x15"]
            assert (await ask(tmp_path, "uban list"))[-1] == "\x06"
            refused = await ask(tmp_path, "json uban add 192.0.2.2 spam")
            assert json.loads(refused[0])["code"] == "DISK_FULL"
        await here.until(lambda: not here.server.engine.chat.disk_full)
        assert [line.split()[0] for line in (await ask(tmp_path, "uban list"))[:-1]] == ["192.0.2.1"]
