"""The core of it in Firefox: join, talk with others, reload, a killed server; nothing missing, nothing doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.server_process import ServerProcess, server_process
from tests.web import firefox
from tests.web.firefox import ENTER, Tab
from tests.web.plain_irc import PlainIrc


async def join(tab: Tab, server: ServerProcess, name: str) -> None:
    await tab.open(f"http://127.0.0.1:{server.port}/")
    await tab.until("document.activeElement.matches('input')")
    await tab.type(name + ENTER)
    await tab.until("document.activeElement.matches('.compose textarea')")


@pytest.mark.skipif(not firefox.FIREFOX, reason="firefox-esr is not installed")
async def test_the_journey(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    async with server_process(tmp_path) as server, firefox.running(tmp_path / "profile") as browser:
        alice = await browser.tab()
        await join(alice, server, "alice")
        async with PlainIrc.join(server.port, "irssi", "#lobby") as irc:
            await alice.type("hello from Firefox" + ENTER)
            await alice.sees("hello from Firefox")
            assert "alice" in await irc.until("hello from Firefox")
            irc.send("PRIVMSG #lobby :hello from IRC")
            await alice.sees("hello from IRC")
        await alice.reload()
        await alice.sees("hello from IRC")
        await server.kill()
        await alice.until("document.querySelector('.strip.off')")
        await alice.ask("document.querySelector('.compose textarea').focus()")
        await alice.type("said into the silence" + ENTER)
        await server.start()
        await alice.sees("said into the silence")
        texts = "[...document.querySelectorAll('article.msg .text')].map((one) => one.innerText).join('|')"
        assert await alice.ask(texts) == "hello from Firefox|hello from IRC|said into the silence"
