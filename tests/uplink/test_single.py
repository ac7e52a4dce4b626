"""One running face for each server and name."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from hubbub.uplink.single import Single
from hubbub.uplink.trouble import Trouble

PROGRAM = """
import asyncio, sys
from pathlib import Path
from hubbub.uplink.single import Single

async def main():
    await Single("alice", print, Path(sys.argv[1])).begin()
    print("begun", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_second_start_raises_the_first_and_ends(tmp_path: Path) -> None:
    raised: list[str] = []
    first = Single("alice", raised.append, tmp_path)
    await first.begin()
    with pytest.raises(Trouble, match="running"):
        await Single("alice", raised.append, tmp_path).begin("#tea\nroom")
    with pytest.raises(Trouble, match="running"):
        await Single("alice", raised.append, tmp_path).begin()
    assert raised == ["#tea room", ""]
    other = Single("bob", raised.append, tmp_path)
    await other.begin()
    other.end()
    first.end()
    again = Single("alice", raised.append, tmp_path)
    await again.begin()
    again.end()


async def test_one_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, str(tmp_path), stdout=PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"
    with pytest.raises(Trouble, match="running"):
        await Single("alice", print, tmp_path).begin()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    single = Single("alice", print, tmp_path)
    await single.begin()
    single.end()


async def test_one_that_does_not_answer_runs_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.uplink.single.PATIENCE", 0.05)
    first = Single("alice", print, tmp_path)
    await first.begin()
    (tmp_path / "alice.door").write_text("not a port")
    with pytest.raises(Trouble, match="running"):
        await Single("alice", print, tmp_path).begin()
    first.end()


async def test_who_does_not_know_the_secret_raises_nothing(tmp_path: Path) -> None:
    raised: list[str] = []
    first = Single("alice", raised.append, tmp_path)
    await first.begin()
    assert (tmp_path / "alice.door").stat().st_mode & 0o777 == 0o600
    port = (tmp_path / "alice.door").read_text().partition(" ")[0]
    for said in (b"wrong words\n", b"\xff\n", b"\n", b"x" * 10_000):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
        writer.write(said)
        assert await reader.read() == b""
        writer.close()
    assert raised == []
    first.end()
