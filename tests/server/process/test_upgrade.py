"""The old process on its way out, where a test of processes would hardly hit the moment."""

from __future__ import annotations

import asyncio
from operator import methodcaller

import pytest
from tests.support.real_server import NODES, running

from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.process.handover import Packer
from hubbub.server.process.upgrade import rest
from hubbub.settings import Limits


@pytest.mark.skipif(bool(NODES), reason="a server on which others decide is not upgraded so")
async def test_whom_a_command_ends_that_still_goes_on_is_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """G11: a ban holds; of very many they are ended a few in a turn, and these turns may not come any more."""
    async with running() as here:
        engine = here.server.engine
        monkeypatch.setattr(engine.ending, "_do_some", lambda: None)
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
        engine.in_turns(map(methodcaller("close", "closed", "You are banned"), raid))
        alice.working -= 1
        await resting
        assert [one.is_open for one in (alice, *raid)] == [True, False, False]


@pytest.mark.skipif(bool(NODES), reason="a server on which others decide is not upgraded so")
async def test_what_is_read_while_commands_end_goes_along() -> None:
    """G4: whose lines were held is read on once they are done, and what comes then is more than is taken in a turn."""
    said = [f"{number} {'x' * 40}" for number in range(400)]
    async with running(limits=Limits(flood_burst=5, flood_rate=100), no_limits=False) as here:
        engine, ear = here.server.engine, await here.irc("ear")
        (busy,) = engine.connections
        bob = await here.irc("bob")
        (talker,) = engine.connections - {busy}
        below = talker.below
        assert isinstance(below, LineProtocol)
        bob.send(*(f"PRIVMSG ear :{text}" for text in said[:20]))
        await here.until(lambda: talker.held_reading)
        bob.send(*(f"PRIVMSG ear :{text}" for text in said[20:]))
        busy.working += 1
        resting = asyncio.create_task(rest(here.server, None))
        await here.until(lambda: below.rest is not None)
        busy.working -= 1
        await resting
        told = next(one for one in Packer(here.server).pack().connections if one.lines)
        left = [line.partition(" :")[2] for line in told.lines if isinstance(line, str)]
        assert left == said[-len(left) :]
        for text in said[: -len(left)]:
            await ear.until(f" PRIVMSG ear :{text}")
