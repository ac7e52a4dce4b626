"""Being told while no page is open: what the page asks for, and what the service worker shows.

No push service can be reached from here: the page is given a subscription as a browser would have it, and what would
have come over a push service, decrypted, is handed to the worker by the browser's own tools. It is the whole browser:
the one without windows keeps no notices.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect
from tests.support.programs import WHOLE_CHROMIUM
from tests.support.server_process import ServerProcess
from tests.web.conftest import launched
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.test_accounts import keep_name

ENDPOINT = "https://localhost/send/1"
SUBSCRIBING = """
  let given = null;
  const bytes = (first, length) => Uint8Array.from({ length }, (_, at) => (at ? at : first)).buffer;
  PushManager.prototype.getSubscription = async () => given;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    const raw = atob(applicationServerKey.replaceAll("-", "+").replaceAll("_", "/"));
    const key = Uint8Array.from(raw, (letter) => letter.charCodeAt(0)).buffer;
    if (!userVisibleOnly || key.byteLength !== 65) throw new Error("nobody subscribes so");
    const point = Uint8Array.from(POINT).buffer;
    given = {
      endpoint: "ENDPOINT", options: { applicationServerKey: key },
      unsubscribe: async () => Boolean((given = null) ?? true),
      getKey: (name) => (name === "auth" ? bytes(7, 16) : point),
    };
    return given;
  };
"""
POINT = bytes.fromhex(  # the generator of P-256
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
SHOWN = """
  navigator.serviceWorker.ready.then((registration) => registration.getNotifications())
    .then((all) => all.filter(({ tag }) => tag.startsWith("http"))
      .map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, url: data?.url })))
"""


FOCUSED = "clients.matchAll({ type: 'window' }).then((all) => all.some(({ focused }) => focused))"


class Lines:
    """What goes over the WebSockets of a page."""

    def __init__(self, page: Page) -> None:
        self.all: list[str] = []
        page.on("websocket", self._watch)

    def _watch(self, socket: Any) -> None:
        socket.on("framesent", lambda data: self.all.append(f"> {data}"))
        socket.on("framereceived", lambda data: self.all.append(f"< {data}"))

    async def until(self, pattern: str) -> str:
        """The last line that fits."""
        async with asyncio.timeout(PATIENCE / 1000):
            while True:
                found = [line for line in self.all if re.search(pattern, line)]
                if found:
                    return found[-1].strip()
                await asyncio.sleep(0.02)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with launched(WHOLE_CHROMIUM) as browser:
        yield browser


async def subscriber(faces: Faces, server: ServerProcess) -> tuple[Face, Lines]:
    """Somebody with an account in a browser that can be pushed to."""
    context = await faces.context(service_workers="allow")
    await context.grant_permissions(["notifications"])
    alice = await faces.tab(context, server)
    script = SUBSCRIBING.replace("ENDPOINT", ENDPOINT).replace("POINT", json.dumps(list(POINT)))
    await alice.page.add_init_script(script)
    lines = Lines(alice.page)
    await (await alice.open()).join(fresh("pushed"))
    await keep_name(alice)
    return alice, lines


async def switch(alice: Face) -> Any:
    """Settings, Notifications, "While this page is closed"."""
    await alice.page.locator('.me [title="Settings"]').click()
    await alice.page.get_by_role("tab", name="Notifications").click()
    return alice.page.get_by_role("switch", name="While this page is closed")


class Worker:
    """The service worker of a context, as the browser's tools reach it."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context = context
        self.page = page

    async def start(self) -> Worker:
        await self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")  # what is pushed before is lost
        self.tools = await self.context.new_cdp_session(self.page)
        parts = urlsplit(self.page.url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def seen(update: Any) -> None:
            for one in update["registrations"]:  # those of servers before are among them, where a context is used again
                if one["scopeURL"].startswith(f"{self.origin}/") and not one["isDeleted"] and not found.done():
                    found.set_result(one["registrationId"])

        self.tools.on("ServiceWorker.workerRegistrationUpdated", seen)
        await self.tools.send("ServiceWorker.enable")
        self.id = await asyncio.wait_for(found, PATIENCE / 1000)
        return self

    async def look_elsewhere(self) -> None:
        """The person looks at another tab, and the worker knows it: a page that is looked at tells by itself."""
        await self.tools.send("Emulation.setFocusEmulationEnabled", {"enabled": False})  # playwright has all in focus
        await (await self.context.new_page()).bring_to_front()
        async with asyncio.timeout(PATIENCE / 1000):
            while await self.evaluate(FOCUSED):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def evaluate(self, script: str) -> Any:
        """In the worker. The browser tells of one a while after it has begun."""
        running = self.context.service_workers
        worker = running[-1] if running else await self.context.wait_for_event("serviceworker", timeout=PATIENCE)
        return await worker.evaluate(script)

    async def push(self, line: str) -> None:
        given = {"origin": self.origin, "registrationId": self.id, "data": line}
        await self.tools.send("ServiceWorker.deliverPushMessage", given)

    async def shows(self, number: int) -> list[Any]:
        """The notices, when there are so many."""
        shown: list[Any] = []
        try:
            async with asyncio.timeout(PATIENCE / 1000):
                while len(shown := await self.page.evaluate(SHOWN)) != number:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        except TimeoutError:
            looked_at = await self.evaluate(FOCUSED)  # such a page tells by itself
            raise AssertionError(f"no {number} notices: {shown}; a page is looked at: {looked_at}") from None
        return shown


async def test_the_worker_shows_what_is_pushed(faces: Faces, server: ServerProcess) -> None:
    alice, lines = await subscriber(faces, server)
    on = await switch(alice)
    await on.click()
    await expect(on).to_have_attribute("aria-checked", "true", timeout=PATIENCE)
    await lines.until(r"> .*WEBPUSH REGISTER")  # the worker knows the words by now
    worker = await Worker(alice.page.context, alice.page).start()
    await worker.look_elsewhere()
    base = alice.url
    await worker.push("@time=2026-11-01T10:00:00.000Z;msgid=a1 :bob!b@h PRIVMSG alice :\x02hello\x02 \u202ethere")
    (one,) = await worker.shows(1)
    assert one == {
        "title": "bob", "body": "hello there", "tag": f"{base} bob", "silent": False, "url": f"{base}#person/bob/a1",
    }  # fmt: skip
    await worker.push("@time=2026-11-01T10:00:01.000Z;msgid=a2 :Bob!b@h PRIVMSG #Tea :\x01ACTION waves at alice\x01")
    shown = {notice["tag"]: notice for notice in await worker.shows(2)}
    room = shown[f"{base} #tea"]
    assert (room["title"], room["body"], room["url"]) == ("Bob in #Tea", "waves at alice", f"{base}#room/Tea/a2")
    await worker.push(":server MARKREAD #tea timestamp=2026-11-01T10:00:00.000Z")
    await worker.push(":server MARKREAD bob timestamp=2026-11-01T10:00:01.000Z")
    (one,) = await worker.shows(1)
    assert one["tag"] == f"{base} #tea"
    await worker.push("nonsense")
    assert {notice["title"] for notice in await worker.shows(2)} == {"Bob in #Tea", "hubbub"}
    await alice.page.evaluate("window.untouched = true")
    await worker.evaluate(f"goTo('{base}#person/bob/a1')")  # as a click does
    await expect(alice.page).to_have_url(f"{base}#person/bob/a1", timeout=PATIENCE)
    assert await alice.page.evaluate("window.untouched"), "the page was not loaded again"


async def test_it_is_asked_for_without_the_text_and_quietly_and_taken_back(faces: Faces, server: ServerProcess) -> None:
    alice, lines = await subscriber(faces, server)
    on = await switch(alice)
    await expect(on).to_have_attribute("aria-checked", "false", timeout=PATIENCE)
    await on.click()
    asked = await lines.until(r"> .*WEBPUSH REGISTER")
    assert re.search(rf"WEBPUSH REGISTER {ENDPOINT} :?p256dh=[\w-]{{87}};auth=[\w-]{{22}}$", asked)
    await lines.until(rf"< .*WEBPUSH REGISTER {ENDPOINT}")
    await expect(on).to_have_attribute("aria-checked", "true")
    lines.all.clear()
    await alice.page.reload()
    await lines.until(rf"< .*WEBPUSH REGISTER {ENDPOINT}")
    on = await switch(alice)
    for name in ("Hide the text", "Quiet for an hour"):
        await alice.page.get_by_role("switch", name=name).click()
    worker = await Worker(alice.page.context, alice.page).start()
    await worker.look_elsewhere()
    async with asyncio.timeout(PATIENCE / 1000):
        while True:  # the worker is told of the settings a moment later
            await worker.push(":bob!b@h PRIVMSG alice :a secret")
            (one,) = await worker.shows(1)
            if (one["body"], one["silent"]) == ("New message", True):
                break
    await alice.page.bring_to_front()
    await on.click()
    await expect(on).to_have_attribute("aria-checked", "false")
    await lines.until(rf"< .*WEBPUSH UNREGISTER {ENDPOINT}")
