"""The old process on its way out, where a test of processes would hardly hit the moment."""

from __future__ import annotations

import asyncio
from operator import methodcaller

import pytest
from tests.support.real_server import NODES, running

from hubbub.server.process.upgrade import rest


@pytest.mark.skipif(bool(NODES), reason="a server on which others decide is not upgraded so")
async def test_whom_a_command_ends_that_still_goes_on_is_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """G11: a ban holds; of very many they are ended a few in a turn, and these turns may not come any more."""
    async with running() as here:
        engine = here.server.engine
        monkeypatch.setattr(engine, "_end_some", lambda: None)
        for name in ("alice", "bot1", "bot2"):
            await here.irc(name)
        alice, *raid = sorted(engine.connections, key=lambda one: one.session.me.name)
        alice.working += 1
        resting = asyncio.create_task(rest(here.server, None))
        while alice.transport.is_reading():  # noqa: ASYNC110 (it tells nobody)
            await asyncio.sleep(0)
        engine.begin()
        for one in raid:
            one.hold()
        engine.end_soon(map(methodcaller("close", "closed", "You are banned"), raid))
        alice.working -= 1
        await resting
        assert [one.is_open for one in (alice, *raid)] == [True, False, False]
