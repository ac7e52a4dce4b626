"""The server console in a terminal: what it shows, and what its keys do, with Textual's pilot."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.console import fake
from tests.console.fake import HOSTILE, LINK, running
from tests.support.hostile import OBEYED
from tests.support.terminal import Terminal
from textual.pilot import Pilot

from hubbub.console import acts, tables
from hubbub.console.orders import Hears
from hubbub.console.state import ServerStatus
from hubbub.tui.console.app import Console
from hubbub.tui.console.cards import Card, Page
from hubbub.tui.inks import Inks


def screen(app: Console) -> str:
    """What one sees, as text."""
    lines = [app.screen._compositor.render_strips()[y] for y in range(app.size.height)]
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)


async def see(pilot: Pilot[int], words: str) -> str:
    app = pilot.app
    assert isinstance(app, Console)
    for _ in range(200):
        app.paint()
        await pilot.pause()
        shown = screen(app)
        if re.search(words, shown):
            return shown
    raise AssertionError(f"{words!r} is not on the screen:\n{screen(app)}")


async def test_parts_go_and_come_with_the_size_that_the_terminal_has_now() -> None:
    desk, _ = running()
    app = Console(desk, Inks("dark"), start=False)
    async with app.run_test(size=(124, 36)) as pilot:
        assert "5 at most" in await see(pilot, "Join this server")
        await pilot.resize_terminal(90, 26)
        shown = await see(pilot, "Online 3")
        assert "Join this server" not in shown
        assert "5 at most" not in shown
        await pilot.resize_terminal(124, 36)
        assert "5 at most" in await see(pilot, "Join this server")


@pytest.mark.parametrize("size", [(124, 36), (80, 24), (60, 20)])
async def test_all_of_it_is_there_and_strange_names_are_text(size: tuple[int, int]) -> None:
    desk, _ = running()
    app = Console(desk, Inks("dark"), start=False)
    async with app.run_test(size=size) as pilot:
        shown = await see(pilot, "alice")
        assert "running on all addresses, port 7777" in shown or size[0] < 80
        assert "1 People 3" in shown
        keys = shown.rstrip().rpartition("\n")[2].strip()
        assert keys.endswith("^Q leave" if size[0] >= 80 else ": command"), keys
        assert ("nc 192.168.1.20 7777" in shown) == (size[0] >= 100)
        for key in "234":
            await pilot.press(key)
            await pilot.pause()
        assert "192.0.2.0/24" in await see(pilot, "the server")
        await pilot.press("2")
        assert await see(pilot, re.escape("[bold]x") if size[0] > 60 else "tea")
        for tab in tables.TABS if size == (80, 24) else ():
            app.told(list(fake.ODD))
            app.choose_tab(tab)
            for n, cells in enumerate(desk.rows()):
                desk.chosen[tab] = cells.key
                some = desk.acts()
                if some:
                    app._card(some[n % len(some)])
                    await pilot.pause()
                    assert not OBEYED.search(screen(app).replace("\n", " "))
                    await app.pop_screen()
            app.paint()
            await pilot.pause()
            assert not OBEYED.search(screen(app).replace("\n", " "))


async def test_keys_remove_invite_find_order_and_type() -> None:
    desk, server = running()
    invitation = ("Invitation 1, for 10 people, until then. It is shown only now:", LINK, "To end it: revoke")
    server.answers["invite-link uses 10 days 7"] = invitation
    app = Console(desk, Inks("dark-contrast", 16), start=False)
    async with app.run_test(size=(80, 40)) as pilot:
        await see(pilot, "alice")
        server.answers["remove bob no"] = ("! no", "! that cannot be")
        await pilot.press("down", "r", *"no", "enter")
        await see(pilot, "no that cannot be")  # in the card, which takes more
        await pilot.press("backspace", "backspace", *"ad", "enter")
        await see(pilot, "> remove bob ad")
        await pilot.press("i", "enter")
        shown = await see(pilot, "█▀▀▀▀▀█|▄▄▄▄▄ █")
        assert "Invitation 1, for 10 people" in shown
        await pilot.press("escape", "/", *".1", "enter")
        assert "bob" not in (await see(pilot, "found: .1")).split("Log")[0]
        await pilot.press("/", "escape", ":", *"uban li", "tab", "enter")
        await see(pilot, "> uban list")
        await pilot.press("up", "enter", "escape", "f5")
        await see(pilot, "Stop the server\\?")
        await pilot.press("escape", "ctrl+l")
        assert "People" not in await see(pilot, "> uban list")
        assert server.asked[1:] == [
            "remove bob no",
            "remove bob ad",
            "invite-link uses 10 days 7",
            "uban list",
            "uban list",
        ]
        assert "stop" not in server.did


async def test_a_card_under_another_hears_its_answer_and_closes_when_that_is_gone() -> None:
    desk, _ = running()
    app = Console(desk, Inks("dark"), start=False)
    async with app.run_test(size=(80, 40)) as pilot:
        home = app.screen
        for problem in ("it is too late", ""):
            hears: list[Hears] = []
            card = Card(acts.announcement(), lambda typed, asked=hears: asked.append)  # type: ignore[misc]
            app.push_screen(card)
            await pilot.pause()
            card.action_go()
            above = Page("Keys", ["F1"])
            app.push_screen(above)
            await pilot.pause()
            assert hears[0](problem)
            await pilot.pause()
            assert app.screen is above
            await pilot.press("escape")
            await pilot.pause()
            assert app.screen is (card if problem else home)
            assert not card.busy
            await pilot.press("escape")


async def test_a_server_started_here_is_asked_about_and_one_that_fails_says_why() -> None:
    desk, server = running()
    app = Console(desk, Inks("light"), start=True)
    async with app.run_test(size=(100, 32)) as pilot:
        await see(pilot, "alice")
        await pilot.press("ctrl+q")
        shown = await see(pilot, "Run on in the background")
        assert "Keep it open" in shown
        app.told([replace(fake.RATES, online=1)])
        await see(pilot, "One person is online")
        await pilot.press("escape")
        app.told([ServerStatus("failed", f"Cannot listen on *:7777: taken {HOSTILE}", free=7778)])
        await see(pilot, "Cannot listen")
        await pilot.press("f5", "enter")
        assert server.did == ["start :7777", "start :7778"]
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.return_code == 0


async def test_in_a_real_terminal_a_server_is_started_shown_and_stopped(tmp_path: Path) -> None:
    """What the third seed wants of the server's window: who came and went is seen there."""
    terminal = Terminal(tmp_path, size=(100, 32))
    try:
        data = tmp_path / "data"
        serve = terminal.chat("--tui", "--data", str(data), "--host", "127.0.0.1", "--port", "0")
        await terminal.run(f"{serve.replace('hubbub chat', 'hubbub serve')}; echo ended with $?; exec cat")
        shown = await terminal.until(r"running on this machine only, port \d")
        port = int(re.findall(r"only, port (\d+)", "\n".join(shown))[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"alice\n")
        await terminal.until("alice came from 127.0.0.1")
        writer.close()
        await terminal.until("alice went \\(connection lost\\)")
        await terminal.tmux("send-keys", "C-q")
        await terminal.until("Keep it open")
        await terminal.tmux("send-keys", "Up", "Up", "Enter")
        await terminal.until("ended with 0")
        assert not (data / "control.sock").exists()
    finally:
        await terminal.tmux("kill-server")
