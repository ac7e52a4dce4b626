"""The server console in a window, on a screen of its own: what it shows, what keys do, that it may be killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.desktop.desk import PATIENCE, Desk
from tests.support.hostile import OBEYED
from tests.support.screens import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path / "home")
    yield made
    await made.close()


async def title(desk: Desk, words: str) -> None:
    """Wait until a window is called so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await asyncio.create_subprocess_exec(
                "xdotool", "search", "--name", words, env=desk.environment, stdout=-1, stderr=-3
            )
            written, _ = await found.communicate()
            if written.strip():
                return
            assert desk.process is not None
            assert desk.process.returncode is None, await desk.errors()
            await asyncio.sleep(0.05)


def console(data: Path, command: str) -> str:
    """The answer of the server's console, without a window."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(data / "control.sock"))
        asking.sendall(f"{command}\n".encode())
        asking.shutdown(socket.SHUT_WR)
        return asking.makefile().read()


def end(server: int, data: Path) -> None:
    """The server, if it still runs."""
    command = Path(f"/proc/{server}/cmdline")
    if command.exists() and str(data).encode() in command.read_bytes():
        os.kill(server, signal.SIGKILL)


async def until(reader: asyncio.StreamReader, words: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while words not in (line := (await reader.readline()).decode()):
            assert line, f"the connection ended before {words!r}"


async def test_by_keyboard_alone_and_a_killed_window_harms_nobody(desk: Desk, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ("--data", str(data))
    await desk.console("serve", "--gui", *where, "--host", "127.0.0.1", "--port", str(port))
    await title(desk, f"running on port {port}")
    await desk.sees("focus", ".")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"alice\n")
    await until(reader, "Welcome to the chat")
    await desk.press("ctrl+e")
    await desk.type("say all tea is ready")
    await desk.press("Return")
    await until(reader, "tea is ready")
    await desk.kill()  # -9: the server does not notice
    assert "Online now (1): alice" in console(data, "who")
    server = int((data / "lock").read_text())
    try:
        await desk.console("console", "--gui", *where)
        await title(desk, f"running on port {port}")
        await desk.sees("focus", ".")
        await desk.press("ctrl+1")
        await desk.sees("table", "alice")
        await desk.press("Down", "r")
        await desk.sees("card", "alice")
        await desk.type("spam")
        await desk.press("Return")
        await until(reader, "Killed (console (spam))")
        assert "kill alice" in console(data, "audit")
        await desk.press("F5")
        await desk.sees("card", "Stop the server")
        await desk.press("Tab", "Return")
        await title(desk, "stopped")
        assert not (data / "control.sock").exists()
        await desk.press("ctrl+q")
        await desk.ends()
    finally:
        writer.close()
        end(server, data)


async def test_a_ban_of_a_room_is_lifted_by_keyboard(desk: Desk, tmp_path: Path) -> None:
    data = tmp_path / "data"
    place = ("--data", str(data), "--host", "127.0.0.1", "--port", "0")
    await desk.console("serve", "--gui", *place)
    try:
        title = await desk.sees("title", "running on port [1-9]")
        reader, writer = await asyncio.open_connection("127.0.0.1", int(title.split()[-1]))
        writer.write(b"alice\n/join tea\n/ban bob 2h spam\n")
        await until(reader, "+b bob!*@*")
        await desk.press("ctrl+4")
        await desk.sees("table", r"^bans\n.bob!\*@\* \| spam \| tea \| alice \| 20")
        await desk.press("Down", "l")
        await desk.sees("card", r"Lift the ban of bob!\*@\*\?\nWhoever is meant may join #tea again")
        await desk.press("Return")
        await until(reader, "-b bob!*@*")
        await desk.sees("table", "^bans$")
        await desk.sees("log", r"bob!\*@\* is not banned from #tea any more")
        writer.close()
    finally:
        end(int((data / "lock").read_text()), data)


async def test_ctrl_c_ends_the_window_and_says_how_the_server_is_stopped(desk: Desk, tmp_path: Path) -> None:
    data = tmp_path / "data"
    await desk.console("serve", "--gui", "--data", str(data), "--host", "127.0.0.1", "--port", "0")
    try:
        await desk.sees("title", "running on port [1-9]")
        assert desk.process is not None
        desk.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            assert await desk.process.wait() == 130
        said = f"The server runs on in the background. To stop it: hubbub console --data {data} stop"
        assert (await desk.errors()).strip() == said
        assert "/who" in console(data, "help")
    finally:
        end(int((data / "lock").read_text()), data)


async def test_strange_texts_are_texts_in_every_table_and_at_every_size(desk: Desk) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-m", "tests.desktop.console_still", env=desk.environment, stdout=-1, stderr=-1,
    )  # fmt: skip
    written, errors = await process.communicate()
    shown = written.decode()
    assert process.returncode == 0, errors.decode()
    for words in (
        "alice",
        "192.0.2.7",
        "1,412",
        "192.0.2.0/24",
        "the disk is full",
        "running on port 7777",
        "One person is online. They are told",
        "Nobody is online. Everything",
    ):
        assert words in shown
    quoted = r' Report 1: zoë reports bob: \[/].*x "buy this"'
    assert re.search(f"report 820x560 above{quoted}", shown), "what was said is read whole where there is little room"
    assert re.search(f"report 1600x1000 beside{quoted}", shown)
    assert not OBEYED.search(shown.replace("\n", " "))
