"""docs/api.md is what the rows make of it, and its programs do what it says."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.docs.api_page import PAGE, page
from tests.server.http.api.stage import Stage, staged

from hubbub.chat.rights.scopes import SCOPES


def block(language: str, number: int = 0) -> str:
    """What stands in the page in that language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(found[number])


def test_the_page_is_as_the_rows_have_it() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `make docs`"
    for scope, good_for in SCOPES.items():
        assert f"| `{scope}` | {good_for} |" in text


@asynccontextmanager
async def process(stage: Stage, token: str, folder: Path, *command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    surroundings = {**os.environ, "HUBBUB_URL": f"http://127.0.0.1:{stage.served.port}", "HUBBUB_TOKEN": token}
    made = await asyncio.create_subprocess_exec(
        *command, env=surroundings, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield made
    finally:
        if made.returncode is None:
            made.kill()
        await made.wait()


async def test_what_is_written_for_curl_is_said_once_and_read(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("all is well")
    async with staged(data=tmp_path / "data") as stage:
        program = await stage.program(await stage.person("alice", "#ops"))
        for _ in range(2):
            async with process(stage, program.token, tmp_path, "bash", "-ec", block("sh")) as curl:
                said, _ = await asyncio.wait_for(curl.communicate(), 30)
                assert said.decode().count('"text":"build 17 is out"') == 2, said
        assert len((await program.get("/rooms/ops/messages"))["messages"]) == 1
        both = block("sh").partition("\n")[0] + "\n" + block("sh", 1)
        async with process(stage, program.token, tmp_path, "bash", "-ec", both) as curl:
            await asyncio.wait_for(curl.communicate(), 30)
        (file,) = (await program.get("/rooms/ops/messages"))["messages"][-1]["files"]
        assert (file["name"], file["size"]) == ("report.txt", 11)


async def test_the_bot_answers_what_was_said_before_it_came_and_after_once(tmp_path: Path) -> None:
    assert len([line for line in block("python").splitlines() if line]) <= 26
    (tmp_path / "bot.py").write_text(block("python"))
    async with staged() as stage:
        alice, carol = await stage.person("bot", "#öps"), await stage.person("carol", "#öps")
        program = await stage.program(alice)
        for before, now in (("one", "two"), ("three", "four")):
            carol.send("PRIVMSG #öps :!ping", f"PRIVMSG #öps :{before}")
            async with process(stage, program.token, tmp_path, sys.executable, "bot.py"):
                await asyncio.wait_for(carol.until("PRIVMSG #öps :pong"), 30)
                carol.send("PRIVMSG #öps :!ping", f"PRIVMSG #öps :{now}")
                await asyncio.wait_for(carol.until("PRIVMSG #öps :pong"), 30)
        texts = [one["text"] for one in (await program.get("/rooms/öps/messages"))["messages"]]
        assert texts.count("pong") == texts.count("!ping") == 4
