"""kill -9 under load: all that was accepted or shown is there, once, in order (G1-G4, G6, G12)."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from tests.faults.killing import Killing
from tests.support.server_process import server_process

MOST_ROUNDS = 10


@pytest.fixture
def chance() -> random.Random:
    """Randomness whose seed is printed, and can be given again as HUBBUB_SEED."""
    seed = int(os.environ.get("HUBBUB_SEED") or random.SystemRandom().getrandbits(32))
    print(f"HUBBUB_SEED={seed}")
    return random.Random(seed)


async def kill_again_and_again(folder: Path, chance: random.Random, rounds: int) -> None:
    async with server_process(folder) as server:
        killing = Killing(server, chance)
        times = []
        for _ in range(rounds):
            crowd = await killing.talk_until_killed()
            await killing.start_again()
            times.append(killing.back_in)
            assert await killing.look(crowd) == []
        print(f"{rounds} kills, {len(killing.ledger.accepted)} accepted, {len(killing.ledger.shown)} shown;")
        print(f"from start to welcome: {max(times):.2f} s at most")
        assert await server.stop() == 0
        assert not [line for line in server.log_lines() if line["level"] in ("error", "critical")]


async def test_what_was_accepted_or_shown_survives_kill_9(tmp_path: Path, chance: random.Random) -> None:
    await kill_again_and_again(tmp_path, chance, 3)


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_it_survives_fifty_kills(tmp_path: Path, chance: random.Random) -> None:
    await kill_again_and_again(tmp_path, chance, 50)


async def test_a_server_that_shows_before_it_commits_is_caught(tmp_path: Path, chance: random.Random) -> None:
    """The control: the same crowd, the same look."""
    program = ("-m", "tests.faults.early_server")
    async with server_process(tmp_path, program=program) as server:
        killing = Killing(server, chance)
        for _ in range(MOST_ROUNDS):  # the first is enough, unless this very process was asleep when it mattered
            crowd = await killing.talk_until_killed()
            await killing.start_again()
            complaints = await killing.look(crowd)
            if complaints:
                break
    assert any(complaint.startswith("G1: ") for complaint in complaints), complaints
    assert any(complaint.startswith("G2: ") and "not stored" in complaint for complaint in complaints), complaints
