"""Every transcript, in memory, with a real server over real sockets, and with people on two and on three nodes of a
cluster within this process. With nodes that are processes some of them; with NODES=2, or as long tests, all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.scenarios import transcript
from tests.scenarios.in_memory import InMemory
from tests.scenarios.near_nodes import NearNodes
from tests.scenarios.play import Play
from tests.scenarios.real_nodes import RealNodes
from tests.scenarios.real_process import RealProcess
from tests.support.each import each

FOLDER = Path(__file__).parent
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
WITH_PROCESSES = sorted(FOLDER.glob("processes/*.txt"))
NODES = int(os.environ.get("NODES", "0"))
IN_EVERY_RUN = ("plain-and-irc", "offline", "rooms")
THROUGH_NODES = [path for path in TRANSCRIPTS if NODES or path.stem in IN_EVERY_RUN]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_in_memory(path: Path) -> None:
    await Play(transcript.read(path), InMemory()).run()


@pytest.mark.parametrize("path", TRANSCRIPTS + WITH_PROCESSES, ids=lambda path: path.stem)
async def test_over_sockets(path: Path, tmp_path: Path) -> None:
    await Play(transcript.read(path), RealProcess(tmp_path)).run()


@pytest.mark.parametrize("nodes", [2, 3])
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_through_near_nodes(path: Path, nodes: int, tmp_path: Path) -> None:
    await Play(transcript.read(path), NearNodes(tmp_path, nodes)).run()


@pytest.mark.parametrize("path", THROUGH_NODES, ids=lambda path: path.stem)
async def test_through_nodes(path: Path, tmp_path: Path) -> None:
    await Play(transcript.read(path), RealNodes(tmp_path, NODES or 2)).run()


@pytest.mark.long
@pytest.mark.parametrize("nodes", [2, 3])
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_through_more_nodes(path: Path, nodes: int, tmp_path: Path) -> None:
    await Play(transcript.read(path), RealNodes(tmp_path, nodes)).run()


@each("seed", range(1, 6))
def test_there_is_one_for_each_seed(seed: int) -> None:
    assert any(path.stem.startswith(f"seed{seed}") for path in TRANSCRIPTS)
