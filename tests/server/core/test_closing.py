"""A room that is closed is closed to its end, also where the server is killed in the middle of it."""

from __future__ import annotations

import pytest
from tests.support.conditions import until
from tests.support.memory_chat import Plainly
from tests.support.real_engine import serving

from hubbub.chat.chat import Chat
from hubbub.chat.names import fold
from hubbub.chat.ports import State
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import CONSOLE
from hubbub.commands.moderation import overriding
from hubbub.log.memory import MemoryLog


async def test_the_next_start_has_those_leave_who_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overriding, "AT_ONCE", 1)
    monkeypatch.setattr(overriding, "actor", lambda *_: CONSOLE)
    log = MemoryLog(fold)
    async with serving(log=log) as served:
        engine = served.engine
        engine.hasher = Plainly()
        monkeypatch.setattr(engine.ending, "_do_some", lambda: None)
        for name in ("alice", "bob", "carol"):
            client = await served.irc(name)
            client.send("NS REGISTER password1", "JOIN #tea", "PING in")
            await client.until("PONG hubbub :in")
        engine.begin()
        engine.spawn(_close(engine.chat, next(iter(engine.connections)).session), "close")
        await until(lambda: bool(engine.ending) and engine.commits.is_settled and not engine.begun)
        engine.begin()
        engine.ending._step()
        await until(lambda: engine.commits.is_settled and not engine.begun)
        killed = log.after_a_crash()
    assert [(one.source, one.why) for one in _kept(killed).closing] == [("console", "too loud")]
    assert len([one for one in _kept(killed).memberships if one.here]) == 2
    async with serving(log=killed) as served:
        world = served.engine.chat.world
        await until(lambda: not world.closing)
        assert not world.rooms["#tea"].members
    assert (_kept(killed).closing, [one for one in _kept(killed).memberships if one.here]) == ([], [])


def _kept(log: MemoryLog) -> State:
    """What another start would find."""
    return log.after_a_crash().load(0)


async def _close(chat: Chat, session: Session) -> None:
    await overriding.close(chat, session, "#tea", "too loud")
