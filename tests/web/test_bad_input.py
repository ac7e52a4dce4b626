"""What others make a browser show. Bad inputs 54, 55, 67-71, 77, with a real server between (74: hostile.test.js)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Faces, fresh
from tests.web.plain_irc import PlainIrc
from tests.web.test_notifying import LISTENING, told

EVIL = "<img src=x onerror=alert(1)><script>alert(1)</script>&lt;b&gt;"
SCHEMES = "javascript:alert(1) data:text/html,x file:///etc/passwd smb://host/x ms-msdt:/id vbscript:x"
HOSTS = "https://xn--80ak6aa92e.com/x http://bank.example@evil.example/ https://аpple.com/"
TURNED = "\u05e9\u05dc\u05d5\u05dd, how are you? https://example.org/\u05d0\u05d1\u05d2 (123)"
IN_ONE_PIECE = """(link) => {
  const range = document.createRange();
  range.selectNodeContents(link);
  const parts = [...range.getClientRects()];
  const rows = new Set(parts.map(({ top }) => Math.round(top)));
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  return rows.size > 1 || link.getBoundingClientRect().width < width + 2;
}"""
LONG = ("a" + "\u0301" * 200, "x" * 380, "👨\u200d👩\u200d👧" * 20)


@asynccontextmanager
async def looked_at() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A web server of somebody: its port, and what it was asked."""
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readline())
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], seen
    finally:
        listening.close()


async def links(page: Any) -> list[str]:
    return await page.locator(".msg .text a").evaluate_all("(all) => all.map((one) => one.href)")  # type: ignore[no-any-return]


async def test_what_others_send_is_shown_as_text_everywhere(faces: Faces, server: ServerProcess) -> None:
    alice = await faces.visitor(server)
    await alice.page.add_init_script(LISTENING)
    await (await alice.open()).join(fresh("alice"))
    page, room = alice.page, fresh("<b>evil")
    await alice.go(room)
    async with looked_at() as (port, seen), PlainIrc.join(server.port, fresh("mallory"), f"#{room}") as mallory:
        places = (f"http://127.0.0.1:{port}/a.png", f"http://0x7f000001:{port}/", f"http://[::ffff:127.0.0.1]:{port}/b")
        mallory.send(f"PRIVMSG #{room} :{' '.join(places)}")  # 54, 55
        name = mallory.lines[0].split()[2]
        mallory.send(f"TOPIC #{room} :{EVIL}")
        mallory.send(f"AWAY :{EVIL}")
        for text in (EVIL, SCHEMES, HOSTS, "photo\u202egpj.exe \u2066x", TURNED, *LONG):  # 67, 68, 69, 70, 71
            mallory.send(f"PRIVMSG #{room} :{text}")
        await alice.sees(EVIL)
        await expect(page.locator(".head")).to_contain_text("<img src=x", timeout=PATIENCE)
        await expect(alice.message("photo").locator(".bidi").first).to_be_visible(timeout=PATIENCE)
        assert all(link.startswith(("http:", "https:", "mailto:")) for link in await links(page))
        assert await alice.message("how are you").locator("a").evaluate(IN_ONE_PIECE), (
            "nothing stands within an address"
        )
        shown = await alice.message("80ak6aa92e").inner_text()
        assert "evil.example" in shown
        assert "xn--pple-43d.com" in shown  # the real host beside one with a letter of another script
        assert await alice.message("javascript:").locator("a").count() == 0
        assert await page.locator(".stream").evaluate("(stream) => stream.scrollWidth <= stream.clientWidth")
        await page.locator(".member", has_text=name).click()
        await expect(page.locator(".card")).to_contain_text("onerror=alert(1)", timeout=PATIENCE)
        await page.keyboard.press("Escape")
        await alice.go(fresh("elsewhere"))
        mallory.send(f"PRIVMSG {alice.name} :{EVIL}")
        await expect(page.get_by_role("navigation").get_by_text(name)).to_be_visible(timeout=PATIENCE)
        async with asyncio.timeout(PATIENCE / 1000):
            while not (notes := await told(page)):
                await page.wait_for_timeout(50)
        assert notes[-1]["body"].startswith("<img src=x")
        assert await page.locator("img[src='x'], script:not([src])").count() == 0
        for asked in ("VERSION", "TIME", "PING 1", "CLIENTINFO", "DCC SEND x 2130706433 80 1"):  # 77
            mallory.send(f"PRIVMSG {alice.name} :\x01{asked}\x01")
            mallory.send(f"PRIVMSG #{room} :\x01{asked}\x01")
        mallory.send(f"PRIVMSG {alice.name} :after that")
        await page.get_by_role("navigation").get_by_text(name).first.click()
        await alice.sees("after that")
        mallory.send("PING :done")
        await mallory.until("PONG")
        assert not [line for line in mallory.lines if "\x01" in line and f":{alice.name}!" in line]
        assert "\x01" not in await page.locator(".stream").inner_text()
        assert await page.get_by_text("DCC SEND").count() == 0
        assert seen == [], "no link is followed that nobody has clicked"
        await alice.field.fill("half a sen")
        mallory.send(f"NICK {(renamed := fresh('malvolio'))}")
        await expect(page.locator(".head h1")).to_contain_text(renamed)  # the talk goes on, with what was being written
        await expect(page).to_have_url(re.compile(f"#person/{renamed}$"))
        await expect(alice.field).to_have_value("half a sen")
