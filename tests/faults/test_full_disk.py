"""A disk without space under a real server: named errors, reading goes on, and sending resumes by itself (G15)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.crowd import ROOM
from tests.faults.ledger import mark
from tests.faults.small_disk import SmallDisk, small_disk
from tests.faults.stored import HISTORY, history, read_room, stored_in
from tests.support.real_engine import Client
from tests.support.server_process import ServerProcess, server_process

TEXT = "x" * 400


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as small:
        yield small


async def in_room(server: ServerProcess, name: str) -> Client:
    person = await server.irc(name, *HISTORY, "echo-message")
    person.send(f"JOIN {ROOM}")
    await person.until(" 366 ")
    return person


async def talk_until_full(person: Client, first: int) -> tuple[list[str], str]:
    """What was echoed, and what was said when the refusal came."""
    echoed: list[str] = []
    for number in range(first, first + 100_000):
        text = mark("talker", number)
        person.send(f"PRIVMSG {ROOM} :{text} {TEXT}")
        line = await person.line()
        if "DISK_FULL" in line:
            return echoed, text
        assert text in line, line
        echoed.append(text)
    raise AssertionError("the disk is never full")


async def test_a_full_disk_is_named_and_goes_by_itself_when_there_is_space(disk: SmallDisk, tmp_path: Path) -> None:
    async with server_process(tmp_path, data=disk.folder) as server:
        other, talker = await in_room(server, "other"), await in_room(server, "talker")
        accepted: list[str] = []
        for turn in range(3):
            disk.fill(leave=128 * 1024)
            echoed, held = await talk_until_full(talker, turn * 100_000)
            accepted += [*echoed, held]
            await other.until(echoed[-1])
            assert await _refused(other)
            assert [text for _, text in await read_room(other, ROOM)] == accepted[:-1]
            disk.make_space()
            assert held in await talker.line()
            assert held in await other.line()
            assert {"disk_full", "disk_space"} <= server.events()
        talker.send("PING done")
        await talker.until(" PONG hubbub :done")
        await server.restart()
        assert [text for _, text in await history(server, ROOM)] == accepted
        assert [entry.mark for entry in stored_in(server.data) if entry.mark] == accepted
        assert await server.stop() == 0


async def _refused(person: Client) -> bool:
    person.send(f"PRIVMSG {ROOM} :nobody ever sees this", "LIST")
    lines = await person.until(" 323 ")
    return any(" FAIL PRIVMSG DISK_FULL " in line for line in lines)


async def test_a_kill_on_a_full_disk_loses_nothing_that_was_confirmed(disk: SmallDisk, tmp_path: Path) -> None:
    async with server_process(tmp_path, data=disk.folder) as server:
        talker = await in_room(server, "talker")
        disk.fill(leave=128 * 1024)
        echoed, held = await talk_until_full(talker, 0)
        await server.kill()
        disk.make_space()
        await server.start()
        assert [text for _, text in await history(server, ROOM)] in (echoed, [*echoed, held])
        assert await server.stop() == 0
    assert [entry.mark for entry in stored_in(server.data) if entry.mark][: len(echoed)] == echoed


async def test_a_start_on_a_full_disk_is_named_and_changes_nothing(disk: SmallDisk, tmp_path: Path) -> None:
    async with server_process(tmp_path, data=disk.folder) as server:
        talker = await in_room(server, "talker")
        talker.send(f"PRIVMSG {ROOM} :{mark('talker', 0)}")
        await talker.until(mark("talker", 0))
        assert await server.stop() == 0
        disk.fill()
        await server.launch()
        assert await server.ended() == 1
        assert server.log_text().splitlines()[-1].startswith("Error: Cannot open ")
        assert "disk is full" in server.log_text()
        disk.make_space()
        await server.start()
        assert [text for _, text in await history(server, ROOM)] == [mark("talker", 0)]
        assert await server.stop() == 0


async def test_a_first_start_on_a_full_disk_is_named(disk: SmallDisk, tmp_path: Path) -> None:
    server = ServerProcess(tmp_path, data=disk.folder)
    disk.fill()
    await server.launch()
    assert await server.ended() == 1
    complaint = server.log_text().splitlines()
    assert complaint[-1].startswith("Error: Cannot ")
    assert "Traceback" not in server.log_text()
    disk.make_space()
    await server.start()
    assert await server.stop() == 0
