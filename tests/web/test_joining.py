"""Coming in with a name, coming back after a reload, and going."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import Route, WebSocket, expect
from tests.support.conditions import until
from tests.support.server_process import ServerProcess, server_process
from tests.web.conftest import SETTINGS
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc


async def test_a_name_is_all_it_takes(alice: Face) -> None:
    await alice.say("hello from the browser")
    await alice.sees_accepted("hello from the browser")


async def test_after_a_reload_one_is_who_one_was_and_nothing_is_missing(
    alice: Face, faces: Faces, server: ServerProcess
) -> None:
    room = fresh("reload")
    await alice.go(room)
    await alice.say("before the reload")
    await alice.sees_accepted("before the reload")
    bob = await faces.joined(server, "bob")
    await bob.go(room)
    await bob.say("please react")
    await alice.message("please react").hover()
    await alice.message("please react").locator(".tools button").first.click()
    own = alice.message("please react").locator("[aria-pressed=true]")
    await expect(own).to_have_count(1)
    await bob.message("please react").locator("[aria-pressed=false]").wait_for()
    await alice.reload()
    await alice.sees("before the reload")
    await expect(own).to_have_count(1, timeout=PATIENCE)
    await bob.say(f"still {alice.name}?")
    await alice.sees(f"still {alice.name}?")
    await alice.say("still me")
    await bob.sees("still me")
    await expect(bob.message("still me")).to_contain_text(alice.name)
    await expect(bob.page.locator("body")).not_to_contain_text("left")
    cookies = await alice.page.context.cookies()
    assert [cookie["httpOnly"] for cookie in cookies] == [True]
    kept = await alice.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert cookies[0]["value"] not in kept


async def test_a_name_that_is_taken_is_said_under_the_field(faces: Faces, server: ServerProcess) -> None:
    other, name = await faces.visitor(server), fresh("alice")
    await other.open()
    async with PlainIrc.join(server.port, name, "#lobby"):
        await other.page.get_by_label("Your name").fill(name)
        await other.page.keyboard.press("Enter")
        await expect(other.page.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
        await other.join(fresh("carol"))


async def test_who_presses_enter_before_the_script_is_there_comes_in_when_it_is(
    faces: Faces, server: ServerProcess
) -> None:
    """A slow line brings the page first. Nothing of what was typed is lost, or gets into the address."""
    face, arrive = await faces.tab(await faces.context(), server), asyncio.Event()

    async def late(route: Route) -> None:
        await arrive.wait()
        await route.continue_()

    await face.page.route("**/bundle.js", late)
    opened = list[str]()
    face.page.on("framenavigated", lambda frame: opened.append(frame.url))
    await face.page.goto(face.url, wait_until="commit")
    name = face.page.get_by_label("Your name")
    typed = fresh("early")
    await name.press_sequentially(typed)
    await name.press("Enter")
    await expect(face.page.get_by_role("button", name="Join")).to_have_css("opacity", "0.6")
    await expect(name).to_have_value(typed)
    arrive.set()
    await face.is_in()
    await expect(face.page.locator(".me")).to_contain_text(typed)
    assert opened == [face.url]


async def test_a_name_that_is_being_typed_when_the_script_comes_is_typed_on(
    faces: Faces, server: ServerProcess
) -> None:
    face, arrive = await faces.tab(await faces.context(), server), asyncio.Event()

    async def late(route: Route) -> None:
        await arrive.wait()
        await route.continue_()

    await face.page.route("**/bundle.js", late)
    await face.page.goto(face.url, wait_until="commit")
    typed = fresh("late")
    await face.page.get_by_label("Your name").press_sequentially(typed[:3])
    arrive.set()
    await expect(face.page.locator(".door:not(.early)")).to_be_visible()
    await face.page.keyboard.type(typed[3:])
    await expect(face.page.get_by_label("Your name")).to_have_value(typed)


async def test_nothing_moves_when_the_script_comes(faces: Faces, server: ServerProcess) -> None:
    """The form is there before it: where one types already, the field stays where it is."""
    script = "**/main.js*"
    for size in ({"width": 1280, "height": 800}, {"width": 390, "height": 844}):
        face = await faces.tab(await faces.context(viewport=size), server)
        await face.page.route(script, lambda route: route.abort())
        await face.open()
        before = await face.page.get_by_label("Your name").bounding_box()
        await expect(face.page.get_by_role("alert")).to_contain_text("has not loaded whole")
        await face.page.unroute(script)
        await face.page.get_by_role("button", name="Load it again").click()
        await expect(face.page.get_by_role("button", name="I have an account")).to_be_visible(timeout=PATIENCE)
        assert await face.page.get_by_label("Your name").bounding_box() == before


async def test_who_leaves_is_forgotten_here(alice: Face) -> None:
    await alice.say("/quit")
    await expect(alice.page.get_by_label("Your name")).to_be_visible()
    kept = await alice.page.evaluate("[localStorage, sessionStorage].flatMap(Object.keys)")
    assert [name.rpartition(":")[2] for name in kept] == ["settings"]
    assert (await alice.page.evaluate("JSON.parse(Object.values(localStorage)[0])"))["sent"] == 0
    async with asyncio.timeout(PATIENCE / 1000):  # the page asks for it while it goes
        while await alice.page.context.cookies():  # noqa: ASYNC110 (nothing tells of it)
            await asyncio.sleep(0)
    await alice.page.reload()
    await expect(alice.page.get_by_label("Your name")).to_be_visible()


async def test_who_is_not_let_in_is_told_why_and_asked_for_what_is_missing(faces: Faces, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "hubbub.toml").write_text(SETTINGS)
    async with server_process(tmp_path) as server, PlainIrc.join(server.port, fresh("keeper"), "#lobby") as root:
        root.send("OPER root correcthorse")
        root.send("LOCKDOWN accounts-only")
        await root.until("Lockdown: accounts-only")
        alice = await faces.tab(await faces.context(), server)
        await alice.page.add_init_script("Object.defineProperty(Navigator.prototype, 'cookieEnabled', {value: false})")
        await alice.open()
        await expect(alice.page.get_by_text("This browser refuses cookies")).to_be_visible()
        await alice.page.get_by_label("Your name").fill("alice")
        await alice.page.keyboard.press("Enter")
        await expect(alice.page.get_by_role("alert")).to_contain_text("Only people with an account")
        await expect(alice.page.get_by_label("Password")).to_be_visible()


async def test_a_link_leads_into_a_room_where_one_is_not(alice: Face, faces: Faces, server: ServerProcess) -> None:
    room = fresh("linked")
    await alice.go(room)
    await alice.say("this is the place")
    await alice.sees_accepted("this is the place")
    await alice.say("/topic of links")
    await expect(alice.page.locator(".event").last).to_contain_text("of links")
    await alice.page.keyboard.press("Shift+ArrowUp")
    await alice.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await alice.page.keyboard.press("l")
    await expect(alice.page.locator(".toast")).to_be_visible()
    link = await alice.page.evaluate("navigator.clipboard.readText()")
    bob = await faces.visitor(server)
    await bob.page.goto(link)
    await bob.give_name(fresh("bob"))
    dialog = bob.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Join").click()
    await expect(bob.page.locator("article.goal")).to_contain_text("this is the place")
    await bob.say(f"/leave {room}")
    await expect(bob.page.locator("main h1")).to_contain_text("lobby")
    await bob.say("back in the lobby")
    await bob.sees_accepted("back in the lobby")
    await expect(dialog).to_have_count(0)


async def test_nothing_that_is_waited_for_stands_behind_what_nobody_waits_for(
    faces: Faces, server: ServerProcess
) -> None:
    """A first visit, and a room that is opened: words and history go out first, and a short room is asked for once."""
    face, sent = await faces.tab(await faces.context(), server), list[str]()

    def heard(socket: WebSocket) -> None:
        socket.on("framesent", lambda line: sent.extend(str(line).split("\r\n")))

    def place(words: str) -> int:
        return next((at for at, line in enumerate(sent) if words in line), -1)

    face.page.on("websocket", heard)
    await face.open()
    await face.join(fresh("paced"))
    await face.say("at once")
    await face.sees_accepted("at once")
    room = fresh("#paced")
    await face.go(room)
    await until(lambda: place(f"MODE {room}") > 0)
    for where in ("#lobby", room):
        asked = [place(f"{words} {where}") for words in ("JOIN", "CHATHISTORY BEFORE", "WHO", "MODE")]
        assert -1 not in asked
        assert asked == sorted(asked)
    assert sum("CHATHISTORY" in line and room in line for line in sent) == 1
    assert not any(line.startswith("UNREAD") for line in sent), "who was never here has missed nothing"


async def test_the_key_of_a_room_is_asked_for_in_place_and_kept_nowhere(alice: Face, server: ServerProcess) -> None:
    room = fresh("#vault")
    async with PlainIrc.join(server.port, fresh("host"), room) as host:
        host.send(f"MODE {room} +k sesame")
        await host.until(f" MODE {room} ")
        await is_asked_for_the_key(alice, room)


async def is_asked_for_the_key(bob: Face, room: str) -> None:
    await bob.say(f"/join {room}")
    dialog = bob.page.get_by_role("dialog", name=f"Join {room}")
    await expect(dialog.locator("p").first).to_have_text(f"{room} needs a key to join")
    field = dialog.get_by_label("Key")
    await field.fill("two words")
    await field.press("Enter")
    await expect(dialog.get_by_role("alert")).to_contain_text("one word")
    await field.fill("mellon")
    await field.press("Enter")
    await expect(dialog.get_by_role("alert")).to_contain_text("That was not it.")
    await field.fill("sesame")
    await field.press("Enter")
    await expect(bob.page.locator("main h1")).to_contain_text(room.removeprefix("#"))
    await expect(dialog).to_have_count(0)
    await bob.say("in")
    await bob.sees_accepted("in")
    kept = await bob.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, history.state])"
    )
    assert "sesame" not in kept
    await bob.say("/leave")
    await expect(bob.page.locator("main h1")).to_contain_text("lobby")
    await bob.say(f"/join {room}")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(bob.field).to_have_value(f"/join {room}")
    await expect(bob.page.locator("main h1")).to_contain_text("lobby")
