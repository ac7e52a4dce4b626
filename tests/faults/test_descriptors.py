"""No file descriptor is left: newcomers are told so, those who are in go on talking, and there is room again later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faults.crowd import ROOM
from tests.faults.ledger import mark
from tests.faults.stored import HISTORY, read_room
from tests.support.real_engine import Client
from tests.support.server_process import ServerProcess, server_process, with_files

FULL = "The server is full, try again later."
REFUSED = f"ERROR :{FULL}"
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable"
ATTEMPTS = 300


async def first(server: ServerProcess) -> Client:
    """Somebody who has read history: with too few files, only what reads already can go on reading."""
    person = await server.irc("first", *HISTORY)
    person.send(f"JOIN {ROOM}")
    await person.until(" 366 ")
    assert await read_room(person, ROOM) == []
    return person


async def fill(server: ServerProcess) -> list[Client]:
    """Come in until somebody is refused; who got in."""
    people = [await first(server)]
    while True:
        newcomer = await server.connect()
        newcomer.send(f"NICK n{len(people)}", "USER u 0 * :u", f"JOIN {ROOM}", "PING :in")
        lines = await _until_in(newcomer)
        if lines == [REFUSED]:
            return people
        assert "PONG" in lines[-1], lines
        people.append(newcomer)


async def _until_in(newcomer: Client) -> list[str]:
    lines: list[str] = []
    while not lines or (lines[-1] and " PONG " not in lines[-1]):
        try:
            lines.append(await newcomer.line())
        except ConnectionError:  # what it said may not have been read when it was refused
            return lines
    return [line for line in lines if line]


async def talk(people: list[Client], number: int) -> None:
    """The first says something, and the last hears it."""
    people[0].send(f"PRIVMSG {ROOM} :{mark('first', number)}")
    await people[-1].until(mark("first", number))


async def attempt(server: ServerProcess, say: bytes) -> bytes:
    """All that a newcomer is told until the end of the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(say)
    told = b""
    try:
        told = await reader.read(4096)
    except ConnectionError:
        return told
    finally:
        writer.transport.abort()
    return told


def cpu_seconds(pid: int) -> float:
    """Of the process, in steps of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


# 300: the server keeps a reserve. 40: there is less than that, and accept itself fails.
@pytest.mark.parametrize("files", [300, 40])
async def test_who_finds_no_room_is_told_and_the_others_go_on(
    tmp_path: Path, files: int, record_property: Callable[[str, object], None]
) -> None:
    async with server_process(tmp_path, before=with_files(files)) as server:
        people = await fill(server)
        assert len(people) > 5
        await talk(people, 0)
        cpu = cpu_seconds(server.pid)
        http = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        told = await asyncio.gather(*(attempt(server, http if n % 2 else b"") for n in range(ATTEMPTS)))
        share = (cpu_seconds(server.pid) - cpu) / ATTEMPTS * 100
        record_property("cpu_share_at_100_a_second", share)
        print(f"{len(people)} in; 100 refusals a second cost {100 * share:.1f} % of a CPU")
        assert {answer.partition(b"\r\n")[0] for answer in told} <= {REFUSED.encode(), UNAVAILABLE}
        assert told[0] == f"{REFUSED}\r\n".encode()
        await talk(people, 1)
        await _leave(people[1:4])
        newcomer = await server.irc("newcomer")
        newcomer.send(f"JOIN {ROOM}")
        await newcomer.until(" 366 ")
        await talk([people[0], newcomer], 2)
        assert [text for _, text in await read_room(people[0], ROOM)] == [mark("first", number) for number in range(3)]
        assert await server.stop() == 0


async def _leave(people: list[Client]) -> None:
    for person in people:
        person.send("QUIT")
        await person.rest()
        person.writer.close()
