"""The page without a network: a service worker has its files, the page what was not sent."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Faces

KEPT = """
  caches.open("hubbub").then((cache) => cache.keys())
    .then((keys) => keys.map(({ url }) => new URL(url).pathname))
"""
USED = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"


async def everything_is_kept(page: Page) -> None:
    """Until the page itself and the words that it was loaded with are kept by the worker."""
    async with asyncio.timeout(PATIENCE / 1000):
        while True:
            kept = await page.evaluate(KEPT)
            used = await page.evaluate(
                "performance.getEntriesByType('resource').map(({name}) => new URL(name).pathname)"
            )
            if "/" in kept and {path for path in used if path.startswith("/v/")} <= set(kept):
                return
            await asyncio.sleep(0.2)


async def test_the_page_opens_while_the_server_is_away(faces: Faces, own_server: ServerProcess) -> None:
    alice = await faces.joined(own_server, "alice", service_workers="allow")
    await everything_is_kept(alice.page)
    await own_server.kill()
    await alice.reload()
    await expect(alice.page.locator(".strip")).to_contain_text("onnect", timeout=PATIENCE)
    await alice.say("written while the server was away")
    await expect(alice.page.locator("article.msg.pending")).to_have_count(1, timeout=PATIENCE)
    await own_server.start()
    await alice.sees_accepted("written while the server was away")
