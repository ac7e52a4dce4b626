"""How a server ends and what it survives: SIGTERM under load (G18), Ctrl-C, a new certificate, a second server."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import signal
import ssl
from pathlib import Path

from tests.faults.crowd import LOBBY, ROOM, Crowd
from tests.faults.ledger import Ledger, broken_promises
from tests.faults.stored import history, stored_in
from tests.support.real_engine import Client
from tests.support.server_process import PATIENCE, ServerProcess, server_process
from tests.support.supervisor import Supervisor

from hubbub.server.entrance.selfsigned import make

COME_BACK = re.compile(r"The server is stopping. Come back in (\d+) seconds\.")
STOPS_WITHIN = 10.0  # seconds (G18)


async def test_sigterm_under_load_keeps_what_was_accepted_and_says_when_to_come_back(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        ledger = Ledger()
        crowd = Crowd(ledger, 0)
        await crowd.come_in(server.port)
        await crowd.until_accepted(1000)
        os.kill(server.pid, signal.SIGTERM)
        assert await server.ended(STOPS_WITHIN) == 0
        await crowd.until_all_gone()
        for person in crowd.people:
            told = COME_BACK.search(person.last)
            assert told, f"{person.name} was told at last: {person.last}"
            assert 0 <= int(told[1]) <= 15
        await server.start()
        stored = stored_in(server.data)
        assert broken_promises(ledger, stored) == []
        for room in (ROOM, LOBBY):
            kept = [(f"{entry.id:x}", entry.mark) for entry in stored if entry.target == room]
            assert await history(server, room) == kept
        assert await server.stop() == 0
        assert not [line for line in server.log_lines() if line["level"] in ("error", "critical")]


async def test_who_does_not_read_does_not_hold_up_the_stop(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        slow = await server.irc("slow", receive_buffer=4096)
        slow.send("JOIN #a", "PING :joined")
        await slow.until(" PONG hubbub :joined")
        talker = await server.irc("talker")
        talker.send("JOIN #a", *(f"PRIVMSG #a :{'x' * 400}" for _ in range(1000)), "PING :said")
        await talker.until(" PONG hubbub :said")
        os.kill(server.pid, signal.SIGTERM)
        assert await server.ended(STOPS_WITHIN) == 0


async def test_sigterm_in_the_first_moments_is_a_clean_end(tmp_path: Path) -> None:
    """ "SIGTERM in the first moments kills without a farewell": at whatever point of the start it comes."""
    server = ServerProcess(tmp_path)
    server.data.mkdir(mode=0o700)  # empty: with the first file in it the start has begun
    await server.launch()
    async with asyncio.timeout(PATIENCE):
        while not list(server.data.glob("*")):
            assert server.running, server.log_text()
            await asyncio.sleep(0.001)
    assert await server.stop() == 0
    assert "Traceback" not in server.log_text()


async def test_ctrl_c_ends_with_130_and_keeps_what_was_said(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        talker = await server.irc("talker", "echo-message")
        talker.send(f"JOIN {ROOM}", f"PRIVMSG {ROOM} :<talker:1>")
        await talker.until("<talker:1>")
        assert await server.stop(signal.SIGINT) == 130
        assert COME_BACK.search((await talker.rest())[-1])
        assert [entry.mark for entry in stored_in(server.data) if entry.target] == ["<talker:1>"]


async def test_a_second_server_on_the_same_data_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        talker = await server.irc("talker", "echo-message")
        second = ServerProcess(tmp_path)
        second.log = tmp_path / "second.log"
        await second.launch()
        assert await second.ended() == 1
        assert second.log_text().startswith("Error: ")
        assert str(server.data) in second.log_text()
        talker.send(f"JOIN {ROOM}", f"PRIVMSG {ROOM} :still here")
        await talker.until("still here")
        assert await server.stop() == 0


async def test_a_closed_standard_output_harms_nothing(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with Supervisor() as supervisor:
            assert await supervisor.ready(await server.launch(stdout=writing, notify=supervisor.address))
        server.port = next(line for line in server.log_lines() if line["event"] == "listening")["port"]
        await server.irc("alice")
        assert await server.stop() == 0
        assert "Traceback" not in server.log_text()
    finally:
        os.close(writing)
        server.let_go()
        if server.running:
            await server.kill()


async def test_a_new_certificate_is_served_and_nobody_is_disconnected(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        old = await over_tls(server, "old")
        before = fingerprint(old)
        pair = server.data / "tls.crt", server.data / "tls.key"
        await asyncio.to_thread(make, *pair)
        os.kill(server.pid, signal.SIGHUP)
        async with asyncio.timeout(PATIENCE):
            while (new := await over_tls(server, "new")) and fingerprint(new) == before:
                new.send("QUIT")
                await new.rest()
        new.send(f"JOIN {ROOM}", "PING :joined")
        await new.until(" PONG hubbub :joined")
        old.send(f"JOIN {ROOM}", f"PRIVMSG {ROOM} :I was never away")
        await new.until("I was never away")

        (server.data / "tls.key").write_text("nonsense")
        os.kill(server.pid, signal.SIGHUP)
        old.send("PING :after")  # the signal came before this
        await old.until(" PONG hubbub :after")
        another = await over_tls(server, "another")
        assert fingerprint(another) == fingerprint(new)
        assert await server.stop() == 0


async def over_tls(server: ServerProcess, name: str) -> Client:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    client = Client(*await asyncio.open_connection("127.0.0.1", server.port, ssl=context))
    server.clients.append(client)
    client.send(f"NICK {name}", f"USER {name} 0 * :{name}", "PING :in")
    await client.until(" PONG hubbub :in")
    return client


def fingerprint(client: Client) -> str:
    return hashlib.sha256(client.writer.get_extra_info("ssl_object").getpeercert(binary_form=True)).hexdigest()
