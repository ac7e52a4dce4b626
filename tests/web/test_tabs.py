"""All tabs of a browser are one visit: one connection, one person; a tab that goes leaves nothing undone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect
from tests.support.programs import CHROMIUM
from tests.support.server_process import ServerProcess
from tests.web.conftest import launched, opening
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc
from tests.web.stage import ARGS


async def test_two_tabs_are_one_person_and_a_tab_that_led_is_followed(
    alice: Face, faces: Faces, server: ServerProcess
) -> None:
    room = fresh("tabs")
    await alice.go(room)
    async with PlainIrc.join(server.port, fresh("watcher"), f"#{room}") as watcher:
        other = await faces.tab(alice.page.context, server)
        await other.open(f"#room/{room}")
        await alice.say("from the first")
        await other.sees_accepted("from the first")
        await other.say("from the second")
        await alice.sees_accepted("from the second")
        await alice.page.close()
        await other.say("and now alone")
        await other.sees_accepted("and now alone")
        assert await other.texts() == ["from the first", "from the second", "and now alone"]
        await watcher.until("and now alone")
        assert [line for line in watcher.lines if " JOIN " in line or " QUIT" in line or " PART " in line][1:] == []


@pytest_asyncio.fixture(loop_scope="session")
async def apart(chromium: Browser) -> AsyncIterator[Faces]:
    """Opens tabs that are processes of their own: where all are in one, none goes on while one is stopped."""
    args = [arg for arg in ARGS if not arg.startswith("--renderer-process-limit")]
    async with launched(CHROMIUM, args) as browser, opening(browser) as faces:
        yield faces


async def test_what_is_said_while_the_leading_tab_dies_is_sent_once(apart: Faces, server: ServerProcess) -> None:
    alice = await apart.joined(server, "alice")
    room = fresh("dying")
    await alice.go(room)
    other = await apart.tab(alice.page.context, server)
    await other.open(f"#room/{room}")
    await other.say("both are here")
    await alice.sees("both are here")
    session = await alice.page.context.new_cdp_session(alice.page)
    await session.send("Debugger.enable")
    await session.send("Debugger.pause")  # a page that stands still holds the lock, and answers nobody
    await other.say("said into the silence")
    await other.sees_accepted("said into the silence")
    await session.detach()
    await alice.sees_accepted("said into the silence")
    assert await other.texts() == ["both are here", "said into the silence"] == await alice.texts()


async def test_a_page_that_was_frozen_has_all_when_it_wakes(alice: Face, server: ServerProcess) -> None:
    room = fresh("sleeping")
    await alice.go(room)
    async with PlainIrc.join(server.port, fresh("bob"), f"#{room}") as bob:
        session = await alice.page.context.new_cdp_session(alice.page)
        await session.send("Page.setWebLifecycleState", {"state": "frozen"})
        bob.send(f"PRIVMSG #{room} :while she slept\r\nPING :said")
        await bob.until("PONG")
        await session.send("Page.setWebLifecycleState", {"state": "active"})
        await alice.sees("while she slept")
        await alice.say("awake again")
        await bob.until("awake again")
        await session.detach()


async def test_a_browser_and_a_plain_irc_client_understand_each_other(alice: Face, server: ServerProcess) -> None:
    room, name = fresh("mixed"), fresh("irssi")
    await alice.go(room)
    async with PlainIrc.join(server.port, name, f"#{room}") as irc:
        irc.send(f"PRIVMSG #{room} :hello from \x02IRC\x02, https://example.org/?a=1&b=2")
        await alice.sees("hello from IRC")
        link = alice.message("hello from IRC").get_by_role("link")
        await expect(link).to_have_attribute("href", "https://example.org/?a=1&b=2")
        await alice.say("from the browser")
        assert alice.name in await irc.until("from the browser")
        await alice.say("/me waves")
        assert "\x01ACTION waves\x01" in await irc.until("waves")
        irc.send(f"PRIVMSG {alice.name} :just for you")
        await alice.page.get_by_role("navigation").get_by_text(name).first.click(timeout=PATIENCE)
        await alice.sees("just for you")
