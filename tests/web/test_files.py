"""Files in a browser: chosen, pasted, dropped; shown, kept, and gone; with somebody on IRC in the room."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from PIL import Image
from playwright.async_api import Dialog, FilePayload, Route, expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc

GIVE = """([kind, name, size]) => {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(size)], name, { type: "application/pdf" }));
  const more = { bubbles: true, cancelable: true };
  const pasted = () => new ClipboardEvent("paste", { clipboardData: given, ...more });
  const dropped = () => new DragEvent("drop", { dataTransfer: given, ...more });
  const place = document.querySelector(kind === "paste" ? "#field" : ".stream"); // dropped anywhere
  place.dispatchEvent(kind === "paste" ? pasted() : dropped());
}"""


def picture() -> bytes:
    """Larger than a talk shows it."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((1000, 500)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


class Wire:
    """Between a browser and the server. While `breaks`, a connection that carries more than so much up is cut."""

    MOST = 1 << 20  # bytes

    def __init__(self, server: int) -> None:
        self.server = server
        self.breaks = False
        self.cut = 0  # connections

    @classmethod
    @asynccontextmanager
    async def to(cls, server: int) -> AsyncIterator[tuple[Wire, int]]:
        """It, and the port that it listens at."""
        wire = cls(server)
        listening = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
        try:
            yield wire, listening.sockets[0].getsockname()[1]
        finally:
            listening.close()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far, there = await asyncio.open_connection("127.0.0.1", self.server)
        ways = (self.pump(reader, there, self.MOST), self.pump(far, writer, None))
        await asyncio.wait([asyncio.create_task(way) for way in ways], return_when=asyncio.FIRST_COMPLETED)
        for end in (writer, there):
            end.transport.abort()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None) -> None:
        carried = 0
        with suppress(ConnectionError):
            while part := await reader.read(1 << 16):
                carried += len(part)
                if most is not None and self.breaks and carried > most:
                    self.cut += 1
                    return
                writer.write(part)
                await writer.drain()


SEA = FilePayload(name="sea.jpg", mimeType="image/jpeg", buffer=picture())


async def test_what_one_chooses_pastes_and_drops_is_shared_shown_kept_and_goes(
    alice: Face, server: ServerProcess
) -> None:
    page, room = alice.page, fresh("files")
    async with PlainIrc.join(server.port, fresh("bob"), f"#{room}") as bob:  # whose room it is: he renames it
        await alice.go(room)
        async with page.expect_file_chooser() as chooser:
            await page.get_by_label("Attach files").click()
        await (await chooser.value).set_files(SEA)
        await alice.say("high water")
        shot = page.locator(".msg .pic img")
        await expect(shot).to_be_visible(timeout=PATIENCE)
        await expect(shot).to_have_js_property("naturalWidth", 832)  # it has come
        assert await shot.evaluate("img => [img.width, img.height]") == [414, 207]
        assert "/files/" in await bob.until("high water")
        await expect(alice.message("high water").locator(".text")).to_have_text("high water")

        for kind in ("paste", "drop"):
            await page.evaluate(GIVE, [kind, f"{kind}.pdf", 5])
        await expect(page.locator(".bag .file")).to_have_count(2)
        await page.evaluate(GIVE, ["drop", "huge.pdf", 33 << 20])
        await expect(page.locator(".toast")).to_contain_text("at most")
        await page.get_by_label("Take out paste.pdf").click()
        bob.send(f"RENAME #{room} #{(room := fresh('renamed'))}")
        await expect(page.locator("main h1")).to_contain_text(room)
        await expect(page.locator(".bag .file")).to_have_count(1)
        await page.locator("#field").press("Enter")
        card = page.locator(".msg .file")
        await expect(card).to_contain_text("drop.pdf", timeout=PATIENCE)
        async with page.expect_download() as download:
            await card.get_by_label("Download drop.pdf").click()
        saved = await download.value
        assert saved.suggested_filename == "drop.pdf"
        assert (await saved.path()).read_bytes() == bytes(5)

        await page.locator(".shot").click()
        await expect(page.locator(".viewbox img")).to_be_visible()
        await page.keyboard.press("Escape")
        await alice.reload()
        await expect(shot).to_be_visible(timeout=PATIENCE)
        bob.send(f"PRIVMSG #{room} :nothing of mine: http://localhost/files/{'x' * 24}/y.png")
        await alice.sees("nothing of mine")
        await expect(page.locator(".msg .pic, .msg .file")).to_have_count(2)


async def test_a_file_has_an_address_for_others_and_goes_with_its_message(alice: Face) -> None:
    page = alice.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await alice.go(fresh("address"))
    await page.evaluate(GIVE, ["drop", "plan.pdf", 5])
    await expect(page.locator(".bag .file")).to_contain_text("plan.pdf")
    await page.locator("#field").press("Enter")
    message = page.locator(".msg", has=page.locator(".file"))
    await expect(message).not_to_have_class(re.compile("pending"))
    await message.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Copy an address of plan.pdf").press("Enter")
    await expect(page.locator(".toast")).to_contain_text("copied")
    link = await page.evaluate("navigator.clipboard.readText()")
    assert await (await page.request.get(link)).body() == bytes(5)
    await message.focus()
    await page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Your message and its files go for everybody")
    await dialog.get_by_role("button", name="Remove").click()
    await expect(message).to_have_count(0)
    assert (await page.request.get(link)).status == 404


async def test_files_are_chosen_before_what_shows_them_has_come(alice: Face) -> None:
    """A browser opens no choice of files for a press that lies back by seconds."""
    page, chosen = alice.page, asyncio.Event()

    async def late(route: Route) -> None:
        await chosen.wait()
        await route.continue_()

    await page.route("**/composer/bag.js", late)
    async with page.expect_file_chooser() as chooser:
        await page.get_by_label("Attach files").click()
    await (await chooser.value).set_files(SEA)
    chosen.set()
    await expect(page.locator(".bag .file")).to_contain_text("sea.jpg")


async def test_an_upload_that_fails_says_why_and_goes_on_or_is_left(alice: Face) -> None:
    page = alice.page
    await alice.go(fresh("failing"))
    refused = True

    async def answer(route: Route) -> None:
        if refused:
            await route.fulfill(status=507, body="There is no room for this file.")
        else:
            await route.continue_()

    await page.route("**/files", answer)
    for name in ("one.pdf", "two.pdf"):
        await page.evaluate(GIVE, ["drop", name, 5])
    coming = page.locator(".bag .file")
    await expect(coming).to_have_count(2, timeout=PATIENCE)
    await page.locator("#field").press("Enter")
    await expect(coming.filter(has_text="no room")).to_have_count(2, timeout=PATIENCE)
    assert await page.locator(".msg").count() == 0
    refused = False
    await coming.filter(has_text="one.pdf").get_by_text("Try again").click()
    await coming.filter(has_text="two.pdf").get_by_label("Discard").click()
    await expect(page.locator(".msg .file")).to_contain_text("one.pdf", timeout=PATIENCE)
    await expect(coming).to_have_count(0)


async def test_files_go_two_at_a_time_and_one_that_cannot_be_taken_yet_is_tried_again(alice: Face) -> None:
    """A server takes four of one person at once, who may share ten with a message, and from more than one device."""
    page = alice.page
    await alice.go(fresh("many"))
    tried: list[str] = []
    under_way: list[int] = [0]

    async def answer(route: Route) -> None:
        tried.append(await route.request.header_value("content-disposition") or "")
        under_way.append(under_way[-1] + 1)
        try:
            if len(tried) <= 2:
                await route.fulfill(status=429, headers={"Retry-After": "1"}, body="4 of your files are being uploaded")
            else:
                await route.fulfill(response=await route.fetch())
        finally:
            under_way.append(under_way[-1] - 1)

    await page.route("**/files", answer)
    names = [f"{number}.pdf" for number in range(6)]
    coming = page.locator(".bag .file")
    for number, name in enumerate(names, 1):
        await page.evaluate(GIVE, ["drop", name, 5])
        await expect(coming).to_have_count(number)
    await page.locator("#field").press("Enter")
    await expect(page.locator(".msg .file")).to_have_text([re.compile(name) for name in names])
    await expect(coming).to_have_count(0)
    assert (max(under_way), len(tried), tried[:2]) == (2, 8, tried[2:4])


async def test_an_upload_in_whose_middle_the_network_breaks_is_whole_after_another_try(
    faces: Faces, server: ServerProcess
) -> None:
    async with Wire.to(server.port) as (wire, port):
        alice = await faces.visitor(server)
        alice.url = f"http://127.0.0.1:{port}/"
        await (await alice.open()).join(fresh("alice"))
        page = alice.page
        await alice.go(fresh("broken"))
        wire.breaks = True
        await page.evaluate(GIVE, ["drop", "plan.pdf", 4 << 20])
        coming = page.locator(".bag .file")
        await expect(coming).to_be_visible()
        await page.locator("#field").press("Enter")
        await expect(coming).to_contain_text("There is no connection; try again when there is one")
        assert wire.cut
        assert await page.locator(".msg").count() == 0
        wire.breaks = False
        await coming.get_by_role("button", name="Try again").click()
        await expect(page.locator(".msg .file")).to_contain_text("plan.pdf")
        await expect(coming).to_have_count(0)
        async with page.expect_download() as download:
            await page.get_by_label("Download plan.pdf").click()
        assert (await (await download.value).path()).read_bytes() == bytes(4 << 20)


async def test_an_upload_in_whose_middle_the_server_is_killed_goes_on_when_it_is_back(
    faces: Faces, own_server: ServerProcess
) -> None:
    alice = await faces.joined(own_server, "alice")
    page = alice.page
    await alice.go(fresh("killed"))
    slow = await page.context.new_cdp_session(page)
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 1 << 20}
    await slow.send("Network.enable")
    await slow.send("Network.emulateNetworkConditions", limits)
    await page.evaluate(GIVE, ["drop", "plan.pdf", 20 << 20])
    coming = page.locator(".bag .file")
    await expect(coming).to_be_visible()
    await alice.say("the plan")
    await expect(coming).to_contain_text(re.compile(r"[1-9][\d.]* MB of 21 MB"))
    await own_server.kill()
    await expect(coming).to_contain_text("There is no connection")
    await slow.detach()
    await own_server.start()
    await expect(alice.message("the plan").locator(".file")).to_contain_text("plan.pdf")
    await expect(coming).to_have_count(0)


AS_SOON_AS = f"""([room, ...given]) => new MutationObserver((_, watch) => {{
  if (!document.querySelector("#field")?.placeholder.includes(room)) return;
  watch.disconnect();
  ({GIVE})(given);
}}).observe(document.body, {{ childList: true, subtree: true, attributes: true }})"""


async def test_what_is_dropped_once_a_room_is_shown_is_for_that_room(alice: Face) -> None:
    """Not for the one before, also in the very picture in which they change."""
    page, room = alice.page, fresh("dropped")
    await page.evaluate(AS_SOON_AS, [room, "drop", "plan.pdf", 5])
    await alice.go(room)
    await expect(page.locator(".bag .file")).to_contain_text("plan.pdf")


async def test_what_cannot_be_sent_yet_stays_with_its_words(alice: Face) -> None:
    page = alice.page
    await alice.go(fresh("waiting"))

    more = asyncio.Event()

    async def nothing(route: Route) -> None:
        await more.wait()
        await route.abort()

    await page.route("**/sharing.js", nothing)
    await page.evaluate(GIVE, ["drop", "plan.pdf", 5])
    await expect(page.locator(".bag .file")).to_contain_text("plan.pdf")
    await alice.field.fill("the plan")
    await alice.field.press("Enter")
    await expect(page.locator(".bag .file")).to_have_count(0)
    await page.evaluate(GIVE, ["drop", "meanwhile.pdf", 5])
    await expect(page.locator(".bag .file")).to_contain_text("meanwhile.pdf")
    more.set()
    await expect(page.locator(".toast")).to_contain_text("did not load")
    await expect(page.locator(".bag .file")).to_have_text([re.compile("plan.pdf"), re.compile("meanwhile.pdf")])
    await expect(alice.field).to_have_value("the plan")
    await page.get_by_label("Take out meanwhile.pdf").click()
    await page.unroute("**/sharing.js", nothing)
    await alice.field.press("Enter")
    await expect(alice.message("the plan").locator(".file")).to_contain_text("plan.pdf")
    await expect(page.locator(".bag .file")).to_have_count(0)


async def test_who_goes_with_files_is_asked_first_and_finds_their_names_again(alice: Face) -> None:
    page, room = alice.page, fresh("reload")
    await alice.go(room)
    more, asked = asyncio.Event(), []

    async def hold(route: Route) -> None:
        await more.wait()
        await route.abort()

    async def go(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    page.on("dialog", go)
    await page.route("**/files", hold)
    for name in ("on its way.pdf", "beside.pdf"):
        await page.evaluate(GIVE, ["drop", name, 5])
        await expect(page.locator(".bag .file").last).to_contain_text(name)
        if name.startswith("on"):
            await alice.say("the plan")
            await expect(page.locator(".bag [role=progressbar]")).to_be_visible()
    await alice.field.press("Shift")  # browsers ask only whom has done something
    await alice.reload()
    assert asked == ["beforeunload"]
    more.set()
    await expect(page.locator(".bag .file")).to_have_text([re.compile("on its way.pdf"), re.compile("beside.pdf")])
    await expect(alice.field).to_have_value("the plan")
    await page.unroute("**/files", hold)
    await alice.say("the words go without it")
    await alice.sees_accepted("the words go without it")
    await page.keyboard.press("ArrowUp")
    await expect(alice.field).to_have_value("the words go without it")
    await alice.say("the words went without it")
    await alice.sees_accepted("the words went without it")
    await expect(page.locator(".bag .file")).to_have_text([re.compile("on its way.pdf"), re.compile("beside.pdf")])
    await alice.field.fill("the plan")
    await page.get_by_label("Take out beside.pdf").click()
    async with page.expect_file_chooser():
        await page.keyboard.press("Control+k")
        await page.get_by_role("combobox").fill("attach")
        await expect(page.get_by_role("option", name="Attach")).to_be_visible()
        await page.keyboard.press("Enter")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Choose it again").click()
    again = FilePayload(name="on its way.pdf", mimeType="application/pdf", buffer=b"again")
    await (await chooser.value).set_files(again)
    await expect(page.locator(".bag .file")).to_have_count(1)
    await expect(page.get_by_role("button", name="Choose it again")).to_have_count(0)
    await alice.field.press("Enter")
    await expect(alice.message("the plan").locator(".file")).to_contain_text("on its way.pdf")
    await alice.reload()
    assert asked == ["beforeunload"]
    await expect(page.locator(".bag .file")).to_have_count(0)
