"""Figures for Prometheus: what is counted, who may read it, and that board and alerts ask for nothing else."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from tests.server.process.test_health import asked
from tests.support import real_server
from tests.support.real_server import Running, running

from hubbub.settings import Settings
from hubbub.settings.model import Metrics

PACKAGING = Path(__file__).parents[3] / "packaging" / "prometheus"
NAME = re.compile(r"\bhubbub_[a-z_]+")
OF_A_FOLDER = {  # of a server that keeps its log in files
    "hubbub_trouble",
    "hubbub_database_bytes",
    "hubbub_disk_free_bytes",
    "hubbub_search_behind_entries",
}


@asynccontextmanager
async def measuring(monkeypatch: pytest.MonkeyPatch, token: str = "") -> AsyncIterator[Running]:
    def settings(**tables: object) -> Settings:
        return msgspec.structs.replace(Settings(**tables), metrics=Metrics(on=True, token=token))  # type: ignore[arg-type]

    monkeypatch.setattr(real_server, "Settings", settings)
    async with running(None, "any", "metrics") as served:
        yield served


async def read(served: Running) -> str:
    """All of it, at the address for that alone."""
    status, text = await asked(served, "/metrics", which=1)
    assert status == 200
    return text


async def test_what_happens_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    async with measuring(monkeypatch) as served:
        client = await served.connect()
        client.send("NICK alice", "USER a 0 * :A", "JOIN #tea", "PRIVMSG #tea :one", "PRIVMSG #tea :two", "PING in")
        await client.until(" PONG ")
        text = await read(served)
        for line in (
            "hubbub_people 1.0",
            'hubbub_messages_total{dialect="irc"} 2.0',
            'hubbub_connections{kind="irc_tcp"} 1.0',
        ):
            assert f"\n{line}\n" in text
        assert number(text, "hubbub_commit_batch_entries_sum") >= 2
        assert "alice" not in text
        assert "#tea" not in text
        client.send("QUIT")
        await client.rest()
        await served.until(lambda: served.server.entrance.count == 0)
        text = await read(served)
        assert 'hubbub_quits_total{why="quit"} 1.0' in text
        assert 'hubbub_closed_total{why="quit"} 1.0' in text
        known = set(NAME.findall(text)) | OF_A_FOLDER
        for file in ("alerts.yml", "grafana.json"):
            assert set(NAME.findall((PACKAGING / file).read_text("utf-8"))) - known == set()
        if shutil.which("promtool"):
            lint = ["promtool", "check", "metrics"]
            done = await asyncio.to_thread(subprocess.run, lint, input=text, text=True, capture_output=True)
            assert (done.returncode, done.stderr) == (0, "")


def number(text: str, name: str) -> float:
    """The value of a figure without labels."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.split()[1])


async def test_each_message_counts_as_often_as_it_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with measuring(monkeypatch) as served:
        alice, bob = await served.irc("alice"), await served.irc("bob")
        for client in (alice, bob):
            client.send("JOIN #tea", "PING in")
            await client.until(" PONG ")
        before = number(await read(served), "hubbub_delivered_total")
        alice.send("PRIVMSG #tea :one")
        await bob.until(" PRIVMSG #tea ")
        assert number(await read(served), "hubbub_delivered_total") == before + 1


async def test_without_a_token_nobody_reads_them_at_the_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy is on this machine, too."""
    async with measuring(monkeypatch) as served:
        status, body = await asked(served, "/metrics")
        assert (status, "metrics.token" in body) == (403, True)


async def test_the_address_for_figures_has_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async with measuring(monkeypatch) as served:
        assert (await asked(served, "/healthz", which=1)) == (200, "ok\n")
        for path in ("/", "/api/v1/openapi.json", "/docs/"):
            assert (await asked(served, path, "127.0.0.1", which=1))[0] == 404
        line = await served.ask("NICK alice\r\n\r\n", 1)
        assert line.startswith("HTTP/1.1 400 ")
        socket = (
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert (await served.ask(socket, 1)).startswith("HTTP/1.1 404 ")


async def test_with_a_token_only_who_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with measuring(monkeypatch, "s3same") as served:
        assert (await asked(served, "/metrics"))[0] == 401
        assert (await asked(served, "/metrics", accept="*/*\r\nAuthorization: Bearer wrong"))[0] == 403
        assert '\nhubbub_logins_total{result="wrong"} 1.0\n' in await read(served)
        given = "*/*\r\nAuthorization: Bearer s3same\r\nX-Forwarded-For: 192.0.2.1"
        assert (await asked(served, "/metrics", accept=given))[0] == 200


async def test_without_the_setting_there_are_none() -> None:
    async with running(None, "any", "metrics") as served:
        assert (await asked(served, "/metrics"))[0] == 404
        status, text = await asked(served, "/metrics", which=1)
        assert (status, "metrics.on" in text) == (404, True)
        engine = served.server.engine
        client = await served.irc("alice")
        client.send("JOIN #tea", "PRIVMSG #tea :one", "PING in")
        await client.until(" PONG ")
        assert (engine.commits.measured, engine.chat.said, engine.commits.delivered) == (None, None, 0)


def test_the_board_is_json_and_every_panel_asks_for_something() -> None:
    board = json.loads((PACKAGING / "grafana.json").read_text("utf-8"))
    assert all(target["expr"] for panel in board["panels"] for target in panel["targets"])
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


@pytest.mark.long
@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool here (apt: prometheus)")
def test_the_alerts_go_off_when_they_should() -> None:
    for words in (("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")):
        done = subprocess.run(["promtool", *words], cwd=PACKAGING, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
