"""What one is told of while one looks elsewhere."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Faces, fresh

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
    alice = await faces.tab(await faces.context(), server)
    await alice.page.add_init_script(LISTENING)
    await (await alice.open()).join(fresh("alice"))
    bob = await faces.joined(server, "bob")
    room, other = fresh("noisy"), fresh("elsewhere")
    await alice.go(room)
    await bob.go(room)
    await bob.say("seen at once, not told of")
    await alice.sees("seen at once")
    await expect(alice.page).to_have_title(re.compile(rf"^{room} · "), timeout=PATIENCE)  # it counts as read
    await alice.go(other)
    await bob.say("no business of hers")
    await expect(alice.page).to_have_title(re.compile(rf"^• {other} · "), timeout=PATIENCE)
    await bob.say(f"{alice.name}: look at *this*")
    await expect(alice.page).to_have_title(re.compile(rf"^\(1\) {other} · "), timeout=PATIENCE)
    assert await told(alice.page) == [{"title": f"{bob.name} in #{room}", "body": f"{alice.name}: look at *this*"}]
    await alice.go(room)
    await alice.sees("look at")
    await expect(alice.page).to_have_title(re.compile(rf"^{room} · "), timeout=PATIENCE)
