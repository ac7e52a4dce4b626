"""The page without a network: a service worker has its files, the page what was not sent."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import Page, Route, expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Faces, fresh

KEPT = """
  caches.open("hubbub").then((cache) => cache.keys())
    .then((keys) => keys.map(({ url }) => new URL(url).pathname))
"""
MISSING = r"""
  (async () => {
    const cache = await caches.open("hubbub");
    const kept = new Set((await cache.keys()).map(({ url }) => url).filter((url) => url.endsWith(".js")));
    const imported = await Promise.all([...kept].map(async (url) => {
      const text = await (await cache.match(url)).text();
      const imports = text.matchAll(/(?:import\(|from ?)"(\.{1,2}\/[^"]+\.js)"/g);
      return [...imports].map(([, path]) => new URL(path, url).href);
    }));
    return imported.flat().filter((url) => !kept.has(url));
  })()
"""
LARGE = re.compile(r"/(emoji|operator|strings)/|/(qr|highlight)\.js$")
USED = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"


async def everything_is_kept(page: Page) -> None:
    """Until the worker has the page itself, what it was loaded with, and what these files load later."""
    async with asyncio.timeout(PATIENCE / 1000):
        while True:
            kept = await page.evaluate(KEPT)
            used = await page.evaluate(USED)
            brought = "/" in kept and {path for path in used if path.startswith("/v/")} <= set(kept)
            if brought and all(map(LARGE.search, await page.evaluate(MISSING))):
                return
            await asyncio.sleep(0.2)


async def test_the_page_opens_while_the_server_is_away(faces: Faces, own_server: ServerProcess) -> None:
    """With its menus and dialogs; what is written then goes out when the server is back."""
    alice = await faces.joined(own_server, "alice", service_workers="allow")
    page = alice.page
    await everything_is_kept(page)
    kept = await page.evaluate(KEPT)
    assert {"menus.js", "dialog.js", "help.js"} <= {path.split("/")[-1] for path in kept}
    assert not [path for path in kept if "/emoji/" in path or "/operator/" in path]
    await own_server.kill()
    await alice.reload()
    await expect(page.locator(".strip")).to_contain_text("onnect", timeout=PATIENCE)
    await page.locator(".me").get_by_role("button").first.click()
    await expect(page.get_by_role("menuitem", name="Keep this name")).to_be_visible(timeout=PATIENCE)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+/")
    await expect(page.get_by_role("dialog")).to_contain_text("Keys and commands", timeout=PATIENCE)
    await page.keyboard.press("Escape")
    await alice.say("written while the server was away")
    await expect(page.locator("article.msg.pending")).to_have_count(1, timeout=PATIENCE)
    await own_server.start()
    await alice.sees_accepted("written while the server was away")


async def test_what_did_not_load_comes_when_it_is_tried_again(faces: Faces, server: ServerProcess) -> None:
    alice = await faces.joined(server, "alice", gated=True)
    page = alice.page

    async def nothing(route: Route) -> None:
        await route.abort()

    await page.route("**/ui/menus.js", nothing)
    await page.route("**/ui/searching.js", nothing)
    await page.locator(".me").get_by_role("button").first.click()
    toast = page.locator(".toast")
    await expect(toast).to_contain_text("did not load", timeout=PATIENCE)
    await page.unroute("**/ui/menus.js", nothing)
    await toast.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("menuitem", name="Keep this name")).to_be_visible(timeout=PATIENCE)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+f")
    await expect(page.locator(".panel")).to_contain_text("did not load", timeout=PATIENCE)
    await page.unroute("**/ui/searching.js", nothing)
    await alice.hold_sockets()
    await expect(page.locator(".strip.off")).to_be_visible(timeout=PATIENCE)
    await alice.let_sockets_go()
    await expect(page.locator(".panel")).not_to_contain_text("did not load", timeout=PATIENCE)


async def test_a_command_whose_table_did_not_load_stays_in_the_field(faces: Faces, server: ServerProcess) -> None:
    alice = await faces.tab(await faces.context(), server)
    page = alice.page

    async def nothing(route: Route) -> None:
        await route.abort()

    await page.route("**/commands.json", nothing)
    await (await alice.open()).join(fresh("alice"))
    await alice.field.fill("/rooms")
    await alice.field.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("The commands have not loaded yet")
    await expect(alice.field).to_have_value("/rooms")
    await page.unroute("**/commands.json", nothing)
    await alice.field.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("Join or make a room")
    assert await page.locator(".note").count() == 0


async def test_a_new_version_is_taken_when_nobody_has_seen_the_page_for_long(
    faces: Faces, server: ServerProcess
) -> None:
    alice = await faces.tab(await faces.context(), server)
    page = alice.page
    await page.clock.install()

    async def another_version(route: Route) -> None:
        if route.request.resource_type == "fetch":
            await route.fulfill(body=f'<script src="./v/{"0" * 16}/main.js"></script>', content_type="text/html")
        else:
            await route.continue_()

    await page.route(alice.url, another_version)
    async with page.expect_response(re.compile("fresh.js$")):
        await alice.open()
        await alice.join(fresh("alice"))
        await page.clock.run_for(4000)
    await alice.field.fill("half a sente")
    await page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    async with page.expect_navigation():
        await page.clock.fast_forward("31:00")
    await alice.is_in()
    await expect(alice.field).to_have_value("half a sente", timeout=PATIENCE)
