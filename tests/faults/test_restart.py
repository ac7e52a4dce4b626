"""After kill -9 with a million messages stored, the server accepts clients within two seconds (G16)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.faults.crowd import ROOM
from tests.faults.killing import Killing
from tests.faults.ledger import mark
from tests.support.server_process import server_process

from hubbub.chat.events import Entry, MessageSent, RoomCreated
from hubbub.chat.names import fold
from hubbub.chat.party import Party
from hubbub.log.sqlite import open_log

MESSAGES = 1_000_000
AT_ONCE = 5_000
WITHIN = 2.0  # seconds
OLD = 1_700_000_000_000  # milliseconds since 1970
ROOMS = 20


async def store(folder: Path, messages: int) -> None:
    """A data directory with so many messages in some rooms; the first is where the crowd talks."""
    log = open_log(folder, fold)
    state = log.load(OLD)
    names = [ROOM, *(f"#old{number}" for number in range(1, ROOMS))]
    logs = range(state.last_log + 1, state.last_log + 1 + ROOMS)
    log.append([], [RoomCreated(log=number, at=OLD, name=name) for number, name in zip(logs, names, strict=True)])
    for start in range(0, messages, AT_ONCE):
        log.append([_entry(state.generation, logs[0], names, n) for n in range(start, start + AT_ONCE)], [])
    await log.close()


def _entry(generation: int, first_log: int, names: list[str], number: int) -> Entry:
    room, seq = number % ROOMS, number // ROOMS + 1
    id, text = (generation << 30) + number + 1, f"{mark('old', number)} said long ago, word{number % 5000} and others"
    message = MessageSent(
        id=id,
        at=OLD + number,
        log=first_log + room,
        target=names[room],
        source="old!old@guest",
        text=text,
        party=Party("v1"),
    )
    return Entry(first_log + room, seq, id, OLD + number, message)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_million_messages_and_a_kill_delay_nobody(tmp_path: Path) -> None:
    await store(tmp_path / "data", MESSAGES)
    async with server_process(tmp_path) as server:
        killing = Killing(server, random.Random(1))
        times = []
        for _ in range(5):
            crowd = await killing.talk_until_killed()
            await killing.start_again()
            times.append(killing.back_in)
        print(f"from start to welcome with {MESSAGES:,} messages: {', '.join(f'{time:.2f}' for time in times)} s")
        size = (tmp_path / "data" / "hubbub.db").stat().st_size
        print(f"the database has {size / 2**20:.0f} MiB")
        assert max(times) < WITHIN
        assert await killing.look(crowd) == []
        assert await server.stop() == 0
