"""What deleted accounts said is erased beside everything else, also after a restart."""

from __future__ import annotations

import pytest
from tests.support.conditions import until
from tests.support.memory_chat import Plainly
from tests.support.real_engine import serving

from hubbub.chat.names import fold
from hubbub.log.memory import MemoryLog
from hubbub.server.core import erasing


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "EVERY", 0.01)
    monkeypatch.setattr(erasing, "LOOKED_AT", 5)
    monkeypatch.setattr(erasing, "ERASED", 2)


def secrets(log: MemoryLog) -> int:
    """How many entries hold the word."""
    return sum("secret" in str(entry.event) for one in log.logs() for entry in log.kept(one))


async def test_it_is_erased_while_others_talk_and_goes_on_after_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    log = MemoryLog(fold)
    async with serving(log=log) as served:
        served.engine.hasher = Plainly()
        alice, bob = await served.irc("alice"), await served.irc("bob")
        alice.send("NS REGISTER password1", "JOIN #a", *(f"PRIVMSG #a :secret {n}" for n in range(20)))
        alice.send("NS ACCOUNT DELETE password1 erase")
        await alice.until("is deleted")
        await until(lambda: secrets(log) < 20)
        bob.send("JOIN #a", "PRIVMSG #a :nothing to hide", "PING done")
        await bob.until("PONG hubbub :done")
        monkeypatch.setattr(erasing, "EVERY", 100)
    monkeypatch.setattr(erasing, "EVERY", 0.01)
    async with serving(log=log.after_a_crash()) as served:
        found = served.engine.log
        assert isinstance(found, MemoryLog)
        await until(lambda: not served.engine.chat.world.recent.silenced)
        assert secrets(found) == 0
        assert sum("nothing to hide" in str(entry.event) for one in found.logs() for entry in found.kept(one)) == 1


async def test_a_full_disk_holds_it_up_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    log = MemoryLog(fold)
    async with serving(log=log) as served:
        served.engine.hasher = Plainly()
        alice = await served.irc("alice")
        alice.send("NS REGISTER password1", "JOIN #a", "PRIVMSG #a :secret")
        alice.send("PING here")
        await alice.until("PONG hubbub :here")
        served.engine.chat.world.recent.silence(next(iter(served.engine.chat.world.accounts.numbers.values())).party)
        served.engine.chat.disk_full = True
        await erasing.erase_deleted(served.engine)
        assert secrets(log) == 1
        served.engine.chat.disk_full = False
        await until(lambda: secrets(log) == 0)


async def test_what_a_report_quotes_goes_too_where_the_server_ended_before_it_did(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(erasing, "PAUSE", 0)
    async with serving(log=MemoryLog(fold)) as served:
        engine = served.engine
        engine.hasher = Plainly()
        alice, bob = await served.irc("alice"), await served.irc("bob")
        alice.send("NS REGISTER password1", "JOIN #a", "PING in")
        await alice.until("PONG hubbub :in")
        bob.send("JOIN #a", "PING in")
        await bob.until("PONG hubbub :in")
        alice.send("PRIVMSG #a :secret")
        await bob.until("PRIVMSG #a :secret")
        bob.send("REPORT alice :why", "PING done")
        await bob.until("PONG hubbub :done")
        (account,) = engine.chat.world.accounts.numbers.values()
        (report,) = engine.chat.world.reports.known.values()
        assert report.quote == "secret"
        engine.chat.world.recent.silence(account.party)
        await erasing.erase_deleted(engine)
        assert [one.quote for one in engine.chat.world.reports.known.values()] == [""]
        assert "secret" not in str([entry.event for room in engine.chat.world.rooms.values() for entry in room.recent])
