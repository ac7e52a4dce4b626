"""Servers whose log is in PostgreSQL: one serves, the other waits its turn; the database goes away and comes back."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.postgres import Postgres, postgres
from tests.support.programs import hubbub
from tests.support.server_process import ServerProcess, server_process

from hubbub.bench.servers import free_port


@pytest.fixture
def database() -> Postgres:
    return postgres()


@pytest.fixture
def options(tmp_path: Path, database: Postgres) -> tuple[str, ...]:
    """Of two servers that have one database."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir(mode=0o700)
    settings = tmp_path / "hubbub.toml"
    log = database.emptied("shared")
    settings.write_text(f'[listen]\nport = {free_port()}\n[cluster]\nlog = "{log}"\n', encoding="utf-8")
    settings.chmod(0o600)
    return ("--cluster", "--config", str(settings))


async def test_the_one_that_waits_goes_on_where_the_other_was_killed(tmp_path: Path, options: tuple[str, ...]) -> None:
    """G1: what was shown is there; G10: nobody else has the names of accounts, which stay in their rooms."""
    async with server_process(tmp_path / "a", *options) as first:
        second = ServerProcess(tmp_path / "b", *options)
        await second.launch()
        await until(lambda: "standby" in second.events())
        alice, bob = [await first.irc(name) for name in ("alice", "bob")]
        alice.send("NICKSERV REGISTER correcthorse", "JOIN #a")
        await alice.until(" 366 ")
        bob.send("JOIN #a")
        await bob.until(" 366 ")
        alice.send(*(f"PRIVMSG #a :{number}" for number in range(50)))
        await bob.until(" PRIVMSG #a :49")
        await first.kill()
        await until(lambda: "listening" in second.events())
        second.port = next(line["port"] for line in second.log_lines() if line["event"] == "listening")
        try:
            carol = await second.irc("carol", "batch", "draft/chathistory", "server-time", "message-tags")
            carol.send("NICK alice")
            await carol.until(" 433 ")
            carol.send("JOIN #a", "CHATHISTORY LATEST #a * 50", "PING :read")
            said = await carol.until(" PONG hubbub :read")
            assert [line.split(" :")[-1] for line in said if " PRIVMSG #a :" in line] == [str(n) for n in range(50)]
            assert any(" 353 " in line and "alice" in line for line in said)
            assert await second.stop() == 0
        finally:
            second.let_go()
            if second.running:
                await second.kill()


async def test_sigterm_ends_the_one_that_waits(tmp_path: Path, options: tuple[str, ...]) -> None:
    async with server_process(tmp_path / "a", *options):
        second = ServerProcess(tmp_path / "b", *options)
        await second.launch()
        await until(lambda: "standby" in second.events())
        assert await second.stop() == 0
        assert "Traceback" not in second.log_text()


async def test_a_database_that_goes_away_is_named_and_what_waits_is_said_once(
    tmp_path: Path, database: Postgres, options: tuple[str, ...]
) -> None:
    """G17: sends are refused by name, what is under way waits and is done once, reading goes on."""
    async with server_process(tmp_path, *options) as server:
        alice, bob = [await server.irc(name, "standard-replies", "echo-message") for name in ("alice", "bob")]
        for person in (alice, bob):
            person.send("JOIN #a")
            await person.until(" 366 ")
        database.stop()
        try:
            alice.send("PRIVMSG #a :waits")
            assert "DISK_FULL" in (await alice.until("cannot reach its database"))[-1]
            alice.send("PRIVMSG #a :refused")
            assert "Nothing was done" in (await alice.until("cannot reach its database"))[-1]
            bob.send("NAMES #a")
            assert any("alice" in line for line in await bob.until(" 366 "))
        finally:
            database.start()
        heard = await bob.until(" PRIVMSG #a :waits")
        alice.send("PRIVMSG #a :goes", "PING :on")
        own = await alice.until(" PONG hubbub :on")
        heard += await bob.until(" PRIVMSG #a :goes")
        for lines in (heard, own):
            assert [line.split(" :")[-1] for line in lines if " PRIVMSG #a :" in line] == ["waits", "goes"]
        assert {"database_away", "database_back", "disk_space"} <= server.events()
        assert "Traceback" not in server.log_text()


async def test_what_looks_after_a_server_knows_where_its_log_is(tmp_path: Path, options: tuple[str, ...]) -> None:
    config = options[1:]
    doctor = ("doctor", *config, "--data", str(tmp_path / "a"))
    code, said = await asyncio.to_thread(hubbub, *doctor)
    assert code == 0, said
    assert "no_copies" not in said
    async with server_process(tmp_path / "a", *options):
        code, said = await asyncio.to_thread(hubbub, *doctor)
        assert code == 0, said
        code, said = await asyncio.to_thread(hubbub, "backup", *config, "--data", str(tmp_path / "a"))
        assert (code, "pg_dump" in said) == (1, True), said
        code, said = await asyncio.to_thread(hubbub, "cluster", "export", *config, "--data", str(tmp_path / "c"))
        assert (code, "Stop it first" in said) == (1, True), said
    code, said = await asyncio.to_thread(hubbub, "cluster", "export", *config, "--data", str(tmp_path / "c"))
    assert (code, "1 rooms" in said) == (0, True), said
    (tmp_path / "hubbub.toml").write_text('[cluster]\nlog = "postgresql://127.0.0.1:1/log"\n', encoding="utf-8")
    code, said = await asyncio.to_thread(hubbub, *doctor)
    assert (code, "Is PostgreSQL running there" in said) == (1, True), said


async def test_an_upgrade_goes_on_in_the_same_database(tmp_path: Path, options: tuple[str, ...]) -> None:
    async with server_process(tmp_path / "a", *options) as server:
        alice, bob = [await server.irc(name) for name in ("alice", "bob")]
        for person in (alice, bob):
            person.send("JOIN #a")
            await person.until(" 366 ")
        alice.send("PRIVMSG #a :before")
        started = sum(line["event"] == "started" for line in server.log_lines())
        os.kill(server.pid, signal.SIGUSR2)
        alice.send("PRIVMSG #a :between")
        await until(lambda: sum(line["event"] == "started" for line in server.log_lines()) > started)
        alice.send("PRIVMSG #a :after")
        heard = await bob.until(" PRIVMSG #a :after")
        assert [line.split(" :")[-1] for line in heard if " PRIVMSG #a :" in line] == ["before", "between", "after"]
        assert "no_upgrade" not in server.events()


async def test_a_server_never_opens_another_log_than_is_meant(tmp_path: Path, options: tuple[str, ...]) -> None:
    without = ServerProcess(tmp_path / "a", *options[1:])
    await without.launch()
    assert await without.ended() == 2
    assert "start with --cluster, or take it out" in without.log_text()
    nowhere = ServerProcess(tmp_path / "b", "--cluster")
    await nowhere.launch()
    assert await nowhere.ended() == 2
    assert "--cluster needs the address of a database" in nowhere.log_text()
