"""The views over a made-up server, in Debian's Chromium: tests/web/fixture under the policy that the server sends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.support.programs import CHROMIUM

from hubbub.server.http.response import SAFE_HEADERS

ROOT = Path(__file__).parents[2]
WITHOUT = (  # what playwright does without, which this takes the place of; then pages that every window of a person has
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "Translate"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying"),
    *("SpareRendererForSitePerProcess", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
)
ARGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    *("--renderer-process-limit=1", "--in-process-gpu"),  # as few processes as can be: they cost most
    f"--disable-features={','.join(WITHOUT)}",
]
NOW = "2026-11-21T13:47:00+01:00"  # the day of the sample

Scheme = Literal["light", "dark"]


class Files(SimpleHTTPRequestHandler):
    """The files of the repository, with the headers of the server's own pages."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", SAFE_HEADERS["Content-Security-Policy"])
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int = 1280
    height: int = 800
    scheme: Scheme = "light"
    touch: bool = False
    forced: bool = False
    reduced: bool = True
    scale: float = 1
    asked: dict[str, str] = field(default_factory=dict)  # settings of the sample, see fixture/start.js
    place: str = "#room/electronics"
    clock: bool = True  # the page's clock is ours


LONG = Look(asked={"long": "1"}, place="#room/long")  # see fixture/long.js


class Stage:
    """A browser and the files; `open` gives a page with the sample in it. `problems` is what pages complain of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.problems: list[str] = []
        self.contexts: dict[tuple[Any, ...], BrowserContext] = {}
        self.idle: dict[BrowserContext, list[Page]] = {}  # the next visit is half the work in a page that has been used

    def _context(self, look: Look) -> BrowserContext:
        """One for all pages that are looked at alike: what one of them has loaded the next one need not."""
        key = (look.scheme, look.scale, look.touch, look.forced, look.reduced, look.clock)
        if key not in self.contexts:
            self.contexts[key] = self.browser.new_context(
                color_scheme=look.scheme, locale="en-GB", timezone_id="Europe/Berlin", device_scale_factor=look.scale,
                has_touch=look.touch, is_mobile=look.touch, forced_colors="active" if look.forced else "none",
                reduced_motion="reduce" if look.reduced else "no-preference",
            )  # fmt: skip
        return self.contexts[key]

    @contextmanager
    def open(self, look: Look | None = None) -> Iterator[Page]:
        look = look or Look()
        context = self._context(look)
        idle = self.idle.setdefault(context, [])
        page = idle.pop() if idle else self._new_page(context)
        page.set_viewport_size({"width": look.width, "height": look.height})
        if look.clock:
            page.clock.install(time=NOW)
        page.goto(f"{self.address}/tests/web/fixture/index.html?{urlencode(look.asked)}{look.place}")
        page.locator(".compose, .door .form, .desk").first.wait_for()
        if look.clock:
            pass_time(page, 1500)
        try:
            yield page
        except BaseException:
            page.close()
            raise
        page.unroute_all(behavior="ignoreErrors")
        page.emulate_media(media="null")
        page.goto("about:blank")
        page.mouse.move(0, 0)
        idle.append(page)

    def _new_page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        return page


@contextmanager
def stage(program: str = CHROMIUM) -> Iterator[Stage]:
    """A browser with the fixture's pages at hand."""
    files = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(ROOT)))
    threading.Thread(target=files.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGS)
        try:
            yield Stage(browser, f"http://127.0.0.1:{files.server_port}")
        finally:
            browser.close()
            files.shutdown()
            files.server_close()


def pass_time(page: Page, milliseconds: int) -> None:
    """The page's clock goes on.

    `page.clock.run_for` has every page that the context opens later repeat it: after a thousand calls a page is dear.
    """
    page.evaluate("(milliseconds) => __pwClock.controller.runFor(milliseconds)", milliseconds)


def stand_still(page: Page) -> None:
    """From here on the page's clock goes on by `pass_time` alone: it has no next frame before."""
    page.evaluate("() => __pwClock.controller.pauseAt(Date.now() + 100)")


def appear(page: Page, selector: str) -> None:
    """Wait until that is there: modules come in real time, and are drawn by the page's clock, which is ours."""
    for _ in range(200):
        pass_time(page, 50)
        if page.locator(selector).count():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{selector} did not appear")
