"""The old process on its way out, where a test of processes would hardly hit the moment."""

from __future__ import annotations

import asyncio
from operator import methodcaller

import pytest
from tests.support.real_server import NODES, running

from hubbub.log.memory import MemoryLog
from hubbub.server.net.connection import Connection
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.process.handover import Packer, adopt
from hubbub.server.process.server import Server
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


@pytest.mark.skipif(bool(NODES), reason="a server on which others decide is not upgraded so")
@pytest.mark.parametrize("how", ["half", "gone"])
async def test_what_is_held_back_of_who_has_ended_goes_along(how: str) -> None:
    """ "Lines already received are handled": who says no more is not to be taken for who has nothing more to say."""
    said = [f"line {number}" for number in range(6)]
    async with running(limits=Limits(flood_burst=3, flood_rate=0.001), no_limits=False) as here:
        engine, settings = here.server.engine, here.server.settings
        ear = await here.connect(say=b"ear\n")
        await here.until(lambda: "ear" in engine.chat.world.users)
        talker = await here.connect(say="\n".join(["talker", *said[:3], ""]).encode())
        await ear.until(said[2])
        one = engine.chat.world.users["talker"].sessions[0].endpoint
        assert isinstance(one, Connection)
        if how == "half":  # of a person, whose last line needs no end
            talker.writer.write(said[3].encode())
            talker.writer.write_eof()
        else:
            talker.writer.write("\n".join([*said[3:], ""]).encode())
            await here.until(lambda: one.held_reading)
            one.transport.abort()
        await here.until(lambda: one.intake.ended)
        await rest(here.server, None)
        packer = Packer(here.server)
        packed = packer.keep(packer.pack())
        engine.resting = True
        await engine.rest()
        assert isinstance(engine.log, MemoryLog)
        log = engine.log.after_a_crash()
        other = Server(settings, log, [], 9, lambda: settings, no_limits=True, handed=packed.world)
        await adopt(other, packed)
        other.work()
        heard = [line for line in await ear.until("talker has left") if "line" in line]
        assert [line.rpartition(" ")[2] for line in heard] == (["3"] if how == "half" else ["3", "4", "5"])
        await here.until(lambda: len(other.engine.connections) == 1)
        await other.stop()
