"""What one is told of while one looks elsewhere."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc

# The browser's own notifications cannot be seen by a test: keep what the page gives to them.
LISTENING = """
  window.told = [];
  window.Notification = class {
    static permission = "granted";
    constructor(title, options) { window.told.push({ title, body: options.body }); }
    close() {}
  };
"""


async def told(page: Any) -> list[dict[str, str]]:
    return await page.evaluate("window.told")  # type: ignore[no-any-return]


async def test_a_mention_elsewhere_is_told_of_and_counted_in_the_title(faces: Faces, server: ServerProcess) -> None:
    alice = await faces.visitor(server)
    await alice.page.add_init_script(LISTENING)
    await (await alice.open()).join(fresh("alice"))
    room, other, name = fresh("noisy"), fresh("elsewhere"), fresh("bob")
    await alice.go(room)
    async with PlainIrc.join(server.port, name, f"#{room}") as bob:
        bob.send(f"PRIVMSG #{room} :seen at once, not told of")
        await alice.sees("seen at once")
        await expect(alice.page).to_have_title(re.compile(rf"^{room} · "), timeout=PATIENCE)  # it counts as read
        await alice.go(other)
        bob.send(f"PRIVMSG #{room} :no business of hers")
        await expect(alice.page).to_have_title(re.compile(rf"^• {other} · "), timeout=PATIENCE)
        bob.send(f"PRIVMSG #{room} :{alice.name}: look at *this*")
        await expect(alice.page).to_have_title(re.compile(rf"^\(1\) {other} · "), timeout=PATIENCE)
        assert await told(alice.page) == [{"title": f"{name} in #{room}", "body": f"{alice.name}: look at *this*"}]
        await alice.go(room)
        await alice.sees("look at")
        await expect(alice.page).to_have_title(re.compile(rf"^{room} · "), timeout=PATIENCE)


async def test_who_was_not_asked_yet_is_offered_it_once_a_mention_was_missed(
    faces: Faces, server: ServerProcess
) -> None:
    alice = await faces.visitor(server)
    await alice.page.add_init_script(LISTENING.replace('"granted"', '"default"'))
    await (await alice.open()).join(fresh("alice"))
    bell = alice.page.locator(".head").get_by_role("button", name="Notifications")
    async with PlainIrc.join(server.port, fresh("bob"), "#lobby") as bob:
        bob.send("PRIVMSG #lobby :nothing that concerns her")
        await alice.sees("nothing that concerns her")
        await expect(bell).not_to_contain_text("missed")
        await alice.go(fresh("elsewhere"))
        bob.send(f"PRIVMSG #lobby :@{alice.name} you are missed")
        await alice.page.set_viewport_size({"width": 390, "height": 844})  # a phone has a bell for that alone
        offer = alice.page.get_by_role("button", name="1 mention was missed")
        await expect(offer.locator(".dot")).to_be_visible()
    assert await told(alice.page) == []
    await offer.click()
    await expect(alice.page.get_by_role("menuitem", name="Show them on this device")).to_be_visible()
    await alice.page.keyboard.press("Escape")
    await expect(offer).to_have_count(0)


async def test_the_first_words_of_a_conversation_are_read_out(alice: Face, server: ServerProcess) -> None:
    name = fresh("bob")
    async with PlainIrc.join(server.port, name, "#lobby") as bob:
        bob.send(f"PRIVMSG {alice.name} :are you there?")
        await expect(alice.page.get_by_role("log")).to_contain_text(f"{name} writes to you")
