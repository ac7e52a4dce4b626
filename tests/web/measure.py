"""What the web client costs, for docs/performance.md: `python -m tests.web.measure`.

A first visit (bytes over the wire, time until the first message is accepted) against a real server on this machine, and
a room of 50,000 messages in the made-up server of the fixture. What scrolling, typing, opening rooms and a hundred
messages a second take is read in the browser's own trace: the CPU time of each task of the page's main thread, for
wall time tells on a busy machine how long a task waited for a core.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright
from playwright.sync_api import Page
from tests.support.programs import WHOLE_CHROMIUM
from tests.support.server_process import ServerProcess, server_process
from tests.web.face import Face
from tests.web.stage import ARGS, Look, Stage, stage

RUNS = 5
STEPS = 200  # of scrolling, each of STEP pixels
STEP = 350

SCROLL = """async ([by, steps]) => {
  const stream = document.querySelector(".stream");
  for (let step = 0; step < steps; step++) {
    stream.scrollTop += by;
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""
FLOOD = """async (count) => {
  for (let number = 0; number < count; number++) {
    happen.come(1);
    await new Promise((done) => setTimeout(done, 10));
  }
}"""
TASK = "ThreadControllerImpl::RunTask"


async def first_visit(browser: Browser, server: ServerProcess, number: int) -> tuple[int, int, float, float]:
    """Bytes and requests until the form is there, and seconds until it is and until the first message is accepted."""
    context = await browser.new_context(locale="en-GB", service_workers="block")
    page = await context.new_page()
    client = await context.new_cdp_session(page)
    await client.send("Network.enable")
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    face = Face(page, f"http://127.0.0.1:{server.port}/")
    began = time.perf_counter()
    await face.open()
    field = page.get_by_label("Your name")
    await field.wait_for()
    shown = time.perf_counter() - began
    await page.wait_for_load_state("networkidle")
    bytes_, requests = sum(sizes), len(sizes)
    again = time.perf_counter()
    await field.fill(f"visitor{number}")
    await page.keyboard.press("Enter")
    await face.field.wait_for()
    await face.say(f"the first of {number}")
    await face.sees_accepted(f"the first of {number}")
    said = shown + time.perf_counter() - again
    await context.close()
    return bytes_, requests, shown, said


def figures(client: Any) -> dict[str, float]:
    found = client.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in found}


def tasks(trace: bytes) -> list[float]:
    """Milliseconds of CPU time of the tasks of the page's main thread, the longest first."""
    events = json.loads(trace)["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    taken: dict[tuple[int, int], list[float]] = {main: [] for main in mains}
    for event in events:
        place = (event.get("pid"), event.get("tid"))
        if place in mains and event["name"] == TASK and "tdur" in event:
            taken[place].append(event["tdur"] / 1000)
    return sorted(max(taken.values(), key=sum), reverse=True)


def measure(one: Stage, page: Page, name: str, act: Callable[[], object]) -> None:
    one.browser.start_tracing(page=page, categories=["toplevel"])
    act()
    found = tasks(one.browser.stop_tracing())
    print(f"{name}: the longest task {found[0]:.0f} ms, the tenth {found[9]:.0f} ms, all {sum(found):.0f} ms")


def open_rooms(page: Page) -> None:
    for room in ("boats", "electronics", "reading-club", "lobby"):
        page.evaluate("place => { location.hash = place; }", f"#room/{room}")
        page.locator("main h1").filter(has_text=room).wait_for()


def long_room(one: Stage) -> None:
    """Up through a room of 50,000 messages, down again, and what else one does there."""
    with one.open(Look(asked={"long": "1"}, place="#room/long", clock=False)) as page:
        client = page.context.new_cdp_session(page)
        client.send("Performance.enable")
        for way, by in (("up", -STEP), ("down", STEP)):
            measure(one, page, f"scrolling {way} {STEPS} times", partial(page.evaluate, SCROLL, [by, STEPS]))
        field = page.locator(".compose textarea")
        measure(
            one, page, "typing 40 signs", lambda: field.press_sequentially("the crane is free on Sunday, from ten on")
        )
        measure(one, page, "100 messages in a second", lambda: page.evaluate(FLOOD, 100))
        client.send("HeapProfiler.collectGarbage")
        after = figures(client)
        print(f"memory: {after['JSHeapUsedSize'] / 1e6:.1f} MB of JavaScript, {after['Nodes']:.0f} nodes")
        measure(one, page, "opening four rooms", lambda: open_rooms(page))
        measure(one, page, "opening them again", lambda: open_rooms(page))


async def visits() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with server_process(Path(folder)) as server, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=WHOLE_CHROMIUM, args=ARGS)
            found = [await first_visit(browser, server, number) for number in range(RUNS)]
            await browser.close()
    sizes, requests = found[0][:2]
    shown, said = (sorted(one[at] for one in found)[RUNS // 2] for at in (2, 3))
    print(f"a first visit: {sizes / 1000:.1f} KB in {requests} requests")
    print(f"the form is there after {shown:.2f} s, a first message is accepted after {said:.2f} s (median of {RUNS})")


if __name__ == "__main__":
    asyncio.run(visits())
    with stage(WHOLE_CHROMIUM) as made_up:
        long_room(made_up)
