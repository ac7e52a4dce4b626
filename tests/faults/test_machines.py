"""Three machines, PostgreSQL and NATS, two hundred people, and more than sixty times something is killed, hangs, is cut
off or full: nothing is lost, doubled or in another order, nobody sees what is not kept, no name is two people's."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TROUBLES = 87
pytestmark = pytest.mark.long


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that PostgreSQL reaches as well, which is another user where the tests are root."""
    with tempfile.TemporaryDirectory(prefix="hubbub-machines-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def storm(folder: Path, what: str, *program: str) -> subprocess.CompletedProcess[str]:
    """In a network and with mounts of its own, which end with it. The seed can be given as HUBBUB_SEED."""
    seed = os.environ.get("HUBBUB_SEED") or str(random.SystemRandom().getrandbits(32))
    alone = ["unshare", "--net", "--mount", "--propagation", "private", sys.executable]
    arguments = ["-m", "tests.faults.machines.storm", str(folder), seed, what, *program]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([*alone, *arguments], env=environment, capture_output=True, text=True, check=False)
    print(f"HUBBUB_SEED={seed}\n{done.stdout}{done.stderr}")
    return done


@pytest.mark.timeout(5400)
def test_every_promise_is_kept_whatever_goes_wrong(place: Path) -> None:
    assert storm(place, str(TROUBLES)).returncode == 0


@pytest.mark.timeout(1200)
def test_a_decider_that_says_what_is_not_kept_is_caught(place: Path) -> None:
    """The control."""
    program = ("-m", "tests.faults.machines.early_node")
    done = storm(place, "decider_and_postgres_killed", *program)
    assert done.returncode == 1
    assert "WRONG: G" in done.stdout
