"""Told while no page is open, all the way: our server encrypts, a push service hands on, Firefox decrypts, and our
service worker shows it. Then the browser gets another address, and the worker says so by itself."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.push_service import push_service
from tests.support.server_process import ServerProcess, server_process
from tests.web import firefox
from tests.web.firefox import ENTER, Firefox, Tab
from tests.web.mozilla_push import mozilla_push
from tests.web.plain_irc import PlainIrc
from tests.web.test_firefox import join

SETTINGS = '[push]\nenabled = true\ncontact = "mailto:a@example.org"\nallow = ["localhost"]\nca_file = "{ca}"\n'
SHOWN = (
    "navigator.serviceWorker.getRegistration('/').then((worker) => worker.getNotifications())"
    ".then((all) => JSON.stringify(all.map(({ title, body }) => [title, body])))"
)
SWITCH = "[...document.querySelectorAll('[role=switch]')].find((one) => one.ariaLabel === 'While this page is closed')"


async def click(tab: Tab, element: str) -> None:
    await tab.until(element)
    await tab.ask(f"{element}.click()")


async def want_pushes(tab: Tab) -> None:
    """Keep the name, and switch it on in the settings."""
    await tab.type("/register correct-horse" + ENTER)
    await tab.until("document.body.innerText.includes('you are logged in')")
    await click(tab, "document.querySelector('.me [title=Settings]')")
    await click(tab, "[...document.querySelectorAll('[role=tab]')].find((one) => one.innerText === 'Notifications')")
    await click(tab, SWITCH)
    await tab.until(f"{SWITCH}.ariaChecked === 'true' && !{SWITCH}.ariaBusy")


async def shown(browser: Firefox, server: ServerProcess) -> list[list[str]]:
    """What stands there; looked at from a page of the server that is not the client."""
    tab = await browser.tab()
    await tab.open(f"http://127.0.0.1:{server.port}/healthz")
    found: list[list[str]] = json.loads(await tab.ask(SHOWN))
    await tab.close()
    return found


def addresses(server: ServerProcess) -> list[str]:
    """Where the server tells devices."""
    with closing(sqlite3.connect(f"file:{server.data / 'hubbub.db'}?mode=ro", uri=True)) as database:
        return [endpoint for (endpoint,) in database.execute("select endpoint from push")]


@pytest.mark.long
@pytest.mark.skipif(not firefox.FIREFOX, reason="firefox-esr is not installed")
async def test_a_browser_without_a_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    (tmp_path / "data").mkdir(mode=0o700)
    async with push_service(tmp_path) as service, mozilla_push(service) as (pushes, preferences):
        (tmp_path / "data" / "hubbub.toml").write_text(SETTINGS.format(ca=service.ca))
        async with (
            server_process(tmp_path) as server,
            firefox.running(tmp_path / "profile", preferences) as browser,
            PlainIrc.join(server.port, "irssi", "#lobby") as irc,
        ):
            alice = await browser.tab()
            await join(alice, server, "alice")
            await want_pushes(alice)
            irc.send("MONITOR + alice")
            await irc.until(" 730 ")
            await alice.close()
            await irc.until(" 731 ")  # who is here has a moment to read it
            irc.send("PRIVMSG alice :hello from IRC \U0001f44b")
            (asked,) = await service.got(1)
            assert b"hello" not in asked.body
            await pushes.hand_on(asked)
            assert (pushes.codes, await shown(browser, server)) == ([100], [["irssi", "hello from IRC \U0001f44b"]])

            await pushes.forget()
            await until(lambda: addresses(server) == [service.url(f"send/{pushes.channels[-1]}")])
            irc.send("PRIVMSG #lobby :alice, are you there?")
            asked = (await service.got(2))[-1]
            assert asked.path == f"/send/{pushes.channels[-1]}" != f"/send/{pushes.channels[0]}"
            await pushes.hand_on(asked)
            assert pushes.codes == [100, 100]
            assert ["irssi in #lobby", "alice, are you there?"] in await shown(browser, server)
