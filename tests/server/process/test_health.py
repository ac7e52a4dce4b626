"""What is not as it should be, and who is told of it."""

from __future__ import annotations

import io
import json
import time
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from tests.server.process.test_logs import _root_logger  # noqa: F401 (puts the log back)
from tests.support.real_engine import Client
from tests.support.real_server import Running, running

from hubbub.copies import record
from hubbub.server.entrance.selfsigned import make
from hubbub.server.entrance.tls import Pair
from hubbub.server.process import logs
from hubbub.server.process.server import NodeFigures
from hubbub.settings.model import Backup

PROOF = record.Proof(48, 214, 1_204_551, "tea", 9.04)
DAY = 86_400
HEAD = "HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"


async def asked(
    served: Running, path: str, host: str = "watcher.example", accept: str = "*/*", which: int = 0
) -> tuple[int, str]:
    """The status and the body of an answer. `which`: of the listeners."""
    answer = await served.ask(f"GET {path} " + HEAD.format(host=host, accept=accept), which)
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), body


async def test_watchers_ask_by_any_host_and_read_lines_or_json() -> None:
    async with running() as served:
        assert await asked(served, "/healthz") == (200, "ok\n")
        assert await asked(served, "/readyz") == (200, "ok\n")
        assert (await asked(served, "/"))[0] == 400
        served.server.engine.chat.disk_full = True
        status, body = await asked(served, "/readyz", accept="application/json")
        assert status == 503
        assert json.loads(body) == {
            "status": "down", "troubles": [{"what": "disk_full", "says": "the disk is full", "down": True}]
        }  # fmt: skip
        assert await asked(served, "/healthz") == (503, "the disk is full\n")
        served.server.engine.chat.disk_full = False


async def test_operators_are_told_of_a_failed_copy_once(tmp_path: Path) -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    async with running() as served:
        server = served.server
        server.settings = msgspec.structs.replace(server.settings, backup=Backup(directory=str(tmp_path)))
        client = await served.connect()
        client.send("NICK olga", "USER r 0 * :R", "PING in")
        await client.until(" PONG ")
        chat = server.engine.chat
        chat.world.change_user_mode(chat.world.users["olga"], "o", has=True)
        record.note_failed(tmp_path, 1, "no room")
        server.health.look()
        server.health.look()
        client.send("PING told")
        told = [line for line in await client.until(" PONG ") if "the last copy failed: no room" in line]
        assert len(told) == 1
        assert "hubbub doctor" in told[0]
        troubles = [line for line in map(json.loads, stream.getvalue().splitlines()) if line["event"] == "trouble"]
        assert [line["what"] for line in troubles] == ["copy_failed"]


async def operator(served: Running, name: str) -> Client:
    client = await served.connect()
    client.send(f"NICK {name}", "USER r 0 * :R", "PING in")
    await client.until(" PONG ")
    world = served.server.engine.chat.world
    world.change_user_mode(world.users[name], "o", has=True)
    return client


async def told(client: Client, words: str) -> list[str]:
    client.send("PING told")
    return [line for line in await client.until(" PONG ") if words in line]


async def test_every_morning_there_is_a_green_line_also_for_who_comes_later(tmp_path: Path) -> None:
    async with running() as served:
        server = served.server
        backup = Backup(every=DAY, directory=str(tmp_path))
        server.settings = msgspec.structs.replace(server.settings, backup=backup)
        olga = await operator(served, "olga")
        night = datetime.now().replace(hour=3, minute=30).timestamp() * 1000
        record.note_taken(tmp_path, record.Taken("one", int(night) - 1, 1, "asked", PROOF))
        server.health.look()
        assert not await told(olga, "proved")  # who has asked for it has the answer
        record.note_taken(tmp_path, record.Taken("two", int(night), 1, "scheduled", PROOF))
        server.health.look()
        server.health.look()
        (line,) = await told(olga, "proved")
        words = "\x0303Copy of 03:30 proved: 48 rooms, 1.2 M messages, restored and searched in 9 s."
        assert line.endswith(f" NOTICE olga :{words}")
        anna = await operator(served, "anna")
        server.health.look()
        assert (await told(anna, "proved"))[0].endswith(words)
        assert not await told(olga, "proved")
        assert server.controls.status()["last_copy"]["says"] == words[3].lower() + words[4:-1]
        # A red one in its place, and again a green one when there is another copy.
        record.note_failed(tmp_path, 1, "no room")
        for client in (olga, anna):
            server.health.look()
            (line,) = await told(client, "no room")
            assert " :\x0304This server needs you" in line
        record.note_brought(tmp_path)  # no failure any more, and no other copy
        server.health.look()
        assert not await told(olga, "proved"), "that one was told, and is no news when a trouble has gone"
        record.note_taken(tmp_path, record.Taken("three", int(night) + 1, 1, "scheduled", PROOF))
        server.health.look()
        assert len(await told(olga, "proved")) == 1
        # Nobody makes copies any more: of the last one nothing is told.
        server.settings = msgspec.structs.replace(server.settings, backup=Backup(directory=str(tmp_path)))
        vera = await operator(served, "vera")
        server.health.look()
        assert not await told(vera, "proved")


async def test_a_trouble_that_only_grows_is_told_once() -> None:
    async with running() as served:
        server = served.server
        olga = await operator(served, "olga")
        for closed in (5, 6):
            server.nodes = lambda closed=closed: [NodeFigures("two", 9, 0, 0.1, "1", closed, 3.0)]
            server.health.look()
        (line,) = await told(olga, "did not tell its clients")
        assert "(5 connections closed)" in line


@pytest.mark.parametrize(
    ("days", "said"),
    [(30, ""), (20, "within 21 days"), (3, "within 7 days"), (0.5, "within 1 day"), (-1, "has ended")],
)
async def test_the_end_of_a_certificate_is_told_ahead(pair: Pair, days: float, said: str) -> None:
    async with running(pair) as served:
        health = served.server.health
        assert health.troubles() == []  # one of ours is made anew by itself
        tls = served.server.tls
        assert tls is not None
        tls.pair = msgspec.structs.replace(pair, own=False)
        health._dates = (tls.fingerprint, (0.0, time.time() + days * DAY))
        assert said in "".join(one.says for one in health.troubles())
        assert bool(health.troubles()) is bool(said)


async def test_one_that_is_not_valid_yet_is_a_trouble(pair: Pair) -> None:
    async with running(pair) as served:
        health, tls = served.server.health, served.server.tls
        assert tls is not None
        tls.pair = msgspec.structs.replace(pair, own=False)
        health._dates = (tls.fingerprint, (time.time() + DAY, time.time() + 90 * DAY))
        assert [one.what for one in health.troubles()] == ["certificate_early"]


async def test_another_certificate_is_taken_when_its_files_change(tmp_path: Path, pair: Pair) -> None:
    mine = Pair(tmp_path / "c.pem", tmp_path / "k.pem")
    make(mine.certificate, mine.key)
    async with running(mine) as served:
        health, tls = served.server.health, served.server.tls
        assert tls is not None
        first = tls.fingerprint
        await health.look_at_files()
        assert tls.fingerprint == first
        mine.key.unlink()
        await health.look_at_files()
        (missing,) = health.troubles()
        assert "k.pem is not there any more" in missing.says
        mine.key.write_bytes(pair.key.read_bytes())  # the key is there before its certificate
        await health.look_at_files()
        assert not tls.has_changed
        assert tls.fingerprint == first
        assert [one.what for one in health.troubles()] == ["certificate_files"]
        mine.certificate.write_bytes(pair.certificate.read_bytes())
        await health.look_at_files()
        assert tls.fingerprint == pair.fingerprint != first
        assert health.troubles() == []
