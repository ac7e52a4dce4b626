"""A page of the web client as a person has it before them: what they see, and what they do. Nothing is bypassed."""

from __future__ import annotations

import itertools
import re
from typing import Any, NamedTuple

from playwright.async_api import Browser, BrowserContext, Locator, Page, WebSocketRoute, expect
from tests.support.server_process import ServerProcess

PATIENCE = 60_000  # milliseconds until something that should be seen counts as missing, on a machine that is busy, too
expect.set_options(timeout=PATIENCE)  # also where none is given
EXPECTED = re.compile(r"net::ERR_|WebSocket connection to|Failed to load resource")
_numbers = itertools.count(1)


def fresh(name: str) -> str:
    """A name that no other test has."""
    return f"{name}{next(_numbers)}"


class Gate:
    """Stands before the WebSockets of a browser, and lets them through or not."""

    def __init__(self) -> None:
        self.closed = False
        self.open: list[WebSocketRoute] = []

    async def meet(self, socket: WebSocketRoute) -> None:
        if self.closed:
            await socket.close()
        else:
            self.open.append(socket)
            socket.connect_to_server()


class Face:
    """One tab. `name`: who is behind it."""

    def __init__(self, page: Page, url: str, name: str = "") -> None:
        self.page = page
        self.url = url
        self.name = name
        self.gate = Gate()
        page.set_default_timeout(PATIENCE)

    # the door

    async def open(self, path: str = "") -> Face:
        await self.page.goto(self.url + path)
        return self

    async def join(self, name: str, *, code: str = "") -> Face:
        """Give a name, and be in."""
        await self.give_name(name)
        await self.is_in()
        return self

    async def give_name(self, name: str) -> None:
        await self.page.get_by_label("Your name").fill(name)
        await self.page.keyboard.press("Enter")
        self.name = name

    async def is_in(self) -> None:
        await expect(self.field).to_be_visible(timeout=PATIENCE)

    # the room

    @property
    def field(self) -> Locator:
        return self.page.locator("form.compose textarea")

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")
        if await self.page.evaluate("document.querySelector('form.compose textarea')?.value"):
            await self.field.press("Enter")  # the first one took what completes it

    async def go(self, room: str) -> None:
        """Enter a room, by typing."""
        await self.say(f"/join {room}")
        await expect(self.page.locator("main h1")).to_contain_text(room.removeprefix("#"), timeout=PATIENCE)

    def message(self, text: str) -> Locator:
        """The message with that text, in the open room."""
        return self.page.locator("article.msg").filter(has_text=text)

    async def sees(self, text: str, times: int = 1) -> None:
        await expect(self.message(text)).to_have_count(times, timeout=PATIENCE)

    async def sees_accepted(self, text: str) -> None:
        """It stands there once, and the server has it."""
        accepted = self.page.locator("article.msg:not(.pending, .failed)").filter(has_text=text)
        await expect(accepted).to_have_count(1, timeout=PATIENCE)
        await self.sees(text)

    async def texts(self) -> list[str]:
        """All messages that are shown, in order."""
        return await self.page.locator("article.msg .text").all_inner_texts()

    async def is_connected(self) -> None:
        await expect(self.page.locator(".strip.off")).to_have_count(0, timeout=PATIENCE)

    # the network

    async def cut_off(self) -> None:
        """No network, for all that is open and for what is tried."""
        await self.page.context.set_offline(True)
        await self.page.evaluate("dispatchEvent(new Event('offline'))")

    async def back_online(self) -> None:
        await self.page.context.set_offline(False)

    async def hold_sockets(self) -> None:
        """Pages load, connections fail. Only for a face opened with `gated`."""
        self.gate.closed = True
        for socket in self.gate.open:
            await socket.close()
        self.gate.open.clear()

    async def let_sockets_go(self) -> None:
        self.gate.closed = False

    async def reload(self) -> None:
        await self.page.reload()
        await self.is_in()


class Used(NamedTuple):
    """A context that somebody had before, and an empty page that keeps its process: what that has compiled is there for
    the next one, who knows nothing else of the one before."""

    options: dict[str, Any]
    context: BrowserContext
    page: Page

    async def forget(self, url: str) -> None:
        """What pages of this address have kept, and what was allowed."""
        await self.context.clear_cookies()
        await self.context.clear_permissions()
        await self.context.set_offline(False)
        tools = await self.context.new_cdp_session(self.page)
        await tools.send("Storage.clearDataForOrigin", {"origin": url.rstrip("/"), "storageTypes": "all"})
        await tools.detach()

    async def leave(self) -> None:
        for page in self.context.pages:
            if page != self.page:
                await page.close()


class Faces:
    """Opens pages of browsers of their own, and collects what goes wrong in them.

    `used`: contexts of the same browser, for whom nothing is asked of theirs; at the end they lie there again. To come
    in costs a quarter less in one.
    """

    def __init__(self, browser: Browser, used: list[Used] | None = None) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []
        self._idle = used
        self._taken: list[Used] = []

    async def context(self, **options: Any) -> BrowserContext:
        """A browser of somebody else: other cookies, other storage, and nothing loaded yet."""
        context = await self._new_context(**options)
        self.contexts.append(context)
        return context

    async def _new_context(self, **options: Any) -> BrowserContext:
        given: dict[str, Any] = {"service_workers": "block", **options}
        return await self.browser.new_context(locale="en-GB", timezone_id="Europe/Berlin", **given)

    async def visitor(self, server: ServerProcess, **options: Any) -> Face:
        """Somebody else, who has opened nothing yet; what this server's pages load may be there."""
        if self._idle is None:
            return await self.tab(await self.context(**options), server)
        used = next((one for one in self._idle if one.options == options), None)
        if used is not None:
            self._idle.remove(used)
        else:
            context = await self._new_context(**options)
            used = Used(options, context, await context.new_page())
        self._taken.append(used)
        face = await self.tab(used.context, server)
        await used.forget(face.url)
        return face

    async def tab(self, context: BrowserContext, server: ServerProcess) -> Face:
        page = await context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self._heard(message.type, message.text))
        return Face(page, f"http://127.0.0.1:{server.port}/")

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not EXPECTED.search(text):
            self.problems.append(text)

    async def joined(self, server: ServerProcess, name: str, *, gated: bool = False, **options: Any) -> Face:
        """Somebody in a browser of their own, in the lobby. `gated`: their sockets can be held."""
        own = gated or options
        face = await (self.tab(await self.context(**options), server) if own else self.visitor(server))
        if gated:
            await face.page.context.route_web_socket(re.compile("^ws"), face.gate.meet)
        await face.open()
        return await face.join(fresh(name))

    async def close(self) -> None:
        for context in self.contexts:
            await context.close()
        for used in self._taken:
            await used.leave()
            if self._idle is not None:
                self._idle.append(used)
