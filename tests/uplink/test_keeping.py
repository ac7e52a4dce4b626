""" "A face that is killed and comes back has no hole and no double; what was unsent is sent once": kill -9."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.support.conditions import until
from tests.support.server_process import ROOT, ServerProcess, server_process

from hubbub.client.session import Client
from hubbub.uplink.addresses import Address, read
from hubbub.uplink.credentials import Credentials, Keyring
from hubbub.uplink.keeping import Keeper, folder_of
from hubbub.uplink.trouble import Trouble

PATIENCE = 60.0  # seconds; a test that needs them has failed
Row = dict[str, Any]


class Face:
    """A running `face.py`; `told` is all that it said."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.told: list[Row] = []

    def do(self, action: str, **arguments: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": action, **arguments}).encode() + b"\n")

    def say(self, *texts: str, buffer: str = "#lobby") -> None:
        for text in texts:
            self.do("say", buffer=buffer, text=text)

    async def until(self, true: Callable[[Row], object]) -> Row:
        """The next row for which this is so."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := await self.process.stdout.readline():
                self.told.append(json.loads(line))
                if true(self.told[-1]):
                    return self.told[-1]
        raise AssertionError(self.told)

    async def on(self) -> None:
        await self.until(lambda row: row.get("phase") == "on")

    async def state(self) -> Row:
        self.do("state")
        return await self.until(lambda row: "state" in row)

    async def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


@asynccontextmanager
async def face(folder: Path, port: int, name: str) -> AsyncIterator[Face]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(Path(__file__).with_name("face.py")), str(folder), str(port), name),
        stdin=PIPE,
        stdout=PIPE,
        env=environment,
    )
    try:
        yield Face(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def history(server: ServerProcess) -> list[str]:
    """What alice has said in the lobby, as the server has it."""
    reader = await server.irc("reader", "batch", "draft/chathistory")
    reader.send("JOIN #lobby", "CHATHISTORY LATEST #lobby * 100", "PING :read")
    lines = await reader.until("PONG hubbub :read")
    return [found[1] for line in lines if (found := re.fullmatch(r".*:alice!\S+ PRIVMSG #lobby :(.*)", line))]


async def test_what_was_unsent_is_sent_once_and_one_is_where_one_was(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        async with face(tmp_path, server.port, "alice") as alice:
            await alice.on()
            alice.do("join", room="team")
            alice.do("draft", buffer="#lobby", text="half a sen")
            alice.say("one")
            await alice.until(lambda row: row.get("said") == "one")
            await server.kill()
            await alice.until(lambda row: row.get("phase") == "waiting")
            alice.say("two", "three")
            await alice.until(lambda row: row.get("queued") == "three")
            await alice.kill()
        await server.start()
        async with face(tmp_path, server.port, "alice") as alice:
            begun = await alice.until(lambda row: "state" in row)
            assert begun == {
                "state": "#team",
                "rooms": ["#lobby", "#team"],
                "drafts": {"#lobby": "half a sen"},
                "unsent": ["two", "three"],
            }
            await alice.until(lambda row: row.get("said") == "three")
            alice.say("four")
            await alice.until(lambda row: row.get("said") == "four")
            assert not [row for row in alice.told if "lost" in row]
            after = await alice.state()
            assert (after["state"], after["rooms"], after["unsent"]) == ("#team", ["#lobby", "#team"], [])
        assert await history(server) == ["one", "two", "three", "four"]


@pytest.mark.parametrize("after", [1, 9, 25])
async def test_a_face_killed_while_it_sends_doubles_and_loses_nothing(tmp_path: Path, after: int) -> None:
    texts = [f"a{number}" for number in range(30)]
    async with server_process(tmp_path) as server:
        async with face(tmp_path, server.port, "alice") as alice:
            await alice.on()
            alice.say(*texts)
            await alice.until(lambda row: row.get("queued") == texts[-1])
            if not [row for row in alice.told if row.get("said") == f"a{after}"]:
                await alice.until(lambda row: row.get("said") == f"a{after}")
            await alice.kill()
        async with face(tmp_path, server.port, "alice") as alice:
            await alice.on()
            alice.say("over")
            await alice.until(lambda row: row.get("said") == "over")
            assert not [row for row in alice.told if "lost" in row]
        assert await history(server) == [*texts, "over"]


async def test_a_second_start_raises_the_first(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server, face(tmp_path, server.port, "alice") as first:
        await first.on()
        async with face(tmp_path, server.port, "alice") as second:
            assert await second.until(lambda row: "phase" in row) == {"phase": "over", "code": "running"}
        await first.until(lambda row: "raised" in row)


# Without a process


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "visit", Credentials("h:1", "alice", tmp_path, Keyring(0)))


async def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, keeper: Keeper) -> None:
    (tmp_path / "visit").mkdir()
    keeper.file.write_text('{"client": ')
    aside = await keeper.restore(Client("alice", "n"))
    assert aside is not None
    assert aside.kept_as.read_text() == '{"client": '


@pytest.mark.parametrize("kept", ["{}", '{"client": 7}', '{"client": {"outbox": 7, "buffers": [7, {}], "token": 7}}'])
async def test_what_is_none_of_ours_does_no_harm(tmp_path: Path, keeper: Keeper, kept: str) -> None:
    (tmp_path / "visit").mkdir()
    keeper.file.write_text(kept)
    client = Client("alice", "n")
    assert await keeper.restore(client) is None
    assert (client.token, list(client.queue)) == ("", [])


async def test_a_message_is_in_the_file_before_it_is_sent_and_a_draft_soon(keeper: Keeper) -> None:
    client = Client("alice", "n")
    client.private("bob", "hello", 0)
    keeper.changed(client)
    assert "hello" in keeper.file.read_text()
    client.do("draft", 0, buffer="bob", text="half")
    keeper.changed(client)
    assert "half" not in keeper.file.read_text()
    keeper.close(client)
    assert "half" in keeper.file.read_text()
    assert keeper.file.stat().st_mode & 0o777 == 0o600


async def test_new_messages_have_other_ids_than_any_before(keeper: Keeper) -> None:
    """Even when the last ones were sent and could not be written down."""
    client = Client("alice", "n")
    client.private("bob", "one", 0)
    keeper.close(client)
    client.private("bob", "not written", 0)
    used = {message.id for message in client.queue}
    again = Client("alice", "m")
    await keeper.restore(again)
    again.private("bob", "two", 0)
    first, second = again.queue
    assert first.id in used
    assert second.id not in used


async def test_what_cannot_be_written_is_told_and_written_when_it_can_be(
    tmp_path: Path, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub.uplink.keeping.SOON", 0)
    (tmp_path / "visit").write_text("in the way")
    client = Client("alice", "n")
    client.private("bob", "hello", 0)
    with pytest.raises(Trouble, match="file"):
        keeper.changed(client)
    with pytest.raises(Trouble, match="file"):
        await until(lambda: keeper.changed(client))  # what is written a moment later is told with a later change
    (tmp_path / "visit").unlink()
    await until(keeper.file.exists)
    keeper.changed(client)
    assert "hello" in keeper.file.read_text()


async def test_no_secret_is_in_the_file(tmp_path: Path, keeper: Keeper) -> None:
    client = Client("alice", "n", "open sesame")
    client.token = "t0ken"
    keeper.changed(client)
    keeper.close(client)
    assert "t0ken" not in keeper.file.read_text()
    assert "sesame" not in keeper.file.read_text()
    assert await Credentials("h:1", "alice", tmp_path, Keyring(0)).find("token") == "t0ken"


def test_each_server_and_name_has_a_folder_of_its_own(tmp_path: Path) -> None:
    places = [read("h"), read("h:1"), read("h-1"), Address("::1")]
    names = ["alice", "al/ice", "al ice", "..", "ÄÖ", "ÖÄ", "x" * 300]
    folders = [folder_of(place, name, tmp_path) for place in places for name in names]
    assert len({str(folder).lower() for folder in folders}) == len(folders)
    assert {folder.parent for folder in folders} == {tmp_path / "visits"}
    assert folder_of(read("H"), "Alice", tmp_path) == folder_of(read("h"), "alice", tmp_path)
    assert all(len(folder.name) < 80 for folder in folders)
