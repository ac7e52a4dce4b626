"""Debian's Firefox over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): playwright drives only its own."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.support.ending import ended
from websockets.asyncio.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or ""
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PATIENCE = 60.0  # seconds; a Firefox that starts on a busy machine takes long
PREFERENCES = """
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.newtabpage.enabled", false);
user_pref("fission.autostart", false);
user_pref("dom.ipc.processCount", 1);
user_pref("dom.ipc.processPrelaunch.enabled", false);
user_pref("browser.tabs.remote.separatePrivilegedContentProcess", false);
user_pref("media.rdd-process.enabled", false);
user_pref("extensions.webextensions.remote", false);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("extensions.systemAddon.update.enabled", false);
"""
ENTER = "\ue007"


class Firefox:
    """One running browser."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.numbers = count(1)

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """A command, and its result."""
        number = next(self.numbers)
        await self.connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer: dict[str, Any] = json.loads(await self.connection.recv())
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result

    async def tab(self) -> Tab:
        """One more tab; all are one person's."""
        made = await self.send("browsingContext.create", type="tab")
        return Tab(self, made["context"])


class Tab:
    def __init__(self, firefox: Firefox, context: str) -> None:
        self.firefox = firefox
        self.context = context

    async def open(self, url: str) -> None:
        await self.firefox.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    async def close(self) -> None:
        await self.firefox.send("browsingContext.close", context=self.context)

    async def reload(self) -> None:
        await self.firefox.send("browsingContext.reload", context=self.context, wait="complete")

    async def ask(self, expression: str) -> Any:
        """What an expression is in the page: a text, a number, true or false."""
        result = await self.firefox.send(
            "script.evaluate", expression=expression, target={"context": self.context}, awaitPromise=True
        )
        assert result["type"] == "success", result
        return result["result"].get("value")

    async def until(self, expression: str) -> None:
        """Have the tab in front, as a hidden one draws nothing, and wait until that is so."""
        await self.firefox.send("browsingContext.activate", context=self.context)
        async with asyncio.timeout(PATIENCE):
            while not await self.ask(f"Boolean({expression})"):  # noqa: ASYNC110 (the page has no event for a test)
                await asyncio.sleep(0.1)

    async def type(self, text: str) -> None:
        """On the keyboard, into what has the focus."""
        keys = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": keys}]
        await self.firefox.send("input.performActions", context=self.context, actions=actions)

    async def sees(self, text: str) -> None:
        """A message that the server has, once."""
        found = "[...document.querySelectorAll('article.msg')].filter((one) => one.innerText.includes(%s))"
        of = found % json.dumps(text)
        await self.until(f"{of}.length === 1 && !{of}[0].matches('.pending, .failed')")


@asynccontextmanager
async def running(folder: Path, preferences: str = "") -> AsyncIterator[Firefox]:
    """A Firefox without a window, with a profile of its own in that folder. `preferences` come besides ours."""
    (folder / "user.js").write_text(PREFERENCES + preferences)
    command = (FIREFOX, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0")
    process = await asyncio.create_subprocess_exec(
        *command, "about:blank",
        stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            address = await _address(process)
        async with connect(f"{address}/session", max_size=None) as connection:
            firefox = Firefox(connection)
            await firefox.send("session.new", capabilities={})
            yield firefox
    finally:
        if process.returncode is None:
            process.kill()
        await ended(process, "Firefox")


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if found := LISTENS.search(line.decode(errors="replace")):
            return found[1]
    raise AssertionError("Firefox has ended")
