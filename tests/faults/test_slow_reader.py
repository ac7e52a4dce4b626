"""Readers who take nothing cost their queue, are told why they go, and miss nothing when they come back (G12, G13)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.faults.crowd import ROOM
from tests.faults.ledger import MARK, mark
from tests.faults.stored import history
from tests.support.real_engine import Client
from tests.support.server_process import ServerProcess, server_process

SLOW = 20
QUEUE = 1 << 20  # bytes: what one of them may cost
REST = 16 << 20  # bytes: what the server may need meanwhile for everything else (rooms' last entries, pages, index)
TEXT = "x" * 380
IN_FLIGHT = 256


def resident(pid: int) -> int:
    """Bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


async def member(server: ServerProcess, name: str, *caps: str, receive_buffer: int = 0) -> Client:
    person = await server.irc(name, "message-tags", *caps, receive_buffer=receive_buffer)
    person.send(f"JOIN {ROOM}")
    await person.until(" 366 ")
    return person


async def talk_until_cut(server: ServerProcess, talker: Client) -> tuple[int, int]:
    """Talk until all slow readers are gone. How many messages that took, and the most memory that was seen."""
    sent, gone, most = 0, 0, 0
    while gone < SLOW:
        batch = range(sent, sent + IN_FLIGHT)
        talker.send(*(f"PRIVMSG {ROOM} :{mark('talker', number)} {TEXT}" for number in batch), f"PING p{sent}")
        lines = await talker.until(f" PONG hubbub :p{sent}")
        gone += sum(" QUIT :Connection closed: Too slow" in line for line in lines)
        sent += IN_FLIGHT
        most = max(most, resident(server.pid))
        assert sent * len(TEXT) < 100 * QUEUE, f"only {gone} of {SLOW} slow readers were closed"
    return sent, most


async def read_all(reader: Client) -> list[str]:
    """The marks of the messages, up to the last line, which gives the reason."""
    lines = await reader.rest()
    assert lines[-1] == "ERROR :Too slow: the send queue is full"
    return [found[0] for line in lines if (found := MARK.search(line))]


async def test_slow_readers_cost_their_queue_and_lose_nothing(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with server_process(tmp_path) as server:
        slow = [await member(server, f"slow{number}", receive_buffer=4096) for number in range(SLOW)]
        quick, talker = await member(server, "quick"), await member(server, "talker")
        hearing = asyncio.create_task(quick.until("the end"))
        before = resident(server.pid)
        sent, most = await talk_until_cut(server, talker)
        record_property("growth_bytes", most - before)
        print(f"{SLOW} slow readers: {(most - before) / 2**20:.1f} MiB more, after {sent} messages")
        assert most - before < SLOW * QUEUE + REST
        talker.send(f"PRIVMSG {ROOM} :the end")
        everything = [mark("talker", number) for number in range(sent)]
        assert [found[0] for line in await hearing if (found := MARK.search(line))] == everything
        await _come_back(server, await read_all(slow[0]), everything)


async def _come_back(server: ServerProcess, got: list[str], everything: list[str]) -> None:
    """What a slow reader has is the beginning, and history after that is the rest."""
    assert everything[: len(got)] == got
    ids = {text: msgid for msgid, text in await history(server, ROOM)}
    rest = await history(server, ROOM, after=ids[got[-1]])
    assert [*got, *(text for _, text in rest)] == everything
