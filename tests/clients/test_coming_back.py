"""The server is killed and started again: clients that reconnect by themselves go on where they were."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.clients.conftest import Arrive, Make
from tests.clients.irssi import Irssi
from tests.clients.weechat import WeeChat
from tests.support.server_process import ServerProcess, server_process


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """One that can be killed."""
    async with server_process(tmp_path) as server:
        yield server


@pytest.mark.parametrize("kind", ["weechat", "irssi"])
async def test_comes_back_to_its_rooms(kind: str, server: ServerProcess, arrive: Arrive, make: Make) -> None:
    ivy = make(kind, "ivy")
    assert isinstance(ivy, WeeChat | Irssi)
    await ivy.start()
    await ivy.join("tea")
    alice = await arrive("nc", "alice")
    await alice.join("tea")
    await ivy.say("tea", "before the crash")
    await alice.sees("message", "ivy", room="tea", text="before the crash")
    await server.restart()
    await ivy.comes_back()
    bob = await arrive("nc", "bob")
    await bob.join("tea")
    await bob.shows("", r"\[ivy\] \(in tea\): before the crash")
    await bob.say("tea", "welcome back 🎉")
    await ivy.sees("message", "bob", room="tea", text="welcome back 🎉")
    await ivy.say("tea", "so was it all kept?")
    await bob.sees("message", "ivy", room="tea", text="so was it all kept?")


async def test_what_was_sent_to_somebody_away_waits_through_a_crash(server: ServerProcess, arrive: Arrive) -> None:
    ivy = await arrive("weechat", "ivy")
    bob = await arrive("nc", "bob")
    await ivy.join("lobby")
    await ivy.quit()
    await bob.sees("quit", "ivy")
    await bob.tell("ivy", "for later 📮")
    await bob.shows("", "Your message is kept for ivy.*")
    await server.restart()
    ivy = await arrive("irssi", "ivy")
    await ivy.sees("private", "bob", text="for later 📮")
