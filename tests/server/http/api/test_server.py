"""A program stops the server and has it begin anew, is told that it will, and is not heard twice."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import aiohttp
import msgspec
import pytest
from tests.server.http.api.stage import staged
from tests.support.server_process import PATIENCE, ServerProcess, server_process

from hubbub.server.core.on_disk import DISK
from hubbub.server.process import later
from hubbub.server.process.control import Controls
from hubbub.settings import Api, Settings


async def told(server: ServerProcess, *words: str) -> str:
    """What a subcommand answers."""
    process = await asyncio.create_subprocess_exec(
        *server.command[:3], *words, "--data", str(server.data), stdout=-1, stderr=-2
    )
    return (await process.communicate())[0].decode()


async def token_of_an_operator(server: ServerProcess) -> str:
    await told(server, "account", "add", "boss")
    await told(server, "account", "operator", "boss")
    found = re.search(r"hubbub_\S+", await told(server, "token", "add", "ops", "server", "of", "boss"))
    assert found is not None
    return found[0]


async def test_it_begins_anew_once_and_stops(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server, aiohttp.ClientSession() as browser:
        headers = {"Authorization": f"Bearer {await token_of_an_operator(server)}"}
        base = f"http://127.0.0.1:{server.port}/api/v1"
        server.options = (*server.options, "--port", str(server.port))

        async def ask(path: str, **more: str) -> tuple[int, bool]:
            async with browser.post(f"{base}{path}", headers={**headers, **more}) as answer:
                return answer.status, "Idempotent-Replayed" in answer.headers

        assert await ask("/stop") == (204, False)
        assert await server.ended() == 0
        assert [line["why"] for line in server.log_lines() if line["event"] == "stopping"] == ["operator"]
        await server.start()
        assert await ask("/restart", **{"Idempotency-Key": "once"}) == (204, False)
        async with asyncio.timeout(PATIENCE):
            while sum(line["event"] == "started" for line in server.log_lines()) < 3:  # noqa: ASYNC110 (a file)
                await asyncio.sleep(0.02)
        assert await ask("/restart", **{"Idempotency-Key": "once"}) == (204, True)
        async with browser.get(f"{base}/status", headers=headers) as answer:
            assert answer.status == 200
        assert [line["why"] for line in server.log_lines() if line["event"] == "stopping"] == ["operator", "restart"]
        assert await ask("/stop") == (204, False)
        assert await server.ended() == 0


async def test_programs_have_what_the_settings_allow_from_then_on() -> None:
    async with staged(no_limits=False) as stage:
        program = await stage.program(await stage.person("alice"))
        server = stage.served.server

        async def follow(rules: Api) -> None:
            new = msgspec.structs.replace(server.settings, api=rules)
            assert await Controls(server, lambda: new).rehash() == []

        assert (await program.ask("GET", "/me"))[0] == 200
        await follow(Api(on=False))
        status, problem = await program.ask("GET", "/me")
        assert (status, problem["code"]) == (403, "API_OFF")
        await follow(Api(burst=2, rate=0.001))
        other = await stage.program(await stage.person("bob"), "slow")
        assert [(await other.ask("GET", "/me"))[0] for _ in range(3)] == [200, 200, 429]


async def test_while_another_program_is_on_disk_the_first_call_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged() as stage:
        program = await stage.program(await stage.person("alice"))
        with monkeypatch.context() as installed:
            installed.delitem(sys.modules, later.API, raising=False)
            installed.setattr(DISK, "noted", ((__file__,), 1))
            status, problem, headers = await program.whole("GET", "/me")
            assert (status, problem["code"], headers["Retry-After"]) == (503, "NOT_NOW", "10")
            assert "Another version" in problem["detail"]
        assert (await program.ask("GET", "/me"))[0] == 200


async def test_a_copy_that_is_being_made_is_told_apart_from_one_that_failed() -> None:
    async with staged() as stage:
        boss = await stage.program(await stage.person("boss", operator=True), "ops", "server")
        control = stage.served.server.engine.chat.services.control
        control.copying = True
        status, problem = await boss.ask("POST", "/backup")
        assert (status, problem["code"]) == (409, "COPY_BUSY")
        control.copying = False
        status, problem = await boss.ask("POST", "/backup")
        assert (status, problem["code"]) == (500, "NO_COPY")


async def test_what_does_not_wait_for_a_restart_is_followed() -> None:
    async with staged() as stage:
        server = stage.served.server
        old, replace = server.settings, msgspec.structs.replace
        new: Settings = replace(
            old,
            metrics=replace(old.metrics, token="new"),
            web=replace(old.web, irc="irc.example.org:6697"),
            backup=replace(old.backup, every=3600),
        )
        assert await Controls(server, lambda: new).rehash() == []
        assert server.settings == new
        later = replace(new, metrics=replace(new.metrics, on=True, token="newer"))
        for _ in range(2):  # it is told again for as long as it waits
            assert await Controls(server, lambda: later).rehash() == ["metrics.on: changes with the next restart"]
        assert (server.settings.metrics.on, server.settings.metrics.token) == (False, "newer")
