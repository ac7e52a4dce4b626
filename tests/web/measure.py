"""What the web client costs, for docs/performance.md: `python -m tests.web.measure`.

A first visit (bytes over the wire, time until the first message is accepted) against a real server on this machine, and
a room of 50,000 messages in the made-up server of the fixture: work per step of scrolling, and memory.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright
from tests.support.server_process import ServerProcess, server_process
from tests.web.conftest import ARGS, CHROMIUM
from tests.web.face import Face
from tests.web.stage import Look, Stage, stage

RUNS = 5
STEPS = 200  # of scrolling, each of STEP pixels
STEP = 350

SCROLL = """async ([by, steps]) => {
  const stream = document.querySelector(".stream");
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const frames = [];
  let before = await next();
  for (let step = 0; step < steps; step++) {
    stream.scrollTop += by;
    const now = await next();
    frames.push(now - before);
    before = now;
  }
  return frames.sort((one, other) => one - other);
}"""


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


def long_room(one: Stage) -> None:
    """Up through a room of 50,000 messages, and down again."""
    with one.open(Look(asked={"long": "1"}, place="#room/long", clock=False)) as page:
        client = page.context.new_cdp_session(page)
        client.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})  # work, not waiting for a core
        client.send("Performance.enable")
        for name, by in (("up", -STEP), ("down", STEP)):
            before = figures(client)
            frames = page.evaluate(SCROLL, [by, STEPS])
            after = figures(client)
            work = (after["TaskDuration"] - before["TaskDuration"]) / STEPS * 1000
            print(
                f"scrolling {name}: {work:.1f} ms of work a step; frames: half under {frames[STEPS // 2]:.0f} ms, "
                f"99 in 100 under {frames[STEPS * 99 // 100]:.0f} ms"
            )
        client.send("HeapProfiler.collectGarbage")
        after = figures(client)
        print(f"memory: {after['JSHeapUsedSize'] / 1e6:.1f} MB of JavaScript, {after['Nodes']:.0f} nodes")


async def visits() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with server_process(Path(folder)) as server, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            found = [await first_visit(browser, server, number) for number in range(RUNS)]
            await browser.close()
    sizes, requests = found[0][:2]
    shown, said = (sorted(one[at] for one in found)[RUNS // 2] for at in (2, 3))
    print(f"a first visit: {sizes / 1000:.1f} KB in {requests} requests")
    print(f"the form is there after {shown:.2f} s, a first message is accepted after {said:.2f} s (median of {RUNS})")


if __name__ == "__main__":
    asyncio.run(visits())
    with stage() as made_up:
        long_room(made_up)
